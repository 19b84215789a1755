//! Whatever is done to the layout of real specs, and to their text, formatting loses nothing and is done after one time.
//! Each case has a number, which is the seed of its mutations: `PROPERTY_FIRST=4711 PROPERTY_CASES=1`.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

#[path = "support/random.rs"]
mod random;

use std::fs;
use std::path::{Path, PathBuf};

use bitrix24_codegen::format;
use random::Random;
use serde_yaml::Value;

/// The number of cases, unless `PROPERTY_CASES` says another.
const CASES: u64 = 600;

#[test]
fn formatting_loses_nothing() {
    let number = |name| std::env::var(name).map(|text| text.parse().unwrap());
    let cases: u64 = number("PROPERTY_CASES").unwrap_or(CASES);
    let first: u64 = number("PROPERTY_FIRST").unwrap_or(0);
    let specs = specs();
    let (mut done, mut refused) = (0, 0);
    for seed in first..first + cases {
        let mut random = Random(seed);
        let (path, text) = &specs[random.below(specs.len())];
        let case = Case {
            seed,
            text: mutate(text, &mut random),
        };
        match check(path, &case.text) {
            Outcome::Formatted => done += 1,
            Outcome::NoYaml => {}
            Outcome::Refused(why) => {
                println!("case {seed} in {path}: {why}");
                refused += 1;
            }
        }
    }
    println!("{done} of {cases} were formatted");
    // There are texts that two parsers take for different things, but they are few.
    assert!(refused * 200 <= cases, "{refused} were refused");
    // Mutations that are too wild, or too tame, would show nothing.
    assert!(cases < CASES || (cases / 4..cases).contains(&done));
}

enum Outcome {
    Formatted,
    NoYaml,
    /// It is YAML, but cannot be formatted.
    Refused(String),
}

fn check(path: &str, text: &str) -> Outcome {
    let once = match format(path, text) {
        Ok(once) => once,
        Err(report) => {
            let mut found = report.diagnostics().iter();
            return match found.find(|found| found.code == "E0999") {
                Some(found) => Outcome::Refused(found.message.clone()),
                None => Outcome::NoYaml,
            };
        }
    };
    assert_eq!(format(path, &once).as_ref(), Ok(&once), "not done:\n{once}");
    // It refuses a few notations that our reader takes; `yaml/tests/oracle.rs` names them.
    let Ok(before) = serde_yaml::from_str::<Value>(text) else {
        return Outcome::NoYaml;
    };
    let after: Value = serde_yaml::from_str(&once).unwrap();
    // The order of keys does not count here,
    assert_eq!(before, after, "other data:\n{once}");
    // but it does where keys are data.
    assert_eq!(data(&before), data(&after), "another order:\n{once}");
    for mark in marks(text) {
        let mark = format!("{mark}.");
        assert_eq!(
            once.matches(&mark).count(),
            text.matches(&mark).count(),
            "{mark} in:\n{once}"
        );
    }
    let lines: Vec<&str> = once.split('\n').collect();
    assert!(once.ends_with('\n') && !once.contains('\r') && lines.len() > 1);
    Outcome::Formatted
}

/// The parts of a spec in which keys have no order but the author's.
fn data(spec: &Value) -> Vec<String> {
    let text = |value: &Value| serde_yaml::to_string(value).unwrap();
    let names = |value: Option<&Value>| -> Vec<String> {
        let mapping = value.and_then(Value::as_mapping);
        mapping.map_or(Vec::new(), |mapping| mapping.keys().map(text).collect())
    };
    let mut data = Vec::new();
    for key in ["params", "types", "errors", "examples"] {
        data.extend(names(spec.get(key)));
    }
    let examples = spec.get("examples").and_then(Value::as_mapping);
    for example in examples.iter().flat_map(|examples| examples.values()) {
        data.extend(
            ["params", "result", "time"]
                .iter()
                .filter_map(|key| example.get(key))
                .map(text),
        );
    }
    data
}

