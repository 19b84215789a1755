//! Edits of the real specs, as authors make them, and as they slip.

#[path = "random.rs"]
mod random;

use std::fs;
use std::path::Path;

use bitrix24_codegen::Sources;

pub(crate) use random::Random;

/// The real specs that are `wanted`, with the list of what the vendor has.
pub(crate) fn specs(wanted: fn(&str) -> bool) -> Sources {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let (mut sources, mut folders) = (Sources::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(&root).unwrap().to_str().unwrap();
            let name = name.replace('\\', "/");
            if path.is_dir() {
                folders.push(path);
            } else if (name.ends_with(".yaml") || name.ends_with(".rs")) && wanted(&name) {
                sources.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    sources
}

/// Enough for every kind of edit, and no more: parts at the top, with and without shared types, of both protocols.
pub(crate) fn is_small(path: &str) -> bool {
    let top = path.split('/').next().unwrap_or_default();
    matches!(
        top,
        "_system.yaml"
            | "coverage.yaml"
            | "profile.yaml"
            | "scope.yaml"
            | "app"
            | "department"
            | "entity"
            | "event"
            | "messageservice"
            | "method"
            | "placement"
            | "server"
            | "task"
    ) || path.starts_with("v3/tasks")
}

const TEXTS: &[&str] = &[
    "Plain words.",
    "See `profile` and `task.item.list`.",
    "See `app.info`, `tasks.task.get` and `tasks.task.get@v3`.",
    "Instead of `app.inffo`.",
    "\"`entity.item.gett` | `event.bind`\"",
    "\"\"",
];
const METHODS: &[&str] = &[
    "profile",
    "scope",
    "app.info",
    "event.bind",
    "entity.item.add",
    "tasks.task.get",
    "tasks.task.get@v3",
    "no.such.method",
];
const SCOPES: &[&str] = &[
    "[]",
    "task",
    "entity",
    "[task, entity]",
    "tassk",
    "placement",
];
/// Some are taken, by the crate or by methods.
const NAMES: &[&str] = &[
    "Scope",
    "Profile",
    "ScopeError",
    "Info",
    "Other",
    "Fresh",
    "Date",
];
const TYPES: &[&str] = &[
    "string",
    "integer",
    "boolean",
    "\"string[]\"",
    "Fresh",
    "any",
    "CurrentUser",
];
/// Some are parts of their own, some become the module of a part that there is.
const FOLDERS: &[&str] = &[
    "",
    "app/",
    "App/",
    "event/",
    "Event/",
    "task/item/",
    "v3/",
    "v3/app/",
    "fresh/",
    "fresh/in/",
];
const FILES: &[&str] = &["get", "info", "profile", "Info", "fresh", "bind"];

/// Edits a file, or where it is. Says what it has done.
pub(crate) fn edit(sources: &mut Sources, random: &mut Random) -> String {
    let root = ["_system.yaml", "coverage.yaml"];
    let paths = sources.keys().filter(|path| !root.contains(&path.as_str()));
    let paths: Vec<String> = paths.cloned().collect();
    let path = &paths[random.below(paths.len())];
    let text = sources.get(path).cloned().unwrap_or_default();
    let kind = random.below(26);
    let edited = match kind {
        0..=2 => set(&text, "summary", random.pick(TEXTS), random),
        3..=4 => set(&text, "doc", random.pick(TEXTS), random),
        5 => swap(&text, ". }", " See `profile`. }", random),
        6 => set(&text, "scope", random.pick(SCOPES), random),
        7 => set(
            &text,
            "effect",
            random.pick(&["read", "write", "delete"]),
            random,
        ),
        8 => swap(
            &text,
            "type: string",
            &format!("type: {}", random.pick(TYPES)),
            random,
        ),
        9 => swap(&text, "required: true, ", "", random),
        10 => swap(
            &text,
            "errors:\n",
            "errors:\n  NEW_CODE: { message: It fails., doc: New. }\n",
            random,
        ),
        11 => swap(&text, "message: ", "message: Not ", random),
        12 => text + &format!("see: [{}]\n", random.pick(METHODS)),
        13 => text + &format!("deprecated: {{ replacement: {} }}\n", random.pick(METHODS)),
        14 => text + &format!("rename: {}\n", random.pick(NAMES)),
        15 => rename_type(&text, random),
        16 => text
            .split("examples:")
            .next()
            .unwrap_or_default()
            .to_owned(),
        17 => {
            text + random.pick(&[
                "# A comment.\n",
                "summary: Twice.\n",
                "\t: {\n",
                "doc: More.\n",
            ])
        }
        18 => cut(&text, random),
        19 => return at_the_top(sources, random),
        20 => return types(sources, path, random),
        21 => {
            sources.remove(path);
            return format!("removes {path}");
        }
        _ => return copy(sources, path, kind == 22, random),
    };
    sources.insert(path.clone(), edited);
    format!("edits {path}, {kind}")
}

/// Gives a line with a key another value.
fn set(text: &str, key: &str, value: &str, random: &mut Random) -> String {
    let key = format!("{key}: ");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let with_key = |line: &&mut String| line.trim_start().starts_with(&key);
    let mut found: Vec<&mut String> = lines.iter_mut().filter(with_key).collect();
    let one = random.below(found.len());
    if let Some(line) = found.get_mut(one) {
        let indent = line.len() - line.trim_start().len();
        **line = format!("{}{key}{value}", &line[..indent]);
    }
    lines.join("\n") + "\n"
}

/// Replaces one occurrence.
fn swap(text: &str, old: &str, new: &str, random: &mut Random) -> String {
    let found: Vec<usize> = text.match_indices(old).map(|(at, _)| at).collect();
    match found.get(random.below(found.len())) {
        Some(at) => [&text[..*at], new, &text[at + old.len()..]].concat(),
        None => text.to_owned(),
    }
}

/// Gives a type of the file another name, wherever it stands.
fn rename_type(text: &str, random: &mut Random) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let is_type = |word: &&str| {
        word.starts_with(|first: char| first.is_ascii_uppercase())
            && text.contains(&format!("  {word}:\n    doc"))
    };
    let types: Vec<&str> = words.filter(is_type).collect();
    match types.get(random.below(types.len())) {
        Some(name) => text.replace(name, random.pick(NAMES)),
        None => text.to_owned(),
    }
}

/// A file that is written while it is read.
fn cut(text: &str, random: &mut Random) -> String {
    let mut at = random.below(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    text[..at].to_owned()
}

/// Edits what every part sees.
fn at_the_top(sources: &mut Sources, random: &mut Random) -> String {
    let (path, text) = *random.pick(&[
        &("_types.yaml", "doc: Of all parts.\n"),
        &(
            "_types.yaml",
            "types: { Fresh: { doc: Fresh., id: integer } }\n",
        ),
        &(
            "_system.yaml",
            "errors: {}\ntime: { doc: How long., fields: {} }\n",
        ),
        &("coverage.yaml", "basic: [profile, scope, app.info]\n"),
        &("notes.txt", ""),
    ]);
    sources.insert(path.to_owned(), text.to_owned());
    format!("writes {path}: {text}")
}

/// Adds a file of shared types, or something to one.
fn types(sources: &mut Sources, beside: &str, random: &mut Random) -> String {
    let folder = beside.rsplit_once('/').map_or("app", |(folder, _)| folder);
    let path = format!("{folder}/_types.yaml");
    let file = sources.entry(path.clone()).or_default();
    let addition = *random.pick(&[
        &"doc: What they share.\n",
        &"types: { Fresh: { doc: Fresh., id: integer } }\n",
        &"errors: { NEW_CODE: { message: It fails., doc: New. } }\n",
    ]);
    file.push_str(addition);
    // Often something uses it.
    if random.below(3) > 0 {
        let text = sources.get(beside).cloned().unwrap_or_default();
        let text = swap(&text, "type: string", "type: Fresh", random);
        sources.insert(beside.to_owned(), text);
    }
    format!("{path}: {addition}")
}

/// Copies or moves a spec, most often with the name of the method that belongs there.
fn copy(sources: &mut Sources, from: &str, moved: bool, random: &mut Random) -> String {
    let text = sources.get(from).cloned().unwrap_or_default();
    if moved {
        sources.remove(from);
    }
    let to = format!("{}{}", random.pick(FOLDERS), random.pick(FILES));
    let method = to.strip_prefix("v3/").unwrap_or(&to).replace('/', ".");
    let text = match random.below(5) {
        0 => text,
        _ => set(&text, "method", &method, random),
    };
    sources.insert(to.clone() + ".yaml", text);
    format!("{from} to {to}, moved: {moved}")
}
