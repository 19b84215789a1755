//! What is told about each code: there is something for every code, and its examples do what they say.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use bitrix24_codegen::{Sources, codes, explain, generate};

/// What every method needs, and hardly any example is about.
const NEEDED: [(&str, &str); 4] = [
    ("summary", "Does something."),
    ("scope", "a"),
    ("effect", "read"),
    ("result", "{ type: integer }"),
];

/// An explanation, taken apart.
struct Explanation {
    title: &'static str,
    prose: &'static str,
    wrong: &'static str,
    right: &'static str,
}

/// Nothing may stand there but the four parts, so that all explanations look alike.
fn parts(code: &str) -> Explanation {
    let text = explain(code).unwrap();
    let parts = || {
        let (title, rest) = text.strip_prefix("# ")?.split_once("\n\n")?;
        let (prose, rest) = rest.split_once("\n\nWrong:\n\n```yaml\n")?;
        let (wrong, rest) = rest.split_once("```\n\nRight:\n\n```yaml\n")?;
        let right = rest.strip_suffix("```\n")?;
        Some(Explanation {
            title,
            prose,
            wrong,
            right,
        })
    };
    parts().unwrap_or_else(|| panic!("{code} has another form:\n{text}"))
}

/// The files of an example, with the lines that it leaves out.
fn sources(example: &str) -> Sources {
    let mut sources = support::sources(example);
    for (path, text) in &mut sources {
        let name = path.rsplit('/').next().unwrap();
        let Some(stem) = path
            .strip_suffix(".yaml")
            .filter(|_| !name.starts_with('_'))
        else {
            continue;
        };
        let method = stem.replace('/', ".");
        let needed = [("method", method.as_str())].into_iter().chain(NEEDED);
        let missing: String = needed
            .filter(|(key, _)| {
                !text
                    .lines()
                    .any(|line| line.starts_with(&format!("{key}:")))
            })
            .map(|(key, value)| format!("{key}: {value}\n"))
            .collect();
        text.insert_str(0, &missing);
    }
    sources
}

#[test]
fn every_code_is_explained_and_nothing_else() {
    let explained: Vec<_> = codes().map(str::to_owned).collect();
    assert!(explained.is_sorted(), "{explained:?}");
    let explained = BTreeSet::from_iter(explained);
    assert_eq!(explained, support::codes());

    // A file that the table lacks would be read by nobody.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/explain");
    let files = fs::read_dir(folder).unwrap().map(|entry| {
        let name = entry.unwrap().file_name().into_string().unwrap();
        name.trim_end_matches(".md").to_owned()
    });
    assert_eq!(files.collect::<BTreeSet<_>>(), explained);
}

#[test]
fn a_code_is_found_in_any_letter_case() {
    for code in codes() {
        assert!(explain(code).is_some());
        assert_eq!(explain(&code.to_lowercase()), explain(code));
    }
    for code in ["", "E", "E0999", "E02011", " E0201"] {
        assert_eq!(explain(code), None, "{code:?}");
    }
}

#[test]
fn an_explanation_is_short() {
    let mut titles = BTreeSet::new();
    for code in codes() {
        let Explanation { title, prose, .. } = parts(code);
        assert!(!title.contains('\n') && !title.ends_with('.'), "{code}");
        assert!(title.chars().count() <= 60, "{code}: {title}");
        assert!(titles.insert(title), "{code}: {title}");
        assert!(!prose.contains("\n\n"), "{code} has several paragraphs");
        let sentences = prose.replace('\n', " ").matches(". ").count() + 1;
        assert!((2..=5).contains(&sentences), "{code}: {sentences}");
        assert!(prose.ends_with('.'), "{code}");
        assert!(
            prose.lines().all(|line| line.chars().count() <= 80),
            "{code} has a line that a terminal breaks"
        );
    }
}

#[test]
fn the_wrong_example_has_this_mistake_and_no_other() {
    for code in codes() {
        let sources = sources(parts(code).wrong);
        let Err(report) = generate(&sources) else {
            panic!("the wrong example of {code} has no mistake")
        };
        let found: Vec<_> = report
            .diagnostics()
            .iter()
            .map(|found| found.code)
            .collect();
        assert_eq!(found, [code], "{}", report.render(&sources, false));
    }
}

#[test]
fn the_right_example_has_no_mistake() {
    for code in codes() {
        let sources = sources(parts(code).right);
        generate(&sources)
            .unwrap_or_else(|report| panic!("{code}:\n{}", report.render(&sources, false)));
    }
}
