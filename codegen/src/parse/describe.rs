//! What does not fit the spec language, in words, with the way out.

use yaml::{Entry, Node};

use crate::diag::{Diagnostic, closest};
use crate::place::Place;

/// The kinds of YAML that the first variant of an enum of forms is read from.
pub(super) const KINDS: &[&str] = &["nothing", "text", "a list", "a mapping"];

/// The struct that a mapping should become.
#[derive(Clone, Copy)]
pub(super) struct Form {
    pub(super) name: &'static str,
    pub(super) keys: &'static [&'static str],
}

impl Form {
    pub(super) fn known(&self, key: &str) -> Option<&'static str> {
        self.keys.iter().copied().find(|known| *known == key)
    }
}

/// A key that means another one. It is read as that if it is the `first`.
pub(super) fn misspelt(place: Place<'_>, key: &str, word: &str, first: bool) -> Diagnostic {
    let error = place.key_error("E0003", format!("unknown key `{key}`"));
    error.help(match first {
        true => format!("did you mean `{word}`?"),
        false => format!("`{word}` stands here already: remove one of the two"),
    })
}

/// A key that means nothing.
pub(super) fn unknown_key(place: Place<'_>, entry: &Entry, form: Form) -> Diagnostic {
    let key = entry.key.as_str();
    let error = place.key_error("E0003", format!("unknown key `{key}`"));
    let help = match elsewhere(key) {
        help if form.keys.contains(&"required") && !help.is_empty() => help,
        _ if key.contains(':') => "a key ends with a colon and a space: `key: value`",
        _ if place.is_blank() => {
            "if this is a part of the text before it, put all of that in quotes: a comma ends it"
        }
        _ => return error.suggest(key, form.keys.iter().copied()),
    };
    error.help(help)
}

pub(super) fn missing_key(place: Place<'_>, key: &str) -> Diagnostic {
    let error = place.key_error("E0004", format!("the key `{key}` is missing"));
    error.help(missing(key))
}

/// A word that is not among those that are possible.
pub(super) fn no_word(place: Place<'_>, word: &str, known: &[&'static str]) -> Diagnostic {
    let error = place.value_error("E0005", format!("`{word}` is not possible here"));
    match known {
        ["shared"] if closest(word, known).is_none() => error.help(SHARED),
        known => error.suggest(word, known.iter().copied()),
    }
}

/// A value that is no mapping.
pub(super) fn no_mapping(place: Place<'_>, found: &Node, form: Form) -> Diagnostic {
    let message = format!("expected a mapping, found {}", found.found());
    let error = place.value_error("E0005", message);
    match place.name() {
        key if place.is_blank() && !key.is_empty() => {
            error.help(format!("indent what belongs to `{key}` deeper than it"))
        }
        _ => error.help(written(form)),
    }
}

/// A value of another kind.
pub(super) fn wrong(place: Place<'_>, expected: &str, found: &Node) -> Diagnostic {
    let (expected, found) = (in_words(expected), found.found());
    let error = place.value_error("E0005", format!("expected {expected}, found {found}"));
    error.help(way_out(place.name(), expected, &found, place.is_blank()))
}

/// The known key that `key` means: a misspelling of it, or the word that other languages have for it.
pub(super) fn meant<'n>(key: &str, known: &[&'n str]) -> Option<&'n str> {
    const OTHERS: &[(&str, &str)] = &[
        ("description", "doc"),
        ("desc", "doc"),
        ("comment", "doc"),
        ("title", "summary"),
        ("parameters", "params"),
        ("arguments", "params"),
        ("args", "params"),
        ("response", "result"),
        ("returns", "result"),
        ("output", "result"),
        ("definitions", "types"),
        ("properties", "fields"),
        ("enum", "values"),
        ("minimum", "min"),
        ("maximum", "max"),
        ("regex", "pattern"),
        ("href", "docs"),
        ("url", "docs"),
    ];
    let same = |(other, word): &(&str, &str)| {
        let name = known.iter().find(|name| *name == word)?;
        other.eq_ignore_ascii_case(key).then_some(*name)
    };
    let misspelt = || closest(key, known).filter(|_| key.chars().count() > 2);
    OTHERS.iter().find_map(same).or_else(misspelt)
}

