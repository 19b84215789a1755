#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use super::{agree, read};

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
        } else if path
            .extension()
            .is_some_and(|extension| extension == "yaml")
        {
            let text = fs::read(&path).unwrap();
            let text = String::from_utf8_lossy(&text).into_owned();
            // A fixture has several files.
            texts.extend(
                text.split("#--- ")
                    .filter_map(|part| Some(part.split_once('\n')?.1.to_owned())),
            );
            texts.push(text);
        }
    }
}

/// What is read is what `serde_yaml` reads; it takes every text that is taken.
fn check(text: &str) {
    let Ok(node) = read(text) else { return };
    let told = serde_yaml::from_str(text);
    assert!(told.is_ok(), "{told:?}\n{text:?}");
    let mut agreed = node.clone();
    assert!(agree(&mut agreed, told.unwrap()), "{text:?}");
    assert_eq!(agreed, node, "{text:?}");
}

#[test]
fn two_readers_see_the_same() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    for folder in ["tests/ui", "tests/golden", "../spec"] {
        texts(&here.join(folder), &mut all);
    }
    all.iter().for_each(|text| check(text));
    let mut random = 1_u64;
    let mut below = |bound: usize| {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(random >> 33).unwrap() % bound
    };
    for _ in 0..3_000 {
        let mut text = all[below(all.len())].clone();
        for _ in 0..=below(2) {
            let mut at = below(text.len() + 1);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            let end = text[at..]
                .char_indices()
                .nth(below(4))
                .map_or(at, |(end, _)| at + end);
            text.replace_range(at..end, SLIPS[below(SLIPS.len())]);
        }
        check(&text);
    }
}
