//! An API of any size, as specs and as OpenAPI: the same methods, fields, enums and texts.
//!
//! Each method has ten parameters, and an answer of ten fields with an object, a list of objects and an enum in it; the specs have
//! the errors and examples too, which OpenAPI has no place for.

mod derive;

use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use serde_json::{Map, Value, json};

use crate::measure;

pub(crate) use derive::derive;

/// The types of the ten fields, in the words of specs and of OpenAPI.
const FIELDS: [(&str, &str, &str); 7] = [
    ("title", "string", "string"),
    ("code", "string", "string"),
    ("sort", "integer", "integer"),
    ("price", "double", "number"),
    ("active", "boolean", "boolean"),
    ("createdAt", "datetime", "string"),
    ("tags", "string[]", "array"),
];
const VERBS: [(&str, &str); 5] = [
    ("add", "write"),
    ("get", "read"),
    ("list", "read"),
    ("update", "write"),
    ("delete", "delete"),
];
/// How many entities a scope has.
const ENTITIES: usize = 10;

struct Method {
    scope: String,
    entity: String,
    verb: &'static str,
    effect: &'static str,
}

fn methods(count: usize) -> impl Iterator<Item = Method> {
    (0..count).map(|index| {
        let (entity, (verb, effect)) = (index / VERBS.len(), VERBS[index % VERBS.len()]);
        Method {
            scope: format!("scope{}", entity / ENTITIES),
            entity: format!("entity{}", entity % ENTITIES),
            verb,
            effect,
        }
    })
}

/// A sentence of the length that sentences have.
fn doc(method: &Method, field: &str) -> String {
    format!(
        "The {field} of the {}, as it was when somebody last changed it.",
        method.entity
    )
}

impl Method {
    /// What the type of the request is called.
    fn name(&self) -> String {
        let (first, rest) = self.verb.split_at(1);
        first.to_uppercase() + rest
    }

    fn spec(&self) -> String {
        let Self {
            scope,
            entity,
            verb,
            effect,
        } = self;
        let mut text = format!(
            "# yaml-language-server: $schema=../../schema.json\nmethod: {scope}.{entity}.{verb}\n\
             summary: Does {verb} with an object of the kind {entity}.\nscope: {scope}\neffect: {effect}\nparams:\n"
        );
        let fields = |indent: &str, text: &mut String| {
            for (name, ty, _) in FIELDS {
                *text += &format!(
                    "{indent}{name}: {{ type: \"{ty}\", doc: \"{}\" }}\n",
                    doc(self, name)
                );
            }
        };
        text += "  id: { type: integer, required: true, doc: Identifier. }\n";
        fields("  ", &mut text);
        text += &format!(
            "  comment: {{ type: string, max_length: 255, doc: \"{}\" }}\n",
            doc(self, "comment")
        );
        text += "  state: { type: string, doc: State., values: { NEW: Not begun., OPEN: Begun., DONE: Ended. } }\n";
        text += "result:\n  fields:\n    id: { type: integer, required: true, doc: Identifier. }\n";
        fields("    ", &mut text);
        text += "    state: { type: string, doc: State., values: { NEW: Not begun., OPEN: Begun., DONE: Ended. } }\n";
        text += "    owner:\n      type: object\n      doc: Who has it.\n      fields:\n";
        text += "        id: { type: integer, required: true, doc: Identifier. }\n";
        text += "        name: { type: string, doc: Name. }\n        email: { type: string, doc: Address. }\n";
        text += "    rows:\n      type: object[]\n      doc: What is in it.\n      fields:\n";
        text += "        id: { type: integer, required: true, doc: Identifier. }\n";
        text += "        text: { type: string, doc: Text. }\n        count: { type: integer, doc: Number. }\n";
        text += "errors:\n";
        for code in [
            "NOT_FOUND",
            "ACCESS_REFUSED",
            "WRONG_TITLE",
            "WRONG_STATE",
            "LOCKED",
        ] {
            text += &format!(
                "  {code}: {{ message: It failed., doc: \"{}\" }}\n",
                doc(self, "failure")
            );
        }
        text += "examples:\n  one:\n    params: { id: 1 }\n    result: { id: 1, title: First, owner: { id: 7 }, rows: [{ id: 2 }] }\n";
        text
    }

