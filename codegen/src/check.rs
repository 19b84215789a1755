//! Specs to the model. It never stops at the first mistake; what is mistaken is replaced by something harmless.

mod collide;
mod cycle;
mod error;
mod example;
mod field;
mod known;
mod list;
mod method;
mod paging;
mod partial;
mod scope;
mod types;
mod unused;
mod value;

use crate::diag::{Diagnostic, Spot};
use crate::model::{Api, Folder, System, TypeRef};
use crate::names;
use crate::parse::{SYSTEM, Specs};
use crate::place::{Files, Place};
use crate::raw::{Deprecation, SystemSpec};
use known::Known;
use scope::{Scope, Types};

/// Checks every spec. The model is sound only if `diagnostics` stays empty.
pub(crate) fn check(
    specs: &Specs<'_>,
    files: &Files<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Api {
    let mut checker = Checker {
        types: &Types::new(specs),
        known: &Known::new(specs),
        files,
        diagnostics,
    };
    let system = specs.system.as_ref().map(|spec| checker.system(spec));
    let system = system.unwrap_or_else(|| System {
        errors: Vec::new(),
        time_doc: String::new(),
        time: Vec::new(),
    });
    let folders = specs
        .shared
        .iter()
        .map(|(file, spec)| checker.folder(file, spec))
        .collect();
    let methods = specs
        .methods
        .iter()
        .map(|(file, spec)| checker.method(file, spec, &system))
        .collect();
    let mut api = Api {
        methods,
        folders,
        system,
    };
    unused::check(&api, specs, files, diagnostics);
    partial::resolve(&mut api, files, diagnostics);
    value::check_defaults(&api, files, diagnostics);
    list::resolve(&mut api, specs, files, diagnostics);
    value::check_examples(&api, files, diagnostics);
    cycle::check(&api, files, diagnostics);
    collide::check(&api, files, diagnostics);
    api
}

/// What every check needs.
struct Checker<'c, 's> {
    types: &'c Types<'s>,
    known: &'c Known<'s>,
    files: &'c Files<'s>,
    diagnostics: &'c mut Vec<Diagnostic>,
}

impl Checker<'_, '_> {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn system(&mut self, spec: &SystemSpec) -> System {
        let root = self.files.root(SYSTEM);
        let scope = Scope::new(Vec::new(), None);
        let time = root.key("time");
        self.text(&time.key("doc"), &spec.time.doc);
        System {
            errors: self.own_errors(&root.key("errors"), &spec.errors),
            time_doc: spec.time.doc.clone(),
            time: self.fields(&time.key("fields"), &spec.time.fields, &scope),
        }
    }

    fn folder(&mut self, file: &str, spec: &crate::raw::SharedSpec) -> Folder {
        let root = self.files.root(file);
        let path: Vec<String> = scope::folder_of(file).map(str::to_owned).collect();
        for part in path.iter().filter(|part| !names::is_method_part(part)) {
            self.report(bad_part(&root, part));
        }
        self.optional_text(&root.key("doc"), spec.doc.as_deref());
        let scope = Scope::new(path.clone(), None);
        let types = self.type_defs(&root.key("types"), &spec.types, &scope);
        self.own_errors(&root.key("errors"), &spec.errors);
        Folder {
            file: file.to_owned(),
            path,
            doc: spec.doc.clone(),
            types,
        }
    }

    /// Text that says nothing is a mistake; so is one that names a method as nobody spells it.
    fn text(&mut self, place: &Place<'_>, text: &str) {
        if text.trim().is_empty() {
            let error = place.key_error("E0602", "this text is empty");
            self.report(error.help("write what a reader should know"));
        }
        self.mentions(place, text);
    }

    fn optional_text(&mut self, place: &Place<'_>, text: Option<&str>) {
        if let Some(text) = text {
            self.text(place, text);
        }
    }

    fn deprecated(
        &mut self,
        place: &Place<'_>,
        spec: Option<&Deprecation>,
    ) -> Option<crate::model::Deprecated> {
        let spec = spec?;
        if spec.replacement.is_none() && spec.reason.is_none() {
            let error = place.key_error("E0601", "deprecated, and no word why");
            self.report(
                error.help("say what to use instead with `replacement`, or why with `reason`"),
            );
        }
        for (key, text) in [("replacement", &spec.replacement), ("reason", &spec.reason)] {
            self.optional_text(&place.key(key), text.as_deref());
        }
        Some(crate::model::Deprecated {
            replacement: spec.replacement.clone(),
            reason: spec.reason.clone(),
        })
    }

    /// A name of the author's own for what stands at `place`: it must be possible, and differ from the one that it replaces.
    fn rename(
        &mut self,
        place: &Place<'_>,
        rename: Option<&str>,
        derived: &str,
        possible: fn(&str) -> bool,
    ) {
        let Some(name) = rename else { return };
        let named = || place.at_key().or_else(|| place.key("method").at_value());
        let at = place.key("rename");
        if name == derived {
            let error = at.value_error("E0302", format!("`{name}` is the name without a `rename`"));
            self.report(
                error
                    .also(named(), format!("called `{name}` anyway"))
                    .help("remove the `rename`"),
            );
        } else if !possible(name) {
            let error = at.value_error("E0303", format!("`{name}` is no possible name here"));
            let form = if derived.starts_with(char::is_uppercase) {
                "UpperCamelCase"
            } else {
                "snake_case"
            };
            self.report(error.help(format!("write it in {form}, and use no keyword")));
        }
    }
}

/// Where a type with a name is described, or something below it.
fn type_at(files: &Files<'_>, ty: &TypeRef, below: &[&str]) -> Option<Spot> {
    let path = ty.file();
    let mut place = files.root(&path).key("types").key(&ty.name);
    for key in below {
        place = place.key(key);
    }
    place.at_key()
}

fn bad_part(place: &Place<'_>, part: &str) -> Diagnostic {
    let error = place.value_error(
        "E0102",
        format!("`{part}` is no possible part of a method's name"),
    );
    error.help(PARTS)
}

const PARTS: &str =
    "between the points stand ASCII letters, digits, `_` and `-`, with a letter or a digit first";