/// What is missing may be said in a word.
fn missing(key: &str) -> &'static str {
    match key {
        "effect" => "write `effect: read`, `write` or `delete`: what a client may repeat",
        "scope" => "write `scope: []` if none is needed",
        "result" => "write `result: { type: \"null\" }` if the server answers nothing",
        "doc" => "say what it is: it becomes the documentation",
        "summary" => "say in one sentence what the method does: it opens the documentation",
        "method" => "write the name as the vendor spells it: `crm.deal.get`",
        "type" => "write `type: string`, or another type; `any` if it may be anything",
        "style" => "write `style: page`, `start`, `offset`, `cursor` or `pagination`",
        "size" => "write how many rows a page has: `size: 50`",
        _ => "",
    }
}

/// How what is read into a struct is written.
fn written(form: Form) -> &'static str {
    match form.name {
        "FieldSpec" => "a field is written `{ type: integer, doc: What it is. }`",
        "TypeSpec" => {
            "a type is written `{ doc: What it is., fields: … }`, with `values` or `id` in the place of `fields`"
        }
        "ResultSpec" => {
            "write `{ type: integer }`, or another type; `{ type: \"null\" }` if the server answers nothing"
        }
        "ErrorSpec" => {
            "a row is written `{ message: What the server says., doc: When it happens. }`"
        }
        "ExampleSpec" => "an example is written `{ params: { id: 1 }, result: … }`",
        "Deprecation" => "write `{ replacement: … }` or `{ reason: … }`",
        "PagingSpec" => "paging is written `{ style: start, size: 50 }`",
        "SelectSpec" | "FilterSpec" | "OrderSpec" => {
            "write `{}`; fields beyond those of the list are named by `{ also: [id] }`"
        }
        "MethodSpec" => "`cargo xtask new` writes the frame of a spec",
        _ => "write its keys below it, indented",
    }
}

/// What other languages say by a key of a field, and where it is said here.
fn elsewhere(key: &str) -> &'static str {
    match key {
        "nullable" => "write `type: T | null` if null means something",
        "optional" => "remove it: what is not `required` may be left out",
        "items" => "write `type: T[]` for a list",
        "additionalProperties" => "write `type: map<T>` for an object whose keys are data",
        "format" => "it is said by the type: `datetime`, `date`, `file` or `base64`",
        "name" => "remove it: the key above is the name",
        "$ref" => "write `type:` and the name of the type",
        "example" | "examples" => "write it under the `examples` of the method",
        _ => "",
    }
}

const SHARED: &str = "a row is written `{ message: What the server says., doc: When it happens. }`; `shared` takes over \
                      those of a `_types.yaml`";

fn way_out(key: &str, expected: &str, found: &str, nothing: bool) -> &'static str {
    match (expected, found) {
        ("text", "nothing") if key == "type" && !nothing => "write `\"null\"`, in quotes",
        ("text", "a list") if key == "type" => "a type is text: `string | null`, `\"string[]\"`",
        ("text", "a mapping") if key == "type" => "write `object`, with its `fields` beside it",
        (_, "a list" | "text") if key == "values" => {
            "write each value as a key, and what it means: `{ NEW: Nothing was done yet. }`"
        }
        ("a mapping", "a list") if key == "errors" => {
            "write each code as a key, with its row: `NOT_FOUND: { doc: It is gone. }`"
        }
        ("a mapping", "a list") if ["params", "fields", "more"].contains(&key) => {
            "write each name as a key: `id: { type: integer, doc: Which. }`"
        }
        _ if key == "walk" => "write the name, `walk: ID`, or remove the key",
        (status, _) if status.starts_with("an HTTP status") => {
            "write it as a number: `status: 400`"
        }
        ("text", _) if nothing => "write the text, or remove the key",
        ("text", _) => "put it in quotes if text is meant",
        ("a mapping", "a list") => "write the names without `- ` before them, one below the other",
        ("a mapping", _) => "write `{}` if it is empty, or remove the key",
        ("a list", "nothing") => "write `[]` if it is empty, or remove the key",
        ("a list", "text") => "a list is written `[a, b]`, with brackets also around a single one",
        ("`true` or `false`", _) => "write `true` or `false`, without quotes",
        (number, "text") if number.starts_with("an ") || number == "a number" => {
            "write digits, without quotes"
        }
        _ => "",
    }
}

/// What serde expects, in the words of YAML.
fn in_words(expected: &str) -> &str {
    match expected {
        "a string" => "text",
        "a boolean" => "`true` or `false`",
        "a sequence" => "a list",
        "f64" => "a number",
        "i64" => "an integer",
        "u16" => "an HTTP status from 100 to 599",
        "u32" | "u64" => "an integer that is not negative",
        other => other,
    }
}
