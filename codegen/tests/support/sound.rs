//! What holds for any specs whatever. The fuzz target checks it too.

use bitrix24_codegen::{Report, Sources, Tree};

/// Generates, and panics unless the specs are refused in good order, or become Rust in its own folders. Says whether
/// they became Rust.
pub(crate) fn check(sources: &Sources) -> bool {
    match bitrix24_codegen::generate(sources) {
        Ok(tree) => {
            check_tree(&tree);
            check_specs(sources, &tree);
            true
        }
        Err(report) => {
            check_report(&report, sources);
            false
        }
    }
}

/// Positions lie inside of their files, and every form can be printed.
fn check_report(report: &Report, sources: &Sources) {
    assert!(!report.is_empty());
    for diagnostic in report.diagnostics() {
        assert_ne!(diagnostic.code, "E0999", "{}", diagnostic.message);
        let related = diagnostic
            .related
            .iter()
            .map(|place| (&place.file, place.range));
        for (file, range) in related.chain([(&diagnostic.file, diagnostic.range)]) {
            // A file that is missing is shown as an empty one.
            let text = sources.get(file).map_or("", String::as_str);
            assert!(text.get(range.start..range.end).is_some(), "{diagnostic:?}");
        }
    }
    let count = report.len();
    assert!(report.render(sources, false).contains("error["));
    assert_eq!(report.short(sources).lines().count(), count);
    assert_eq!(report.json(sources).lines().count(), count);
}

/// Formatted specs mean the same.
fn check_specs(sources: &Sources, tree: &Tree) {
    let formatted = sources.iter().map(|(path, text)| {
        let layout = bitrix24_codegen::format(path, text);
        (path.clone(), layout.unwrap_or_else(|_| text.clone()))
    });
    let formatted: Sources = formatted.collect();
    let again = bitrix24_codegen::generate(&formatted);
    assert_eq!(again.as_ref(), Ok(tree), "{formatted:#?}");
}

fn check_tree(tree: &Tree) {
    for (path, text) in &tree.files {
        let own = path.starts_with("src/api/")
            || path == "core/src/system.rs"
            || path.starts_with("tests/contract/");
        let plain = path
            .split('/')
            .all(|part| !part.is_empty() && part != "." && part != "..");
        assert!(own && plain && !path.contains('\\'), "{path}");
        if path.ends_with(".rs")
            && let Err(error) = syn::parse_file(text)
        {
            panic!("{path}: {error}\n{text}");
        }
    }
}
