//! Whatever the fixtures are turned into, it is refused in good order, or becomes Rust. Each case has a number, which is
//! the seed of its mutations, so that a failure can be run alone: `PROPERTY_FIRST=4711 PROPERTY_CASES=1`.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

#[path = "support/random.rs"]
mod random;
#[path = "support/sound.rs"]
mod sound;
mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use bitrix24_codegen::Sources;
use random::Random;
use serde_json::Value;

/// The number of cases, unless `PROPERTY_CASES` says another.
const CASES: u64 = 4_000;

#[test]
fn every_mutation_is_refused_or_becomes_rust() {
    let number = |name| std::env::var(name).map(|text| text.parse().unwrap());
    let cases: u64 = number("PROPERTY_CASES").unwrap_or(CASES);
    let first: u64 = number("PROPERTY_FIRST").unwrap_or(0);
    let stock = Stock::read();
    let mut generated = 0;
    for seed in first..first + cases {
        let case = Case {
            seed,
            sources: stock.case(&mut Random(seed)),
        };
        generated += u64::from(sound::check(&case.sources));
    }
    println!("{generated} of {cases} became Rust");
    // Mutations that are too wild, or too tame, would show nothing.
    assert!(cases < CASES || (cases / 10..cases * 9 / 10).contains(&generated));
}

/// Shows itself if the check panics.
struct Case {
    seed: u64,
    sources: Sources,
}

impl Drop for Case {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("case {}", self.seed);
            for (path, text) in &self.sources {
                println!("#--- {path}\n{text}");
            }
        }
    }
}

const TYPES: &[&str] = &[
    "string",
    "integer",
    "double",
    "decimal",
    "money",
    "boolean",
    "flag",
    "scalar",
    "datetime",
    "date",
    "file",
    "base64",
    "order",
    "any",
    "object",
    "\"null\"",
    "\"string[]\"",
    "map<string>",
    "map<map<any>>",
    "\"object[]\"",
    "string | null",
    "string | integer",
    "\"file[] | null\"",
    "Order",
    "Order | integer",
    "\"string[][]\"",
    "map<",
    "\"| null\"",
    "Größe",
];

/// Every key of the language.
static KEYS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let schema: Value = serde_json::from_str(&bitrix24_codegen::schema()).unwrap();
    let mut keys = BTreeSet::new();
    collect_keys(&schema, &mut keys);
    keys.into_iter().map(|key| &*key.leak()).collect()
});

fn collect_keys(schema: &Value, keys: &mut BTreeSet<String>) {
    if let Some(Value::Object(properties)) = schema.get("properties") {
        keys.extend(properties.keys().cloned());
    }
    match schema {
        Value::Object(parts) => parts.values().for_each(|part| collect_keys(part, keys)),
        Value::Array(parts) => parts.iter().for_each(|part| collect_keys(part, keys)),
        _ => {}
    }
}

const NAMES: &[&str] = &[
    "self",
    "Self",
    "crate",
    "type",
    "r#fn",
    "_",
    "__",
    "a",
    "A",
    "0",
    "1a",
    "new",
    "clone",
    "Request",
    "Response",
    "Error",
    "String",
    "Option",
    "Vec",
    "List",
    "v3",
    "..",
    "a.b",
    "a/b",
    "-",
    "--x",
    "a-b",
    "A_B",
    "aB",
    "имя",
    "ß",
    "\u{130}",
    "名前",
    "e\u{301}",
    "\u{1f980}",
    "UF_*",
    "*",
    "a*b",
    "\"\"",
    "\"#\"",
    "'",
    "true",
    "null",
    "~",
];

const VALUES: &[&str] = &[
    "-1",
    "0",
    "1",
    "65536",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "18446744073709551616",
    "1e400",
    "1.5",
    "-0.0",
    ".nan",
    ".inf",
    "0x10",
    "1_000",
    "true",
    "false",
    "null",
    "\"\"",
    "[]",
    "{}",
    "[[]]",
    "{ a: { b: [1, null] } }",
    "\"\\u0000\"",
    "\"\\\"\\\\\"",
    "Y",
    "2024-01-01",
    "\"2024-02-30T25:61:00+99:00\"",
    "\"^[a-z]+$\"",
    "\"^[z-a]{9,1}$\"",
    "\"^[я-ѿ]?$\"",
    "\"*/ ``` \\n``` #![x]\"",
    "[name.txt, QQ==]",
    "shared",
    "&a [1]",
    "*a",
    "!x 1",
    "|",
    ">-",
];

