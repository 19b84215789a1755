//! What is generated for a part alone is what is generated for it in the whole.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

#[path = "support/edits.rs"]
mod edits;
mod support;

use std::collections::{BTreeMap, BTreeSet};

use bitrix24_codegen::{
    Sources, Tree, check, generate, generate_parts, part_of_file, part_of_spec,
};
use edits::Random;

/// The number of cases, unless `PROPERTY_CASES` says another.
const CASES: u64 = 150;

/// What a run for `parts` is given.
fn seen(sources: &Sources, parts: &BTreeSet<String>) -> Sources {
    let mut seen = sources.clone();
    seen.retain(|path, _| part_of_spec(path).is_none_or(|part| parts.contains(&part)));
    seen
}

fn is_of(file: &str, parts: &BTreeSet<String>) -> bool {
    part_of_file(file).is_some_and(|part| parts.contains(part))
}

#[test]
fn every_part_alone_is_what_it_is_in_the_whole() {
    let sources = edits::specs(|_| true);
    let tree = generate(&sources).unwrap();
    assert_eq!(tree.index.to_string().parse(), Ok(tree.index.clone()));
    let specs = check(&sources).unwrap();
    assert_eq!(tree.index.method_count(), specs.len());
    let all: BTreeSet<String> = sources
        .keys()
        .filter_map(|path| part_of_spec(path))
        .collect();
    assert!(all.len() > 30);
    let mut files = BTreeMap::new();
    for part in &all {
        let part = BTreeSet::from([part.clone()]);
        let own = generate_parts(&part, &seen(&sources, &part), &tree.index);
        let own = own.unwrap_or_else(|| panic!("{part:?}"));
        assert!(own.keys().all(|file| is_of(file, &part)));
        files.extend(own);
    }
    for root in [
        "src/api/mod.rs",
        "src/api/_system.rs",
        "tests/contract/mod.rs",
    ] {
        files.insert(root.to_owned(), tree.files[root].clone());
    }
    assert!(files == tree.files);
    files.retain(|file, _| is_of(file, &all));
    assert!(generate_parts(&all, &sources, &tree.index) == Some(files));
}

/// The parts `a`, which has two spellings, and `b`, which refer to each other; and two at the top, whose types are the crate's own.
const PARTS: &str = "\
#--- coverage.yaml
basic: [c.get]
#--- a/get.yaml
method: a.get
summary: Gets what `b.get` and `x.get` do.
scope: a
effect: read
result: { type: integer }
examples: { one: { result: 1 } }
see: [b.get]
#--- a/free.yaml
method: a.free
summary: Needs no scope.
scope: []
effect: read
result: { type: Own }
types: { Own: { doc: Its own., fields: { id: { type: integer, doc: One. } } } }
#--- A/put.yaml
method: A.put
summary: Is in the module `a` too.
scope: a
effect: write
result: { type: integer }
#--- b/get.yaml
method: b.get
summary: Gets.
scope: b
effect: read
result: { type: integer }
examples: { one: { result: 1 } }
#--- one.yaml
method: one
summary: Stands at the top.
scope: one
effect: read
result: { type: Thing }
types: { Thing: { doc: A thing., fields: { id: { type: integer, doc: One. } } } }
#--- two.yaml
method: two
summary: Stands at the top as well.
scope: one
effect: read
result: { type: Other }
types: { Other: { doc: A thing., fields: { id: { type: integer, doc: One. } } } }
#--- v3/x/get.yaml
method: x.get
summary: Gets by REST 3.
scope: x
effect: read
result: { type: integer }
";

/// Replaces text in a file; a file that is not there is written.
fn edited(sources: &Sources, path: &str, old: &str, new: &str) -> Sources {
    let mut after = sources.clone();
    let text = after.entry(path.to_owned()).or_default();
    assert!(text.contains(old), "{path}: {old}");
    *text = text.replacen(old, new, 1);
    after
}

#[test]
fn what_is_a_parts_own_is_generated_without_the_others() {
    let before = support::sources(PARTS);
    let tree = generate(&before).unwrap();
    for (path, old, new) in [
        ("a/get.yaml", "Gets", "Reads"),
        (
            "a/get.yaml",
            "`b.get` and",
            "`two`, `b.get`, `x.get@v3` and",
        ),
        ("a/get.yaml", "see: [b.get]", "see: [one, x.get@v3]"),
        ("a/get.yaml", "{ result: 1 }", "{ result: 2 }"),
        (
            "a/free.yaml",
            "type: Own }\ntypes: { Own",
            "type: Mine }\ntypes: { Mine",
        ),
        ("a/_types.yaml", "", "doc: What begins with an a.\n"),
        ("one.yaml", "id: ", "number: "),
        ("A/put.yaml", "summary: Is", "summary: Stays"),
        ("v3/x/get.yaml", "by REST 3", "it, as `a.get` does"),
    ] {
        let after = edited(&before, path, old, new);
        assert_eq!(agrees(&before, &tree, &after), Ok(true), "{path}: {new}");
    }
}

