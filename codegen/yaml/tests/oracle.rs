//! What the reader takes, `serde_yaml` takes for the same, but for a few notations: every spec and fixture as it is, and
//! changed at random as authors slip.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::Path;

use bitrix24_yaml::{Node, Value, read};
use serde_json::Number;
use serde_yaml::Value as Told;

const CASES: usize = 3_000;

/// What an author may slip in, and what parsers like to differ about.
const SLIPS: &[&str] = &[
    ": ",
    ":",
    "- ",
    "-",
    "[",
    "]",
    "{",
    "}",
    ", ",
    ",",
    "'",
    "\"",
    "#",
    " # c",
    "&a ",
    "*a",
    "!x ",
    "!!str ",
    "!!int ",
    "|",
    ">",
    "\n",
    "\n  ",
    "\t",
    "~",
    "1",
    "0x1F",
    "1e3",
    ".inf",
    "true",
    "<<: ",
    "? ",
    "?",
    "%",
    "@",
    "`",
    "\\",
    "é",
    "\u{feff}",
    "\u{85}",
    "\u{2028}",
    "\u{1}",
    "---\n",
    "...\n",
    "\r",
    "18446744073709551616",
    "2020-01-01",
];

fn texts(folder: &Path, texts: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            self::texts(&path, texts);
        } else if path.extension().is_some_and(|name| name == "yaml") {
            let text = fs::read(&path).unwrap();
            let text = String::from_utf8_lossy(&text).into_owned();
            // A fixture has several files.
            let parts = text.split("#--- ").filter_map(|part| part.split_once('\n'));
            texts.extend(parts.map(|(_, part)| part.to_owned()));
            texts.push(text);
        }
    }
}

fn alike(node: &Node, told: &Told) -> bool {
    match (&node.value, told) {
        (Value::Null, Told::Null) => true,
        (Value::Bool(ours), Told::Bool(told)) => ours == told,
        (Value::Text(ours), Told::String(told)) => ours == told,
        (Value::Number(ours), Told::Number(told)) => *ours == number(told),
        (Value::List(ours), Told::Sequence(told)) => {
            ours.len() == told.len() && ours.iter().zip(told).all(|(ours, told)| alike(ours, told))
        }
        (Value::Map(ours), Told::Mapping(told)) => {
            let ours = ours.entries();
            let key = |told: &Told| match told {
                Told::String(key) => Some(key.clone()),
                key => key.as_i64().map(|key| key.to_string()),
            };
            let pairs = ours.iter().zip(told);
            ours.len() == told.len() && { pairs }.all(|(ours, (k, told))| {
                Some(&ours.key) == key(k).as_ref() && alike(&ours.value, told)
            })
        }
        _ => false,
    }
}

fn number(told: &serde_yaml::Number) -> Number {
    let integer = told.as_u64().map(Number::from);
    let integer = integer.or_else(|| told.as_i64().map(Number::from));
    integer.unwrap_or_else(|| Number::from_f64(told.as_f64().unwrap()).unwrap())
}

/// What `serde_yaml` says of notations that YAML 1.2 allows, and libyaml, which reads YAML 1.1, does not.
const REFUSED: &[&str] = &[
    // A colon that ends a key before a comma or a bracket: `{ a:, b: 1 }`.
    "found unexpected ':'",
    // Text in brackets that begins with a sign right before a word: `[:a, ?b]`.
    "did not find expected node content",
    // A key in braces that goes on on the next line; `---` and `...` as text in brackets.
    "did not find expected ',' or '}'",
    "did not find expected ',' or ']'",
    // `...` as text.
    "did not find expected <document start>",
    // A tab where nothing is indented: before the first key, or on the last line.
    "found character that cannot start any token",
    "found a tab character",
];

/// Whether a text begins with `?`. In brackets libyaml takes that for a sign, although no space follows.
fn asks(node: &Node) -> bool {
    match &node.value {
        Value::Text(text) => text.starts_with('?'),
        Value::List(values) => values.iter().any(asks),
        Value::Map(map) => map
            .entries()
            .iter()
            .any(|entry| entry.key.starts_with('?') || asks(&entry.value)),
        _ => false,
    }
}

/// Whether it is taken.
fn check(text: &str) -> bool {
    let Ok(document) = read(text) else {
        return false;
    };
    let same = match serde_yaml::from_str::<Told>(text) {
        // That is for the author to know, and `serde_yaml` reads no further.
        _ if !document.duplicates.is_empty() => true,
        Ok(told) => alike(&document.root, &told) || asks(&document.root),
        Err(error) => {
            let error = error.to_string();
            REFUSED.iter().any(|known| error.contains(known))
        }
    };
    assert!(same, "{:?}\n{text:?}", serde_yaml::from_str::<Told>(text));
    true
}

#[test]
fn two_readers_see_the_same() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    for folder in ["../tests/ui", "../tests/golden", "../../spec"] {
        texts(&here.join(folder), &mut all);
    }
    for text in &all {
        check(text);
    }
    let mut random = 1_u64;
    let mut below = |bound: usize| {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(random >> 33).unwrap() % bound
    };
    let mut taken = 0;
    for _ in 0..CASES {
        let mut text = all[below(all.len())].clone();
        for _ in 0..=below(2) {
            let mut at = below(text.len() + 1);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            let mut rest = text[at..].char_indices();
            let end = rest.nth(below(4)).map_or(at, |(end, _)| at + end);
            text.replace_range(at..end, SLIPS[below(SLIPS.len())]);
        }
        taken += usize::from(check(&text));
    }
    // Mutations that are too wild, or too tame, would show nothing.
    assert!((CASES / 4..CASES).contains(&taken), "{taken}");
}