/// Strings that lexers and positions stumble over.
const ODD: &[&str] = &[
    "\0",
    "\t",
    "\r",
    "\r\n",
    "\n",
    "\n\n",
    " ",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{ad}",
    "\u{200b}",
    "\u{202e}",
    "\u{2028}",
    "\u{feff}",
    "\u{fffd}",
    "\u{10ffff}",
    "ü",
    "ﬃ",
    "\u{130}",
    "名",
    "\u{1f980}",
    "\u{1f468}\u{200d}\u{1f469}",
    "e\u{301}\u{302}",
    "\"",
    "'",
    "`",
    "#",
    " #",
    ": ",
    ":",
    ",",
    "- ",
    "? ",
    "[",
    "]",
    "{",
    "}",
    "&a ",
    "*a",
    "!",
    "%",
    "@",
    "|",
    ">",
    "\\",
    "\\u",
    "---\n",
    "...\n",
    "--- |\n",
];

/// The specs that cases are made from.
struct Stock {
    golden: Vec<Sources>,
    /// The methods of the torture, each alone.
    torture: Vec<Sources>,
    /// Every file of every fixture.
    texts: Vec<String>,
    /// Every line of them, once.
    lines: Vec<String>,
}

impl Stock {
    fn read() -> Self {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
        let golden = fs::read_dir(tests.join("golden")).unwrap();
        let mut paths: Vec<_> = golden
            .map(|entry| entry.unwrap().path().join("spec.yaml"))
            .collect();
        paths.sort();
        let read = |path: &Path| support::sources(&fs::read_to_string(path).unwrap());
        let golden: Vec<Sources> = paths.iter().map(|path| read(path)).collect();
        let mut torture = Vec::new();
        let all = read(&tests.join("torture.yaml"));
        let shared = |path: &str| path.rsplit('/').next().unwrap().starts_with('_');
        for method in all.keys().filter(|path| !shared(path)) {
            let mut alone = all.clone();
            alone.retain(|path, _| path == method || shared(path));
            torture.push(alone);
        }
        let texts: BTreeSet<String> = golden
            .iter()
            .chain(&torture)
            .flat_map(Sources::values)
            .cloned()
            .collect();
        let lines: BTreeSet<&str> = texts.iter().flat_map(|text| text.lines()).collect();
        Self {
            lines: lines.into_iter().map(str::to_owned).collect(),
            texts: texts.into_iter().collect(),
            golden,
            torture,
        }
    }

    fn case(&self, random: &mut Random) -> Sources {
        // The torture is long, and so takes long.
        let fixtures = match random.below(16) {
            0 => &self.torture,
            _ => &self.golden,
        };
        let mut sources = fixtures[random.below(fixtures.len())].clone();
        for _ in 0..=random.below(2) {
            let paths: Vec<String> = sources.keys().cloned().collect();
            let path = &paths[random.below(paths.len())];
            match random.below(16) {
                0..4 => sources = self.rename(sources, path, random),
                4 => {
                    let text = self.texts[random.below(self.texts.len())].clone();
                    sources.insert(path.clone(), text);
                }
                _ => {
                    let text = self.mutate(&sources[path], random);
                    sources.insert(path.clone(), text);
                }
            }
        }
        sources
    }

    /// Gives a word of a file another name, in all files and in their paths.
    fn rename(&self, sources: Sources, path: &str, random: &mut Random) -> Sources {
        let text = sources[path].clone();
        let words: Vec<&str> = tokens(&text)
            .into_iter()
            .filter(|token| is_word(token))
            .collect();
        if words.is_empty() {
            return sources;
        }
        let (old, new) = (random.pick(&words), random.pick(NAMES));
        let renamed = |text: &str| -> String {
            let tokens = tokens(text).into_iter();
            tokens
                .map(|token| if token == old { new } else { token })
                .collect()
        };
        let files = sources.iter();
        files
            .map(|(path, text)| (renamed(path), renamed(text)))
            .collect()
    }

    fn mutate(&self, text: &str, random: &mut Random) -> String {
        match random.below(10) {
            0..4 => self.mutate_lines(text, random),
            4..9 => self.mutate_tokens(text, random),
            _ => {
                // The beginning of one, and the end of another.
                let other = &self.texts[random.below(self.texts.len())];
                let (end, start) = (boundary(text, random), boundary(other, random));
                text[..end].to_owned() + &other[start..]
            }
        }
    }

