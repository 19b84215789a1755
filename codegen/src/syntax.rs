//! What is no YAML, in our own words: the parser says what it expected, an author wants to know what to do.

use std::ops::Range;

use granit_parser::ScanError;

use crate::diag::{Diagnostic, Spot};
use crate::json::Json;
use crate::yaml::is_strange;

/// The way out of most of it.
const QUOTES: &str = "put the text in quotes";

/// The mistake that keeps a file from being read. `serde_yaml` has the words for it; `refusal` is what is left where it
/// would read the text.
pub(crate) fn syntax(path: &str, text: &str, refusal: Option<ScanError>) -> Diagnostic {
    let new = |range: Range<usize>, message: &str| {
        Diagnostic::new(path, range, "E0001", format!("this is no YAML: {message}"))
    };
    let Err(error) = serde_yaml::from_str::<Json>(text) else {
        let at = refusal.as_ref().map(|error| error.marker().byte_offset());
        let strange = |c| c != '\r' && is_strange(c);
        let at = at.unwrap_or_else(|| text.find(strange).or_else(|| text.find("...")));
        let at = floor(text, at.unwrap_or_default());
        let rest = text.get(at..).unwrap_or_default();
        let end = at + rest.chars().next().map_or(0, char::len_utf8);
        let message = refusal.map(|error| error.info());
        let message = message.unwrap_or_else(|| "it can be read in two ways".to_owned());
        return new(at..end, &message).help(match rest.starts_with('#') {
            true => "put a space before the comment",
            false => "write it more plainly, or put it in quotes",
        });
    };
    let told = error.to_string();
    // The place is shown as such, so the text need not tell it.
    let problem = told.split(" at line ").next().unwrap_or(&told);
    let scene = Scene {
        path,
        text,
        at: floor(
            text,
            error.location().map_or(0, |location| location.index()),
        ),
        context: context(text, &told),
    };
    let (range, message, help) = scene.explain(problem);
    let error = new(range, &message).also(scene.opened(problem), scene.role(problem));
    if help.is_empty() {
        error
    } else {
        error.help(help)
    }
}

/// The beginning of the character at a place.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Where the parser was.
struct Scene<'t> {
    path: &'t str,
    text: &'t str,
    /// Where it could not go on.
    at: usize,
    /// Where what it was reading begins.
    context: Option<usize>,
}