/// What mutations have put into a text, to be found again.
fn marks(text: &str) -> Vec<&str> {
    let places = text.match_indices("mark").map(|(at, _)| &text[at..]);
    let ends = places.filter_map(|rest| Some(&rest[..rest.find('.')?]));
    ends.filter(|mark| mark[4..].bytes().all(|b| b.is_ascii_digit()))
        .collect()
}

fn mutate(text: &str, random: &mut Random) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for number in 0..=random.below(5) {
        let comment = format!("# mark{number}.");
        let at = random.below(lines.len());
        let other = random.below(lines.len());
        let indent = lines[at].len() - lines[at].trim_start().len();
        match random.below(14) {
            0..3 => lines[at] += &format!(" {comment}"),
            3..6 => {
                let indents = [
                    0,
                    indent,
                    indent,
                    indent + 2,
                    indent + 1,
                    indent.saturating_sub(2),
                ];
                let indent = indents[random.below(indents.len())];
                lines.insert(at, " ".repeat(indent) + &comment);
            }
            6 => {
                // In the middle, where a line can be broken in brackets.
                let places: Vec<usize> = lines[at].match_indices(' ').map(|(at, _)| at).collect();
                if let Some(place) = places.get(random.below(places.len())).copied() {
                    let rest = lines[at].split_off(place);
                    lines[at] += &format!(" {comment}");
                    lines.insert(at + 1, " ".repeat(indent + 3) + rest.trim_start());
                }
            }
            7 => {
                let text = lines[at].clone();
                if let Some((key, value)) = text.split_once(": ") {
                    let value = value.replace('\\', "\\\\").replace('"', "\\\"");
                    lines[at] = format!("{key}: \"{value}\"");
                }
            }
            8 => {
                lines[at] = lines[at]
                    .replace("{ ", "{")
                    .replace(", ", " ,   ")
                    .replace(": ", ":  ")
            }
            9 => lines.swap(at, other),
            10 => (0..random.below(4)).for_each(|_| lines.insert(at, " ".repeat(other % 3))),
            11 => {
                for line in &mut lines {
                    let inner = line.trim_start_matches(' ').len();
                    line.insert_str(0, &" ".repeat(line.len() - inner));
                }
            }
            12 => {
                let odd = random.pick(&[
                    "Größe",
                    "🦀",
                    "\u{a0}",
                    "\t",
                    " ",
                    "'",
                    "\"",
                    "\\",
                    "#",
                    " #",
                    ": ",
                    ":",
                    ",",
                    "- ",
                    "[",
                    "]",
                    "{",
                    "}",
                    "null",
                    "~",
                    "|",
                    ">",
                    "&a ",
                    "*a",
                    "!!str ",
                    "? ",
                    "2025-01-01",
                    "\u{2028}",
                    "%",
                    "@",
                ]);
                let mut place = random.below(lines[at].len() + 1);
                while !lines[at].is_char_boundary(place) {
                    place -= 1;
                }
                lines[at].insert_str(place, odd);
            }
            _ => {
                let value =
                    random.pick(&["|", ">", "|+", ">-", "|2-", "&a", "!!str", "", "[", "{"]);
                if let Some((key, rest)) = lines[at].clone().split_once(": ") {
                    lines[at] = format!("{key}: {value}");
                    lines.insert(at + 1, " ".repeat(indent + 2) + rest);
                }
            }
        }
    }
    let end = ["\n", "\n", "\n", "\r\n"][random.below(4)];
    let mut text = lines.join(end);
    text.push_str(["", "\n", "\n\n\n", "\n  # mark99."][random.below(4)]);
    text
}

/// All specs: path below `spec/`, and text.
fn specs() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let (mut specs, mut folders) = (Vec::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            let below = path
                .strip_prefix(&root)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            if path.is_dir() {
                folders.push(path);
            } else if below.ends_with(".yaml") && below != "coverage.yaml" {
                specs.push((below, fs::read_to_string(path).unwrap()));
            }
        }
    }
    specs.sort();
    specs
}

/// Shows itself if the check panics.
struct Case {
    seed: u64,
    text: String,
}

impl Drop for Case {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("case {}\n{}", self.seed, self.text);
        }
    }
}
