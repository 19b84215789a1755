//! `bench --guard`: whether anything needs more instructions than it did.
//!
//! Instructions are counted, not seconds, so that the figures of one machine hold on another with the same compiler.

use std::collections::BTreeMap;
use std::fs;
use std::io;

use crate::{counts, decode, generate, root};

/// The greatest change that is none.
const TOLERANCE: f64 = 0.05;

/// What is decoded, and how often for a count.
const DECODED: [(&str, u64); 5] = [
    ("get", 200),
    ("get-dirty", 200),
    ("list-50", 8),
    ("list-50-dirty", 8),
    ("list-500", 2),
];

/// Compares the figures with those that are checked in, or replaces them.
pub(crate) fn run(update: bool) -> io::Result<()> {
    let path = root().join("xtask/bench/guard.json");
    let mut now = BTreeMap::new();
    let program = decode::program()?;
    for (what, repetitions) in DECODED {
        let command = |repetitions| decode::contestant(&program, "bitrix24", what, repetitions);
        let count = counts::each(counts::instructions, repetitions, command)?;
        now.insert(format!("decode {what}"), count);
    }
    let (name, command) = generate::guarded()?;
    now.insert(name, counts::instructions(&command)?);
    if update {
        fs::write(&path, format!("{}\n", serde_json::to_string_pretty(&now)?))?;
        println!("{} figures written", now.len());
        return Ok(());
    }
    let before = fs::read(&path).map_err(|error| {
        let way_out = "`cargo xtask bench --guard --update` makes it";
        io::Error::other(format!(
            "guard.json cannot be read: {error}\nhelp: {way_out}"
        ))
    })?;
    let before: BTreeMap<String, u64> = serde_json::from_slice(&before)?;
    let (table, culprits) = compare(&before, &now);
    print!("{table}");
    if culprits.is_empty() {
        return Ok(());
    }
    Err(io::Error::other(format!(
        "more instructions than before: {}\n\
         help: make it cheaper; if it is worth that, or the compiler is another: `cargo xtask bench --guard --update`",
        culprits.join(", ")
    )))
}

/// The figures as a table, and the names of those that have grown too much.
fn compare(before: &BTreeMap<String, u64>, now: &BTreeMap<String, u64>) -> (String, Vec<String>) {
    let mut table = "| | instructions | before | change | |\n|---|---|---|---|---|\n".to_owned();
    let mut culprits = Vec::new();
    for (name, now) in now {
        let Some(before) = before.get(name) else {
            table += &format!("| {name} | {now} | | | new: `--update` |\n");
            continue;
        };
        let change = *now as f64 / *before as f64 - 1.0;
        let verdict = if change > TOLERANCE {
            culprits.push(name.clone());
            "too much"
        } else if change < -TOLERANCE {
            "shrunk: `--update`"
        } else {
            ""
        };
        let change = change * 100.0;
        table += &format!("| {name} | {now} | {before} | {change:+.1} % | {verdict} |\n");
    }
    for name in before.keys().filter(|name| !now.contains_key(*name)) {
        table += &format!("| {name} | | | | gone: `--update` |\n");
    }
    (table, culprits)
}

#[cfg(test)]
mod tests {
    use super::compare;

    #[test]
    fn only_what_grows_is_a_culprit() {
        let figures = |all: &[(&str, u64)]| {
            let all = all.iter().map(|(name, count)| ((*name).to_owned(), *count));
            all.collect()
        };
        let before = figures(&[("grown", 100), ("same", 100), ("shrunk", 100), ("gone", 1)]);
        let now = figures(&[("grown", 106), ("same", 104), ("shrunk", 94), ("new", 1)]);
        let (table, culprits) = compare(&before, &now);
        assert_eq!(culprits, ["grown"]);
        assert_eq!(table.matches("--update").count(), 3, "{table}");
    }
}
