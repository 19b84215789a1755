//! A template, and what is wrong with it whatever method is made of it.

use std::collections::{BTreeMap, BTreeSet};

use yaml::{Node, Value};

use super::words::{Piece, pieces, small};
use crate::diag::Diagnostic;
use crate::parse::document::{SYSTEM, TYPES, document, name};
use crate::place::{File, Place};

/// The templates by path.
pub(in crate::parse) type Templates<'s> = BTreeMap<&'s str, Template<'s>>;

pub(in crate::parse) struct Template<'s> {
    pub(in crate::parse) file: File<'s>,
    /// Whether a method can be made of it.
    pub(super) is_sound: bool,
    /// The names of its words, without the capitals.
    pub(super) words: BTreeSet<String>,
}

/// Whether the file is a template: `_userfield.add.yaml`.
pub(in crate::parse) fn is_template(path: &str) -> bool {
    let name = name(path);
    let own = name
        .strip_prefix('_')
        .and_then(|name| name.strip_suffix(".yaml"));
    own.is_some_and(|own| !own.is_empty()) && name != TYPES && path != SYSTEM
}

/// What a method calls a template.
pub(super) fn called(path: &str) -> &str {
    name(path).trim_start_matches('_').trim_end_matches(".yaml")
}

impl<'s> Template<'s> {
    /// Reads a template, and looks for what is wrong with it whatever method is made of it.
    pub(in crate::parse) fn read(
        path: &'s str,
        text: &'s str,
        found: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut file = File::new(path, text);
        let before = found.len();
        document(&mut file, found);
        let mut words = BTreeSet::new();
        let place = file.place();
        match place.node().map(|node| &node.value) {
            None => {}
            Some(Value::Map(_)) => {
                if let Some((_, at)) = place.entries().find(|(key, _)| *key == TEMPLATE) {
                    let message = "a template is not made of another one";
                    let error = at.key_error("E0844", message);
                    found.push(error.help("write here what the other one says"));
                }
                look(place, &mut words, found);
            }
            Some(_) => {
                let found_here = place.node().map_or_else(String::new, Node::found);
                let message = format!("expected a mapping, found {found_here}");
                let error = place.value_error("E0005", message);
                found.push(error.help("a template has the keys of a method's spec"));
            }
        }
        let is_sound = found.len() == before;
        Self {
            file,
            is_sound,
            words,
        }
    }
}

/// The key that names a template, and the one with the words.
pub(super) const TEMPLATE: &str = "template";
pub(super) const WITH: &str = "with";

/// Collects the words of a value, and tells every dollar that begins none.
fn look(place: Place<'_>, words: &mut BTreeSet<String>, found: &mut Vec<Diagnostic>) {
    let mut text = |text: &str, error: &dyn Fn(String) -> Diagnostic| {
        for piece in pieces(text) {
            match piece {
                Piece::Text(_) => {}
                Piece::Word(word) => drop(words.insert(small(word).unwrap_or(word.to_owned()))),
                Piece::Stray(range) => {
                    let message =
                        format!("`{}` begins no word of the template", &text[range.clone()]);
                    let help =
                        "write `$name`, or `$(name)` where a letter follows; a dollar is `$$`";
                    found.push(error(message).within(range, text).help(help));
                }
            }
        }
    };
    match place.value() {
        Value::Text(value) => text(value, &|message| place.value_error("E0846", message)),
        Value::Map(_) => {
            for (key, place) in place.entries() {
                text(key, &|message| place.key_error("E0846", message));
            }
            for (_, place) in place.entries() {
                look(place, words, found);
            }
        }
        Value::List(_) => place.elements().for_each(|place| look(place, words, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
