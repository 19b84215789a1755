//! Fixtures: several specs in one text, each under a line `#--- path`.

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
