//! Whatever stands in a spec, the generator answers with a report, and never with a panic.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;
use std::path::Path;

use bitrix24_codegen::{Report, Sources};

/// Generates, and renders what is wrong: positions must lie inside of the text.
fn report(sources: &Sources) -> Report {
    let Err(report) = bitrix24_codegen::generate(sources) else {
        return Report::default();
    };
    assert!(report.render(sources, false).contains("error["));
    for diagnostic in report.diagnostics() {
        let related = diagnostic
            .related
            .iter()
            .map(|place| (&place.file, place.range));
        for (file, range) in related.chain([(&diagnostic.file, diagnostic.range)]) {
            let text = sources.get(file).map_or("", String::as_str);
            assert!(text.get(range.start..range.end).is_some(), "{diagnostic:?}");
        }
    }
    report
}

fn one(text: &str) -> Sources {
    support::sources(&format!("#--- a/get.yaml\n{text}"))
}

#[test]
fn no_part_of_a_spec_is_a_panic() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    for construct in [
        "params",
        "errors",
        "prose",
        "examples",
        "lists",
        "placeholders",
        "scalars",
        "amounts",
    ] {
        let fixture = fs::read_to_string(folder.join(construct).join("spec.yaml")).unwrap();
        let (path, text) = fixture
            .trim_start_matches("#--- ")
            .split_once('\n')
            .unwrap();
        let text = text.split("\n#--- ").next().unwrap();
        let lines: Vec<&str> = text.lines().collect();
        for skipped in 0..lines.len() {
            let rest: Vec<&str> = [&lines[..skipped], &lines[skipped + 1..]].concat();
            report(&support::sources(&format!(
                "#--- {path}\n{}",
                rest.join("\n")
            )));
        }
        for (end, _) in text.char_indices() {
            report(&support::sources(&format!("#--- {path}\n{}", &text[..end])));
        }
    }
}

#[test]
fn strange_documents_are_mistakes() {
    let get = "method: a.get\nsummary: Gets.\nscope: a\neffect: read\nresult: { type: integer }\n";
    let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n".to_owned()
        + &"bcdefghijkl".chars().zip("abcdefghijk".chars()).fold(
            String::new(),
            |text, (name, last)| {
                text + &format!("{name}: &{name} [{}]\n", format!("*{last},").repeat(9))
            },
        );
    let deep = format!(
        "{get}examples: {{ a: {{ result: {}1{} }} }}\n",
        "[".repeat(5_000),
        "]".repeat(5_000)
    );
    let documents = [
        "",
        "\n\n",
        "---",
        "null",
        "42",
        "- a\n- b\n",
        "\tmethod: a.get",
        "method: [",
        "method: a.get\n\u{0}",
        "? [a, b]\n: c\n",
        "1.5: a\n",
        "{}",
        "<<: { a: b }\n",
        "method: *nothing\n",
        "%YAML 9.9\n---\n",
        "\u{feff}method: a.get\n",
        "größe: \u{1f980}\n  🦀: x\n",
        "\u{3000}: x\n",
        "method: a.get\neffect: \u{3000}\n",
        "method: a.get\nsummary: \u{a0}\n",
        "method: a.get\u{2028}\u{85}effect: reed\r\n",
        bomb.as_str(),
        deep.as_str(),
    ];
    for document in documents {
        assert!(!report(&one(document)).is_empty(), "{document:.100}");
    }
}

#[test]
fn harmless_differences_are_none() {
    let get = "method: a.get\nsummary: Gets.\nscope: a\neffect: read\nresult: { type: integer }\n";
    let expected = bitrix24_codegen::generate(&one(get)).unwrap();
    for same in [
        get.replace('\n', "\r\n"),
        format!("---\n{get}"),
        format!("# a comment\n\n{get}"),
    ] {
        let sources = one(&same);
        let tree = bitrix24_codegen::generate(&sources);
        assert_eq!(
            tree.unwrap_or_else(|report| panic!("{}", report.render(&sources, false))),
            expected
        );
    }
}

#[test]
fn places_far_apart_are_both_shown() {
    let between = "# A comment of some length.\n".repeat(1_000);
    let sources = one(&format!(
        "method: a.get\nsummary: Gets.\n{between}summary: Gets.\n"
    ));
    let shown = report(&sources).render(&sources, false);
    for line in ["1003 | summary: Gets.", "2 | summary: Gets."] {
        assert!(shown.contains(line), "{shown}");
    }
}
