//! What is written by hand, in Rust files beside the specs: types, and turns of the page.

use super::context::Checker;
use super::scope::Scope;
use crate::diag::{Diagnostic, closest};
use crate::model::Own;
use crate::names;
use crate::parse::{RUST, above};
use crate::place::Place;

impl<'c> Scope<'_, 'c> {
    /// The type at `place`. None if it is mistaken.
    pub(super) fn own(&self, place: Place<'c>, types: &[String]) -> Option<Own> {
        let name = place.name();
        let folder = above(place.file()).next().unwrap_or_default();
        let code = self.written(place.key("own"), format!("{folder}{name}{RUST}"), name);
        let types = self.types_at(place.key("own"), types)?;
        let code = code?;
        Some(Own { code, types })
    }
}

impl Checker<'_> {
    /// The text of the turn of the page that stands beside the spec of `place`, which says that there is one.
    pub(super) fn turn(&self, place: Place<'_>) -> Option<String> {
        let file = place.file().trim_end_matches(".yaml");
        self.written(place, format!("{file}{RUST}"), names::TURN)
    }

    /// The text of the file at `path`, in which there is something `name`; `place` says so.
    fn written(&self, place: Place<'_>, path: String, name: &str) -> Option<String> {
        let Some(text) = self.specs.own.get(path.as_str()) else {
            let message = format!("`spec/{path}` is missing, where `{name}` is written by hand");
            let mut files = self.specs.own.keys().copied();
            let near = closest(&path, &files.by_ref().collect::<Vec<_>>());
            let error = match place.key("style").at_value() {
                Some(_) => place.key("style").value_error("E0876", message),
                None => place.key_error("E0876", message),
            };
            if let Some(near) = near {
                self.used_own.borrow_mut().insert(near.to_owned());
            }
            self.report(error.help(match near {
                Some(near) => {
                    format!("did you mean `spec/{near}`? A file is called like what it holds")
                }
                None => "write it there, or say by other means what it is".to_owned(),
            }));
            return None;
        };
        self.used_own.borrow_mut().insert(path.clone());
        match syn::parse_file(text) {
            Err(error) => {
                let error =
                    Diagnostic::new(&path, 0..0, "E0879", format!("this is no Rust: {error}"));
                self.report(error.help("`rustfmt` shows where the mistake is"));
                None
            }
            Ok(file) if file.items.iter().any(|item| is_called(item, name)) => {
                Some((*text).to_owned())
            }
            Ok(_) => {
                let error = Diagnostic::new(
                    &path,
                    0..0,
                    "E0878",
                    format!("there is no `{name}` in this file"),
                );
                let error = error.also(place.at_key(), "it is looked for because of this");
                self.report(error.help(match name {
                    names::TURN => format!(
                        "write `pub(super) fn {name}(request: &mut List, page: &ListResult) -> bool`, with the types of the method"
                    ),
                    _ => format!("write `pub enum {name}` or `pub struct {name}`, or rename the file"),
                }));
                None
            }
        }
    }
}

/// Whether it is a public type of this name, or a function for the module around.
fn is_called(item: &syn::Item, name: &str) -> bool {
    let is = |visibility: &syn::Visibility, ident: &syn::Ident| {
        !matches!(visibility, syn::Visibility::Inherited) && ident == name
    };
    match item {
        syn::Item::Enum(item) => is(&item.vis, &item.ident),
        syn::Item::Struct(item) => is(&item.vis, &item.ident),
        syn::Item::Type(item) => is(&item.vis, &item.ident),
        syn::Item::Fn(item) => is(&item.vis, &item.sig.ident),
        _ => false,
    }
}

/// Files that no spec names.
pub(super) fn unused(checker: &Checker<'_>) {
    let used = checker.used_own.take();
    for path in checker
        .specs
        .own
        .keys()
        .filter(|path| !used.contains(**path))
    {
        // A spec that could not be read may have named it.
        let folder = above(path).next().unwrap_or_default();
        let is_read = |found: &Diagnostic| {
            let code = found.code.as_bytes().get(2);
            !(found.file.starts_with(folder) && matches!(code, Some(b'0'..=b'2')))
        };
        if checker.diagnostics.borrow().iter().all(is_read) {
            let error = Diagnostic::new(path, 0..0, "E0877", "no spec names this file");
            checker.report(error.help(
                "it is called like a type that a spec beside it calls `own`, or like a method whose pages have the style `own`",
            ));
        }
    }
}
