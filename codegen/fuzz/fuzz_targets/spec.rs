//! The text of a method beside valid shared files: it is refused in good order, or becomes Rust.

#![no_main]

#[path = "../../tests/support/sound.rs"]
mod sound;

use bitrix24_codegen::Sources;
use libfuzzer_sys::{Corpus, fuzz_target};

const SYSTEM: &str = "\
errors:
  QUERY_LIMIT_EXCEEDED: { doc: Too many calls., status: 503 }
time:
  doc: How long it took.
  fields:
    start: { type: double, doc: When it began. }
";

const TYPES: &str = "\
types:
  Id: { id: integer, doc: Identifier of a thing. }
  Thing:
    doc: A thing.
    fields:
      id: { type: Id, required: true, doc: Its identifier. }
      name: { type: string, doc: Its name. }
errors:
  NOT_FOUND: { message: 'No #ID#.', doc: There is no such thing. }
";

/// What is shared must be used.
const OTHER: &str = "\
method: b.get
summary: Gets a thing.
scope: b
effect: read
result: { type: Thing }
errors: { NOT_FOUND: shared }
";

fuzz_target!(|bytes: &[u8]| -> Corpus {
    // A file that is no UTF-8 never reaches the generator.
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Corpus::Reject;
    };
    // As in the fixtures, a first line `#--- path` says where the text stands.
    let first = text.lines().next().unwrap_or_default();
    let path = first.strip_prefix("#--- ").unwrap_or("a/get.yaml");
    let files = [
        ("_system.yaml", SYSTEM),
        ("_types.yaml", TYPES),
        ("b/get.yaml", OTHER),
        (path, text),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
    sound::check(&Sources::from(files));
    Corpus::Keep
});