type Found = (Range<usize>, String, &'static str);

impl Scene<'_> {
    fn explain(&self, problem: &str) -> Found {
        let begins = self.context.unwrap_or(self.at);
        let say = |range, message: &str, help| (range, message.to_owned(), help);
        if problem.ends_with("tags have no meaning in a spec") {
            return say(
                self.word(self.at),
                "`!` begins a tag, and a spec has none",
                QUOTES,
            );
        }
        if let Some((_, kind)) = problem.split_once("a key is text, not ") {
            let message = format!("a key of this mapping is no text, but {kind}");
            return (self.word(self.at), message, "put the key in quotes");
        }
        if self.char() == '\t' {
            let tabs = self.run(self.at, |c| c == '\t');
            return say(
                tabs,
                "a line is indented with a tab",
                "YAML indents with spaces",
            );
        }
        match problem {
            "found character that cannot start any token" => {
                let message = format!("text cannot begin with {}", shown(self.char()));
                (self.one(self.at), message, QUOTES)
            }
            "could not find expected ':'" => say(
                self.line(begins),
                "a line is neither a key with a value nor a part of one",
                "a key ends with a colon and a space: `key: value`",
            ),
            "mapping values are not allowed in this context" if self.before().contains(": ") => {
                say(self.one(self.at), "a colon and a space within text", QUOTES)
            }
            "mapping values are not allowed in this context" => say(
                self.line(self.at - self.before().trim_start().len()),
                "a key is indented deeper than the text above it",
                "indent it like the keys beside it; a text of several lines begins with `|`",
            ),
            "did not find expected ',' or '}'" | "did not find expected ',' or ']'" => {
                self.flow(begins, problem)
            }
            "did not find expected key" if [']', '}'].contains(&self.char()) => say(
                self.one(self.at),
                "a bracket is closed that is not open",
                "remove it",
            ),
            "did not find expected key" | "did not find expected '-' indicator" => {
                if self.before().trim().is_empty() {
                    let message = "a line is indented in another way than what it stands beside";
                    say(self.line(self.at), message, "indent both alike")
                } else {
                    let help = "put the quotes, or the brackets, around all of it";
                    say(
                        self.line(self.at),
                        "something stands behind the value",
                        help,
                    )
                }
            }
            "found unexpected end of stream" | "found unexpected document indicator" => {
                say(self.line(begins), "a quote is not closed", "close it")
            }
            "mapping keys are not allowed in this context"
            | "unknown anchor"
            | "did not find expected alphabetic or numeric character" => {
                let message = format!("text cannot begin with {}", shown(self.char_at(begins)));
                (self.one(begins), message, QUOTES)
            }
            "found unknown escape character" => say(
                self.escape(),
                "in double quotes `\\` begins an escape, and this is none",
                "use single quotes: there a `\\` is itself",
            ),
            "block sequence entries are not allowed in this context" => say(
                self.one(self.at),
                "a list begins on the line of its key",
                "begin it on a line of its own, or write `[a, b]`",
            ),
            "did not find expected node content" => say(
                self.one(self.at),
                "a value is missing here",
                "write it; text that begins with a sign is put in quotes",
            ),
            "repetition limit exceeded" => say(
                self.alias(),
                "aliases repeat so much that nobody could read it",
                "write what the alias stands for, or share it as a type with a name",
            ),
            "recursion limit exceeded" => say(
                self.one(self.at),
                "a value is nested more than 128 deep",
                "no API sends so much; leave out what is inside",
            ),
            _ if problem.contains("more than one document") => say(
                self.second_document(),
                "a second document begins here",
                "a file has one spec: move this to a file of its own, or remove the line",
            ),
            other => say(self.one(self.at), other, ""),
        }
    }

    /// Something else than the next entry stands in brackets.
    fn flow(&self, begins: usize, problem: &str) -> Found {
        let between = self.text.get(begins..self.at).unwrap_or_default();
        let close = if problem.ends_with("'}'") { "}" } else { "]" };
        let quotes = |message: &str| (self.one(self.at), message.to_owned(), QUOTES);
        if let Some(comment) = between.find(" #") {
            let at = begins + comment + 1;
            let message = "a comment begins here, and the brackets are still open".to_owned();
            return (self.line(at), message, QUOTES);
        }
        match self.char() {
            ':' if self.is_text(begins) => {
                let (range, message, _) = quotes("a colon and a space within text");
                (
                    range,
                    message,
                    "put the text in quotes, or a comma before the next key",
                )
            }
            '[' | '{' => quotes("a bracket within text"),
            _ => {
                let message = format!("expected `,` or `{close}`");
                let help = "close the bracket, or put a comma between what stands in it";
                (self.one(self.at), message, help)
            }
        }
    }

    /// Whether a sign within text ends it, in brackets that are open for good reason.
    fn is_text(&self, begins: usize) -> bool {
        let between = self.text.get(begins..self.at).unwrap_or_default();
        !between.contains(" #")
            && match self.char() {
                ':' => !between.contains('\n'),
                c => c == '[' || c == '{',
            }
    }

    /// What the mistake is in conflict with: an open bracket, a mapping that is indented in another way.
    fn opened(&self, problem: &str) -> Option<Spot> {
        let begins = self.context.filter(|begins| *begins < self.at)?;
        let range = if problem.contains("',' or") {
            if self.is_text(begins) {
                return None;
            }
            self.one(begins)
        } else if problem.starts_with("did not find expected") && self.before().trim().is_empty() {
            self.word(begins)
        } else {
            return None;
        };
        Some(Spot {
            file: self.path.to_owned(),
            range: range.into(),
        })
    }

    fn role(&self, problem: &str) -> &'static str {
        if problem.contains("',' or") {
            "opened here"
        } else {
            "beside this"
        }
    }

    fn char_at(&self, at: usize) -> char {
        self.text
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .unwrap_or(' ')
    }

    fn char(&self) -> char {
        self.char_at(self.at)
    }

    /// The line up to the mistake.
    fn before(&self) -> &str {
        let before = self.text.get(..self.at).unwrap_or_default();
        before.rsplit('\n').next().unwrap_or_default()
    }

    fn one(&self, at: usize) -> Range<usize> {
        let rest = self.text.get(at..).unwrap_or_default();
        at..at + rest.chars().next().map_or(0, char::len_utf8)
    }

    fn run(&self, at: usize, is: fn(char) -> bool) -> Range<usize> {
        let rest = self.text.get(at..).unwrap_or_default();
        at..at + rest.find(|c| !is(c)).unwrap_or(rest.len())
    }

    fn word(&self, at: usize) -> Range<usize> {
        self.run(at, |c| !(c.is_whitespace() || ",:]}".contains(c)))
    }

    /// The rest of the line.
    fn line(&self, at: usize) -> Range<usize> {
        let rest = self.text.get(at..).unwrap_or_default();
        at..at + rest.lines().next().unwrap_or_default().trim_end().len()
    }

    /// A backslash, and what it is before.
    fn escape(&self) -> Range<usize> {
        let slash = self.one(self.at);
        slash.start..self.one(slash.end).end
    }

    /// The first alias; an asterisk within text is none.
    fn alias(&self) -> Range<usize> {
        let starts = self.text.match_indices('*').map(|(at, _)| at);
        let mut aliases = starts.filter(|at| self.text[..*at].ends_with([' ', '[', ',']));
        self.word(aliases.next().unwrap_or_default())
    }

    fn second_document(&self) -> Range<usize> {
        let mut marks = self.text.match_indices("\n---");
        let begins = self.text.trim_start().starts_with("---");
        let has_text =
            |at: &usize| begins || self.text[..*at].lines().any(|line| !line.starts_with('#'));
        let at = marks
            .find(|(at, _)| has_text(at))
            .map_or(0, |(at, _)| at + 1);
        self.line(at)
    }
}

/// Where what was read begins: `…, while parsing a flow mapping at line 6 column 7`.
fn context(text: &str, told: &str) -> Option<usize> {
    let (_, context) = told.split_once(", while ")?;
    let (_, mark) = context.split_once(" at line ")?;
    let (line, column) = mark.split_once(" column ")?;
    let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
    let start: usize = text
        .split_inclusive('\n')
        .take(line.checked_sub(1)?)
        .map(str::len)
        .sum();
    let mut columns = text.get(start..)?.char_indices();
    columns
        .nth(column.checked_sub(1)?)
        .map(|(at, _)| start + at)
}

fn shown(c: char) -> String {
    match c {
        '`' => "a backtick".to_owned(),
        c => format!("`{c}`"),
    }
}