    fn mutate_lines(&self, text: &str, random: &mut Random) -> String {
        let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        if lines.is_empty() {
            return random.pick(ODD).to_owned();
        }
        let (at, other) = (random.below(lines.len()), random.below(lines.len()));
        let end = (at + 1 + random.below(4)).min(lines.len());
        let line = lines[at].clone();
        let inner = line.trim_start();
        let indent = line.len() - inner.len();
        match random.below(6) {
            0 => drop(lines.drain(at..end)),
            1 => {
                let copy = lines[at..end].to_vec();
                lines.splice(other..other, copy);
            }
            2 => lines.swap(at, other),
            3 => {
                let width = [0, indent + 1, indent + 2, indent.saturating_sub(2)];
                lines[at] = " ".repeat(width[random.below(width.len())]) + inner;
            }
            4 => {
                // In the indentation of its new place, so that it is more often taken.
                let line = self.lines[random.below(self.lines.len())].trim_start();
                lines.insert(at, format!("{}{line}\n", " ".repeat(indent)));
            }
            _ => {
                let (key, value) = (random.pick(&KEYS), random.pick(VALUES));
                lines.insert(at, format!("{}{key}: {value}\n", " ".repeat(indent)));
            }
        }
        lines.concat()
    }

    fn mutate_tokens(&self, text: &str, random: &mut Random) -> String {
        let mut tokens = tokens(text);
        if tokens.is_empty() {
            return random.pick(ODD).to_owned();
        }
        let (at, other) = (random.below(tokens.len()), random.below(tokens.len()));
        match random.below(9) {
            0 => drop(tokens.remove(at)),
            1 => tokens.insert(other, tokens[at]),
            2 => tokens.swap(at, other),
            3 => tokens[at] = random.pick(ODD),
            4 => tokens.insert(at, random.pick(ODD)),
            5 => {
                // Inside of a token, and not only beside it.
                let at = boundary(text, random);
                return format!("{}{}{}", &text[..at], random.pick(ODD), &text[at..]);
            }
            6 => {
                let donor = &self.texts[random.below(self.texts.len())];
                let words: Vec<&str> = self::tokens(donor)
                    .into_iter()
                    .filter(|token| is_word(token))
                    .collect();
                replace_word(
                    &mut tokens,
                    at,
                    if words.is_empty() {
                        "x"
                    } else {
                        random.pick(&words)
                    },
                );
            }
            7 => {
                let words = [TYPES, &KEYS, NAMES, VALUES][random.below(4)];
                replace_word(&mut tokens, at, random.pick(words));
            }
            _ => {
                // What follows `type: ` is more than a token.
                let starts: Vec<usize> = text
                    .match_indices("type: ")
                    .map(|(at, key)| at + key.len())
                    .collect();
                if !starts.is_empty() {
                    let start = starts[random.below(starts.len())];
                    let length = text[start..].find([',', '\n', '}']).unwrap_or(0);
                    return format!(
                        "{}{} {}",
                        &text[..start],
                        random.pick(TYPES),
                        &text[start + length..]
                    );
                }
            }
        }
        tokens.concat()
    }
}

/// Replaces the first word at or after a place.
fn replace_word<'a>(tokens: &mut [&'a str], at: usize, new: &'a str) {
    if let Some(token) = tokens[at..].iter_mut().find(|token| is_word(token)) {
        *token = new;
    }
}

/// Words, rows of spaces, and every other character alone.
fn tokens(text: &str) -> Vec<&str> {
    let kind = |c: char| match c {
        ' ' => 1,
        c if c.is_alphanumeric() || c == '_' => 2,
        _ => 0,
    };
    let mut tokens: Vec<&str> = Vec::new();
    let mut start = 0;
    let mut before = 0;
    for (at, c) in text.char_indices() {
        if at > start && (kind(c) == 0 || kind(c) != before) {
            tokens.push(&text[start..at]);
            start = at;
        }
        before = kind(c);
    }
    if start < text.len() {
        tokens.push(&text[start..]);
    }
    tokens
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// A place between two characters.
fn boundary(text: &str, random: &mut Random) -> usize {
    let mut at = random.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
