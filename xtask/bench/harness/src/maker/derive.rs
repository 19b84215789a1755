//! The same API as plain types with derives of serde: what somebody writes who has no crate for it.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::{FIELDS, Method, doc, methods, write};

/// The states and errors, as variants and codes.
const STATES: [(&str, &str); 3] = [("New", "NEW"), ("Open", "OPEN"), ("Done", "DONE")];
const ERRORS: [(&str, &str); 5] = [
    ("NotFound", "NOT_FOUND"),
    ("AccessRefused", "ACCESS_REFUSED"),
    ("WrongTitle", "WRONG_TITLE"),
    ("WrongState", "WRONG_STATE"),
    ("Locked", "LOCKED"),
];
const DERIVE: &str = "#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]\n";

/// Writes the modules of the API into the folder of a crate's sources, in as many files as the generator makes.
pub(crate) fn derive(src: &Path, count: usize) -> io::Result<()> {
    let mut scopes: BTreeMap<String, BTreeMap<String, Vec<&str>>> = BTreeMap::new();
    for method in methods(count) {
        let path = format!("{}/{}/{}.rs", method.scope, method.entity, method.verb);
        write(&src.join(path), &types(&method))?;
        let entities = scopes.entry(method.scope).or_default();
        entities.entry(method.entity).or_default().push(method.verb);
    }
    let mut root = "//! The API.\n\n".to_owned();
    for (scope, entities) in scopes {
        root += &format!("/// A scope.\npub mod {scope};\n");
        let mut of_scope = String::new();
        for (entity, verbs) in entities {
            of_scope += &format!("/// An entity.\npub mod {entity};\n");
            let verbs = verbs.iter();
            let text: String = verbs
                .map(|verb| format!("mod {verb};\npub use {verb}::*;\n"))
                .collect();
            write(&src.join(format!("{scope}/{entity}.rs")), &text)?;
        }
        write(&src.join(format!("{scope}.rs")), &of_scope)?;
    }
    write(&src.join("lib.rs"), &root)
}

fn types(method: &Method) -> String {
    let name = method.name();
    let mut text = "use serde::{Deserialize, Serialize};\n\n".to_owned();
    let params = |text: &mut String| {
        fields(method, text);
        field(text, &doc(method, "comment"), "comment", "String");
        field(text, "State.", "state", &format!("{name}State"));
    };
    structure(&mut text, &summary(method), &name, params);
    states(&mut text, &format!("{name}State"), "The field `state`.");
    let result = |text: &mut String| {
        fields(method, text);
        field(text, "State.", "state", &format!("{name}ResultState"));
        field(text, "Who has it.", "owner", &format!("{name}ResultOwner"));
        let rows = format!("Vec<{name}ResultRows>");
        field(text, "What is in it.", "rows", &rows);
    };
    let what = format!("What [`{name}`] answers.");
    structure(&mut text, &what, &format!("{name}Result"), result);
    let state = format!("{name}ResultState");
    states(&mut text, &state, "The field `state`.");
    let owner = |text: &mut String| {
        field(text, "Name.", "name", "String");
        field(text, "Address.", "email", "String");
    };
    let name_of_owner = format!("{name}ResultOwner");
    structure(&mut text, "The field `owner`.", &name_of_owner, owner);
    let rows = |text: &mut String| {
        field(text, "Text.", "text", "String");
        field(text, "Number.", "count", "i64");
    };
    let name_of_rows = format!("{name}ResultRows");
    structure(&mut text, "The field `rows`.", &name_of_rows, rows);
    let failure = doc(method, "failure");
    let errors = ERRORS.map(|(variant, code)| {
        let doc = format!("{failure}\n    ///\n    /// Code `{code}`: `It failed.`");
        (variant, code, doc)
    });
    enumeration(
        &mut text,
        &format!("{name}Error"),
        &format!("The errors of [`{name}`]."),
        &errors,
    );
    text
}

/// The documentation of a request, of the length that the generator gives it.
fn summary(method: &Method) -> String {
    let Method {
        scope,
        entity,
        verb,
        effect,
    } = method;
    let mut text = format!(
        "Does {verb} with an object of the kind {entity}.\n///\n/// - Method: `{scope}.{entity}.{verb}`\n/// - Scope: `{scope}`\n\
         /// - Effect: {effect}\n/// - Answer: [`{}Result`]\n///\n/// # Parameters\n///\n",
        method.name()
    );
    for (name, ty, _) in FIELDS {
        text += &format!(
            "/// - [`{name}`](Self::{}): {ty}, may be left out\n",
            snake(name)
        );
    }
    text += "///\n/// # Errors\n///\n";
    for (_, code) in ERRORS {
        text += &format!("/// `{code}`, as the documentation of the method describes it\n");
    }
    text += "///\n/// # Example\n///\n/// ```\n/// # fn example(body: &str) -> serde_json::Result<()> {\n";
    for _ in 0..6 {
        text += "/// // A line of an example of the usual length, which nobody compiles here.\n";
    }
    text + "/// # Ok(())\n/// # }\n/// ```"
}

fn structure(text: &mut String, doc: &str, name: &str, fields: impl FnOnce(&mut String)) {
    *text += &format!(
        "/// {doc}\n{DERIVE}#[non_exhaustive]\npub struct {name} {{\n    /// Identifier.\n    pub id: i64,\n"
    );
    fields(text);
    *text += "}\n\n";
}

fn fields(method: &Method, text: &mut String) {
    for (name, ty, _) in FIELDS {
        let rust = match ty {
            "integer" => "i64",
            "double" => "f64",
            "boolean" => "bool",
            "string[]" => "Vec<String>",
            _ => "String",
        };
        field(text, &doc(method, name), name, rust);
    }
}

fn field(text: &mut String, doc: &str, wire: &str, rust: &str) {
    let name = snake(wire);
    let rename = if name == wire {
        String::new()
    } else {
        format!("rename = \"{wire}\", ")
    };
    *text += &format!(
        "    /// {doc}\n    #[serde({rename}skip_serializing_if = \"Option::is_none\")]\n    pub {name}: Option<{rust}>,\n"
    );
}

fn states(text: &mut String, name: &str, doc: &str) {
    let variants =
        STATES.map(|(variant, code)| (variant, code, format!("`{code}` in the JSON of the API.")));
    enumeration(text, name, doc, &variants);
}

fn enumeration(text: &mut String, name: &str, doc: &str, variants: &[(&str, &str, String)]) {
    *text += &format!("/// {doc}\n{DERIVE}#[non_exhaustive]\npub enum {name} {{\n");
    for (variant, code, doc) in variants {
        *text += &format!("    /// {doc}\n    #[serde(rename = \"{code}\")]\n    {variant},\n");
    }
    // Closed, as most people write it; open ones cost a derive more.
    *text += "}\n\n";
}

/// The only name with a capital in it.
fn snake(name: &str) -> &str {
    if name == "createdAt" {
        "created_at"
    } else {
        name
    }
}