#[test]
fn what_the_others_see_of_a_part_is_for_the_whole_to_tell() {
    let before = support::sources(PARTS);
    let tree = generate(&before).unwrap();
    let new = "method: a.add\nsummary: Adds.\nscope: a\neffect: write\nresult: { type: integer }\n";
    let twin = new
        .replace("a.add", "x.get")
        .replace("scope: a", "scope: x");
    let same = new.replace("a.add", "A.get");
    for (path, old, new) in [
        // The names of methods, and where their links lead.
        ("a/add.yaml", "", new),
        (
            "b/get.yaml",
            "method: b.get",
            "rename: Fetch\nmethod: b.get",
        ),
        // One of the older protocol takes the place of one of REST 3.
        ("x/get.yaml", "", &twin),
        // A name that is nobody's, and nearly one of another part.
        ("a/get.yaml", "`b.get`", "`b.gett`"),
        ("a/get.yaml", "see: [b.get]", "see: [b.set]"),
        // Features; a part that is there without any has them too.
        ("b/get.yaml", "scope: b", "scope: c"),
        ("a/get.yaml", "scope: a", "scope: [a, d]"),
        ("a/free.yaml", "scope: []", "scope: a"),
        // What is exported at the top, and may be taken there.
        (
            "one.yaml",
            "type: Thing }\ntypes: { Thing",
            "type: Fresh }\ntypes: { Fresh",
        ),
        (
            "one.yaml",
            "type: Thing }\ntypes: { Thing",
            "type: Other }\ntypes: { Other",
        ),
        (
            "one.yaml",
            "type: Thing }\ntypes: { Thing",
            "type: Two }\ntypes: { Two",
        ),
        // Which parts have tests, and which are folders.
        ("b/get.yaml", "examples: { one: { result: 1 } }\n", ""),
        ("one/_types.yaml", "", "doc: Below the method.\n"),
        // Another spelling of a module that there is.
        ("A/get.yaml", "", &same),
        // What all parts see.
        (
            "_types.yaml",
            "",
            "types: { Thing: { doc: Of all., id: integer } }\n",
        ),
        ("coverage.yaml", "[c.get]", "[b.gets]"),
        (
            "_system.yaml",
            "Too many",
            "`a.get` was called too often: too many",
        ),
        ("notes.txt", "", ""),
    ] {
        let after = edited(&before, path, old, new);
        assert_eq!(agrees(&before, &tree, &after), Ok(false), "{path}: {new}");
    }
    let mut after = before.clone();
    after.remove("b/get.yaml");
    assert_eq!(agrees(&before, &tree, &after), Ok(false));

    // A type of all parts is only received now, which none of them can tell.
    let row = "types: { Row: { doc: Of all., fields: { id: { type: integer, doc: One. } } } }\n";
    let before = edited(&before, "_types.yaml", "", row);
    let before = edited(&before, "A/put.yaml", "type: integer", "type: Row");
    let param = "params: { row: { type: Row, doc: One. } }\nresult";
    let before = edited(&before, "b/get.yaml", "result", param);
    let tree = generate(&before).unwrap();
    let after = edited(&before, "b/get.yaml", param, "result");
    let after = edited(&after, "b/get.yaml", "type: integer", "type: Row");
    let after = edited(&after, "b/get.yaml", "result: 1", "result: { id: 1 }");
    assert_eq!(agrees(&before, &tree, &after), Ok(false));
}

/// Whatever is edited, a run for the parts that have changed gives nothing, or what a run for the whole does.
#[test]
fn no_edit_is_seen_by_the_whole_alone() {
    let number = |name| std::env::var(name).map(|text| text.parse().unwrap());
    let cases: u64 = number("PROPERTY_CASES").unwrap_or(CASES);
    let first: u64 = number("PROPERTY_FIRST").unwrap_or(0);
    let before = edits::specs(edits::is_small);
    let tree = generate(&before).unwrap();
    let mut taken = 0;
    for seed in first..first + cases {
        let mut random = Random(seed);
        let (mut after, mut told) = (before.clone(), Vec::new());
        for _ in 0..=random.below(2) {
            told.push(edits::edit(&mut after, &mut random));
        }
        let same = agrees(&before, &tree, &after).unwrap_or_else(|why| {
            panic!("case {seed}, {told:?}: {why}");
        });
        taken += u64::from(same);
    }
    println!("{taken} of {cases} could be generated in parts");
    // Edits that are too wild, or too tame, would show nothing.
    assert!(cases < CASES || (cases / 5..cases * 4 / 5).contains(&taken));
}

/// Whether a run for the changed parts gives anything; an error if it is not what it should be.
fn agrees(before: &Sources, tree: &Tree, after: &Sources) -> Result<bool, String> {
    let changed = before.iter().chain(after);
    let changed = changed.filter(|(path, _)| before.get(*path) != after.get(*path));
    let changed = changed.map(|(path, _)| part_of_spec(path));
    let Some(parts) = changed.collect::<Option<BTreeSet<String>>>() else {
        return Ok(false);
    };
    let Some(own) = generate_parts(&parts, &seen(after, &parts), &tree.index) else {
        return Ok(false);
    };
    let whole = generate(after).map_err(|report| report.short(after))?;
    let mut files = tree.files.clone();
    files.retain(|file, _| !is_of(file, &parts));
    files.extend(own);
    let paths = files.keys().chain(whole.files.keys());
    let mut others = paths.filter(|path| files.get(*path) != whole.files.get(*path));
    if let Some(other) = others.next() {
        return Err(format!("{other} is another"));
    }
    let same = Tree {
        files,
        ..tree.clone()
    } == whole;
    if same {
        Ok(true)
    } else {
        Err("what is no file is another".to_owned())
    }
}