    fn operation(&self) -> Value {
        let Self {
            scope,
            entity,
            verb,
            ..
        } = self;
        let scalar = |ty: &str, doc: String| match ty {
            "array" => {
                json!({ "type": "array", "items": { "type": "string" }, "description": doc })
            }
            ty => json!({ "type": ty, "description": doc }),
        };
        let state =
            json!({ "type": "string", "enum": ["NEW", "OPEN", "DONE"], "description": "State." });
        let id = json!({ "type": "integer", "format": "int64", "description": "Identifier." });
        let mut params = Map::new();
        params.insert("id".to_owned(), id.clone());
        for (name, _, ty) in FIELDS {
            params.insert(name.to_owned(), scalar(ty, doc(self, name)));
        }
        let mut result = params.clone();
        params.insert("comment".to_owned(), scalar("string", doc(self, "comment")));
        params.insert("state".to_owned(), state.clone());
        result.insert("state".to_owned(), state);
        let object = |name: &str, ty: &str, other: &str| {
            json!({ "type": "object", "required": ["id"], "properties": {
                "id": id, name: { "type": "string", "description": "Text." }, other: { "type": ty, "description": "More." },
            } })
        };
        result.insert("owner".to_owned(), object("name", "string", "email"));
        let rows = json!({ "type": "array", "items": object("text", "integer", "count") });
        result.insert("rows".to_owned(), rows);
        let schema = |name: &str, properties| json!({ "title": format!("{scope}_{entity}_{verb}_{name}"), "type": "object", "required": ["id"], "properties": properties });
        json!({ "post": {
            "operationId": format!("{scope}_{entity}_{verb}"),
            "summary": format!("Does {verb} with an object of the kind {entity}."),
            "requestBody": { "required": true, "content": { "application/json": { "schema": schema("params", params) } } },
            "responses": { "200": { "description": "Done.", "content": { "application/json": { "schema": schema("result", result) } } } },
        } })
    }
}

/// Writes a project for the generator: specs and what it changes.
pub(crate) fn project(folder: &Path, count: usize) -> io::Result<()> {
    write(
        &folder.join("spec/_system.yaml"),
        "errors: {}\ntime: { doc: How long., fields: {} }\n",
    )?;
    let manifest = "[features]\n# <generated by=\"cargo xtask generate\">\n# </generated>\n";
    write(&folder.join("generated/Cargo.toml"), manifest)?;
    fs::create_dir_all(folder.join("xtask"))?;
    for method in methods(count) {
        let Method {
            scope,
            entity,
            verb,
            ..
        } = &method;
        write(
            &folder.join(format!("spec/{scope}/{entity}/{verb}.yaml")),
            &method.spec(),
        )?;
    }
    Ok(())
}

/// The requests of the first methods, with their modules.
pub(crate) fn requests(count: usize) -> impl Iterator<Item = String> {
    methods(count).map(|method| {
        let (scope, entity, name) = (&method.scope, &method.entity, method.name());
        format!("{scope}::{entity}::{name}")
    })
}

/// Writes the same API for the peers.
///
/// It is made by a process of its own: what a process needs at its peak counts as memory of all that it starts later.
pub(crate) fn openapi(path: &Path, count: usize) -> io::Result<()> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("--openapi").arg(path).arg(count.to_string());
    measure::run(&mut command).map(|_| ())
}

/// What that process does.
pub(crate) fn write_openapi(path: &Path, count: usize) -> io::Result<()> {
    let paths = methods(count).map(|method| {
        let Method {
            scope,
            entity,
            verb,
            ..
        } = &method;
        (format!("/{scope}.{entity}.{verb}"), method.operation())
    });
    let paths: Map<String, Value> = paths.collect();
    let api = json!({ "openapi": "3.0.3", "info": { "title": "Bench", "version": "1.0.0" }, "paths": paths });
    write(path, &api.to_string())
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}
