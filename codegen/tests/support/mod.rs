//! Fixtures: several specs in one text, each under a line `#--- path`. And the codes of all diagnostics.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use bitrix24_codegen::Sources;

/// What every API needs, and most fixtures are not about.
const SYSTEM: &str = "\
errors:
  QUERY_LIMIT_EXCEEDED: { doc: Too many calls., status: 503 }
time:
  doc: How long it took.
  fields:
    start: { type: double, doc: When it began. }
";

/// The files of a fixture. Without a path it is `a/get.yaml`; `#--- path -` leaves that file out.
pub(crate) fn sources(fixture: &str) -> Sources {
    let mut sources = Sources::from([("_system.yaml".to_owned(), SYSTEM.to_owned())]);
    if !fixture.starts_with("#--- ") {
        sources.insert("a/get.yaml".to_owned(), fixture.to_owned());
        return sources;
    }
    for part in fixture.split("#--- ").skip(1) {
        let (path, text) = part.split_once('\n').unwrap();
        match path.strip_suffix(" -") {
            Some(path) => sources.remove(path),
            None => sources.insert(path.to_owned(), text.to_owned()),
        };
    }
    sources
}

/// Every code that the generator gives for a mistake in a spec.
#[allow(
    dead_code,
    reason = "each test has this module, and only some need this"
)]
pub(crate) fn codes() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            // What explains a code does not give it.
            if path.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let text = fs::read_to_string(path).unwrap();
            let found = text
                .match_indices("\"E0")
                .filter_map(|(start, _)| text.get(start + 1..start + 6));
            codes.extend(found.map(str::to_owned));
        }
    }
    // The generator's own mistake: no spec can show it.
    codes.remove("E0999");
    assert!(codes.len() > 20, "{codes:?}");
    codes
}
