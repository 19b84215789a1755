//! What does not fit the spec language, in words, with the way out.

use super::repair::{Repair, Repaired};
use crate::de::{Form, Mismatch, Problem};
use crate::diag::{Diagnostic, closest, meant};
use crate::locate::{At, Step};
use crate::place::{File, error};

pub(super) fn describe(
    file: File<'_>,
    mismatch: &Mismatch,
    repair: &Repair,
    repaired: Repaired,
) -> Diagnostic {
    let path = &mismatch.path;
    let new = |at, code, message| error(file, path, at, code, message);
    match &mismatch.problem {
        Problem::UnknownKey { key, known } => {
            let error = new(mismatch.at, "E0003", format!("unknown key `{key}`"));
            match meant(key, known) {
                Some(word) if repaired == Repaired::AsMeant => {
                    error.help(format!("did you mean `{word}`?"))
                }
                Some(word) => {
                    error.help(format!("`{word}` stands here already: remove one of the two"))
                }
                None if key == "<<" => error.help("nothing is taken over from elsewhere: write all keys"),
                None if known.contains(&"required") && !elsewhere(key).is_empty() => {
                    error.help(elsewhere(key))
                }
                None if key.contains(':') => error.help("a key ends with a colon and a space: `key: value`"),
                None if repair.is_comma(path) => {
                    error.help("if this is a part of the text before it, put all of that in quotes: a comma ends it")
                }
                None => error.suggest(key, known.iter().copied()),
            }
        }
        Problem::MissingKey(key) => {
            let error = new(At::Key, "E0004", format!("the key `{key}` is missing"));
            match missing(key) {
                "" => error,
                help => error.help(help),
            }
        }
        Problem::UnknownValue { value, known } => {
            let message = format!("`{value}` is not possible here");
            let error = new(At::Value, "E0005", message);
            match known {
                ["shared"] if closest(value, known).is_none() => error.help(SHARED),
                known => error.suggest(value, known.iter().copied()),
            }
        }
        Problem::Wrong {
            found,
            expected,
            form,
        } => {
            let expected = in_words(expected);
            let error = new(
                mismatch.at,
                "E0005",
                format!("expected {expected}, found {found}"),
            );
            let rest = file.text[error.range.start..].trim_start_matches(' ');
            let nothing = rest.is_empty() || rest.starts_with(['\r', '\n']);
            match (form, path.last()) {
                (Some(_), Some(Step::Key(key, _))) if repair.is_flat(path) => {
                    error.help(format!("indent what belongs to `{key}` deeper than it"))
                }
                (Some(form), _) => error.help(written(*form)),
                (None, last) => {
                    let key = match last {
                        Some(Step::Key(key, _)) => key.as_str(),
                        _ => "",
                    };
                    match way_out(key, expected, found, nothing) {
                        "" => error,
                        help => error.help(help),
                    }
                }
            }
        }
        Problem::Other(message) => new(mismatch.at, "E0005", message.clone()),
    }
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
        (status, _) if status.starts_with("an HTTP status") => {
            "write it as a number: `status: 400`"
        }
        ("text", _) if nothing => "write the text, or remove the key",
        ("text", found) if !found.starts_with("a ") => "put it in quotes if text is meant",
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
        "a JSON number" => "a number",
        "i64" => "an integer",
        "u32" | "u64" => "an integer that is not negative",
        other => other,
    }
}
