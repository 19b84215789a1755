//! `cargo xtask generate --watch`.

use super::{GET, project, write};
use crate::report::Format;
use crate::watch;

#[test]
fn specs_are_watched_and_a_mistake_does_not_end_it() {
    let project = project();
    let root = project.path();
    let mut seen = None;
    let mut look = || {
        let mut out = Vec::new();
        let looked = watch::look(root, &mut seen, Format::Short, &mut out);
        assert!(looked.is_ok());
        String::from_utf8(out).unwrap()
    };
    let first = look();
    assert!(
        first.contains("created generated/src/api/a.rs\n"),
        "{first}"
    );
    assert_eq!(look(), "");
    write(root, "spec/a/get.yaml", GET.replace("integer", "int"));
    let shown = look();
    assert!(
        shown.starts_with("spec/a/get.yaml:5:17: E0202: "),
        "{shown}"
    );
    assert!(shown.contains("error: 1 mistake in spec/"), "{shown}");
    assert_eq!(look(), "");
    write(root, "spec/a/get.yaml", GET.replace("Gets.", "Gets it."));
    let changed = look();
    assert!(
        changed.contains("updated generated/src/api/a/get.rs\n"),
        "{changed}"
    );
}
