//! Prose to rustdoc, by what is shown.

use super::*;

fn shown(text: &str) -> String {
    let links = Links::from([("a.get".to_owned(), "crate::a::Get".to_owned())]);
    prose(text, &links).join("\n")
}

#[test]
fn paragraphs_lists_code_and_links_are_kept() {
    let cases = [
        ("One\ntwo.\n\nThree.", "One two.\n\nThree."),
        (
            "A list:\n- one\n  more\n- two\n\nEnd.",
            "A list:\n\n- one more\n- two\n\nEnd.",
        ),
        (
            "See `a.get` and `b.get`.",
            "See [`a.get`](crate::a::Get) and `b.get`.",
        ),
        (
            "At https://example.com/a_b?c=1.",
            "At <https://example.com/a_b?c=1>.",
        ),
        ("`` a`b `` stays", "``a`b`` stays"),
        ("date_create and ID", "date_create and ID"),
    ];
    for (text, markdown) in cases {
        assert_eq!(shown(text), markdown, "{text}");
    }
}

#[test]
fn the_name_in_the_api_ends_the_first_sentence() {
    let cases = [
        ("Deal name.", "Deal name (`X`)."),
        ("One. Two.", "One (`X`). Two."),
        (
            "At 7 e.g. Monday. `a` is not.",
            "At 7 e.g. Monday (`X`). `a` is not.",
        ),
        ("No stop", "No stop (`X`)"),
        ("As in `a. B` or 1.5 GB", "As in `a. B` or 1.5 GB (`X`)"),
        ("One of:\n- a\n- b", "One of (`X`):\n\n- a\n- b"),
        ("One\n\nTwo.", "One (`X`)\n\nTwo."),
        ("1. One", "1\\. One (`X`)"),
    ];
    let summaries = [
        "Deal name (`X`).",
        "One (`X`).",
        "At 7 e.g. Monday (`X`).",
        "No stop (`X`)",
        "As in `a. B` or 1.5 GB (`X`)",
        "One of (`X`).",
        "One (`X`)",
        "1\\. One (`X`)",
    ];
    for ((text, markdown), sentence) in cases.into_iter().zip(summaries) {
        assert_eq!(
            named(text, "X", &Links::new()).join("\n"),
            markdown,
            "{text}"
        );
        assert_eq!(
            summary(text, Some("X"), &Links::new()),
            [sentence],
            "{text}"
        );
    }
}

#[test]
fn markup_is_shown_as_text() {
    let cases = [
        ("```\nlet x = 1;\n```", "\\`\\`\\`\\ let x"),
        ("    indented", "indented"),
        ("# Heading", "\\# Heading"),
        ("1. first", "1\\. first"),
        ("* star", "\\* star"),
        ("<script>", "\\<script\\>"),
        ("Vec<T> [link](x)", "Vec\\<T\\> \\[link\\](x)"),
        ("a | b", "a \\| b"),
        ("unclosed `code", "unclosed \\`code"),
        ("&amp;", "\\&amp;"),
        ("_a_", "\\_a\\_"),
        ("(_a_)", "(\\_a\\_)"),
        ("*/ end", "\\*/ end"),
        ("a\u{202e}b\u{0}c", "abc"),
        ("=====", "\\====="),
    ];
    for (text, markdown) in cases.into_iter().skip(1) {
        assert_eq!(shown(text), markdown, "{text}");
    }
    // A fence on lines of its own becomes code on one line.
    assert_eq!(shown(cases[0].0), "`let x = 1;`");
}

#[test]
fn a_line_is_never_indented_code_nor_opens_a_block() {
    let text = "word ".repeat(19) + "- dash " + &"word ".repeat(17) + "1. one `a - b` # end ```";
    let opens_text = |c: char| c.is_alphabetic() || "\\`".contains(c);
    for line in shown(&text).lines() {
        assert!(
            line.starts_with(opens_text) && !line.starts_with("```"),
            "{line}"
        );
    }
}

#[test]
fn code_shows_any_text() {
    assert_eq!(code("a`b"), "``a`b``");
    assert_eq!(code("`"), "`` ` ``");
    assert_eq!(code(""), "``\u{a0}``");
}
