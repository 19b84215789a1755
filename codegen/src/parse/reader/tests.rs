use super::read;
use crate::parse::document;
use crate::place::File;
use crate::raw::SharedSpec;

type Mistake = fn(usize) -> String;

/// How many values are looked at to read `count` mistakes of one kind, and that all are found.
fn steps(count: usize, mistake: Mistake) -> usize {
    let entries: String = (0..count).map(mistake).collect();
    let text =
        format!("doc: Many.\ntypes:\n  Wrong:\n    doc: It is wrong.\n    fields:\n{entries}");
    let mut file = File::new("_types.yaml", &text);
    document(&mut file, &mut Vec::new());
    let (_, notes) = read::<SharedSpec>(&file);
    let found = notes.diagnostics;
    assert!(found.len() >= count, "{found:#?}");
    notes.steps
}

/// Counted, not timed: a file with ten times as many mistakes is ten times the work.
#[test]
fn mistakes_are_found_in_linear_time() {
    let kinds: [(&str, Mistake); 7] = [
        ("unknown", |n| {
            format!("      a{n}: {{ type: string, doc: It., other: 1 }}\n")
        }),
        ("misspelt", |n| {
            format!("      a{n}: {{ type: string, docs: It. }}\n")
        }),
        ("missing", |n| format!("      a{n}: {{ type: string }}\n")),
        ("of another kind", |n| {
            format!("      a{n}: {{ type: 1, doc: It. }}\n")
        }),
        ("nothing", |n| format!("      a{n}:\n")),
        ("no mapping", |n| format!("      a{n}: text\n")),
        ("no form", |n| {
            format!("      a{n}: {{ type: string, doc: It., values: {{ A: 1 }} }}\n")
        }),
    ];
    for (kind, mistake) in kinds {
        let (few, many) = (steps(100, mistake), steps(1_000, mistake));
        assert!(many <= 10 * few, "{kind}: {few} and {many}");
    }
}
