//! What is text to everybody, against the patterns of both versions of YAML, as their documents state them.

#![allow(missing_docs, clippy::unwrap_used)]

use bitrix24_yaml::{Value, is_number, is_text, plain};
use regex_lite::Regex;

/// <https://yaml.org/type/>, each type with its patterns.
const YAML_1_1: &[&str] = &[
    "~|null|Null|NULL|",
    "y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF",
    "[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+",
    r"[-+]?([0-9][0-9_]*)?\.[0-9.]*([eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
    "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]|[0-9][0-9][0-9][0-9]-[0-9][0-9]?-[0-9][0-9]?([Tt]|[ \t]+)[0-9][0-9]?:[0-9][0-9]:[0-9][0-9]([.][0-9]*)?(([ \t]*)Z|[-+][0-9][0-9]?(:[0-9][0-9])?)?",
    "<<",
    "=",
];

/// The core schema of YAML 1.2.2, chapter 10.3.2.
const YAML_1_2: &[&str] = &[
    "null|Null|NULL|~|",
    "true|True|TRUE|false|False|FALSE",
    "[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+",
    r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?(\.inf|\.Inf|\.INF)|\.nan|\.NaN|\.NAN",
];

fn all_of(patterns: &[&str]) -> Vec<Regex> {
    let whole = |pattern: &&str| Regex::new(&format!("^(?:{pattern})$")).unwrap();
    patterns.iter().map(whole).collect()
}

/// Every text of up to `length` of these characters.
fn each(characters: &[char], length: usize, check: &mut impl FnMut(&str)) {
    let mut texts = vec![String::new()];
    for _ in 0..length {
        texts.iter().for_each(|text| check(text));
        let longer = texts
            .iter()
            .flat_map(|text| characters.iter().map(move |c| format!("{text}{c}")));
        texts = longer.collect();
    }
    texts.iter().for_each(|text| check(text));
}

const SAMPLES: &[&str] = &[
    "~",
    "null",
    "NULL",
    "nUll",
    "y",
    "Y",
    "n",
    "N",
    "yes",
    "yEs",
    "No",
    "ON",
    "off",
    "TRUE",
    "true-like",
    "<<",
    "=",
    "==",
    "0b1_0",
    "0o17",
    "017",
    "0x_1F",
    "1_000",
    "1e3",
    "1.5e+3",
    "-.5",
    "+.inf",
    "-.INF",
    ".nan",
    "08:00:00",
    "1:30.5",
    "190:20:30",
    "2025-05-12",
    "2025-5-1t9:30:00",
    "2025-05-12 09:30:00 Z",
    "2025-05-12T09:30:00.25+03:00",
    "2025",
    "12 monkeys",
    "8a1f",
];

#[test]
fn what_either_version_takes_for_something_else_is_no_text() {
    let patterns = all_of(&[YAML_1_1, YAML_1_2].concat());
    let (mut text, mut other) = (0, 0);
    let mut check = |sample: &str| {
        if patterns.iter().any(|pattern| pattern.is_match(sample)) {
            other += 1;
            assert!(!is_text(sample), "{sample:?} needs quotes");
        } else {
            text += usize::from(is_text(sample));
        }
    };
    SAMPLES.iter().for_each(|sample| check(sample));
    each(
        &['0', '1', '7', '_', '.', ':', 'e', '+', '-', 'x', 'b', 'o'],
        5,
        &mut check,
    );
    each(
        &['y', 'e', 's', 'n', 'o', 'f', 'Y', 'N', 'O'],
        4,
        &mut check,
    );
    each(
        &['t', 'T', 'r', 'u', 'e', 'E', 'l', 'n', 'N'],
        4,
        &mut check,
    );
    // Neither is all of it.
    assert!(text > 10_000 && other > 1_000, "{text} {other}");
}

#[test]
fn a_number_is_the_same_to_everybody() {
    let (old, new) = (all_of(YAML_1_1), all_of(YAML_1_2));
    let is_octal = Regex::new("^[-+]?0[0-7_]+$").unwrap();
    let takes = |patterns: &[Regex], sample: &str| {
        patterns[2].is_match(sample) || patterns[3].is_match(sample)
    };
    let mut numbers = 0;
    each(
        &['0', '1', '7', '_', '.', ':', 'e', '+', '-', 'x', 'b', 'o'],
        5,
        &mut |sample| {
            if is_number(sample) {
                numbers += 1;
                assert!(
                    takes(&old, sample) && takes(&new, sample) && !is_octal.is_match(sample),
                    "{sample}"
                );
                assert!(matches!(plain(sample), Ok(Value::Number(_))), "{sample}");
            }
        },
    );
    assert!(numbers > 1_000, "{numbers}");
}

#[test]
fn words_are_text() {
    for word in [
        "a",
        "No one",
        "noon",
        "once",
        "yesterday",
        "nullable",
        "E1",
        "x1",
        "12 monkeys",
        "8a1f",
        "v1.0",
        "trueish",
        "OFFLINE",
        "1st",
    ] {
        assert!(is_text(word), "{word}");
    }
}
