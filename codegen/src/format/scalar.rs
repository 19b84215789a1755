//! How a scalar is written on one line: in quotes or without.

use std::borrow::Cow;

use serde_json::Number;
use yaml::{Entry, Node, Style, Value};

/// Where a scalar stands; it decides what may stand there without quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In a block, as a value.
    Block,
    /// In a block, as a key.
    Key,
    /// In brackets.
    Flow,
    /// In brackets, as a key.
    FlowKey,
}

pub(super) struct Scalar<'t> {
    /// That of text. A number, a boolean and nothing have none: they mostly stay as they are written.
    pub(super) style: Option<Style>,
    pub(super) text: Cow<'t, str>,
}

impl<'t> Scalar<'t> {
    /// A value; `source` is the text that it stands in.
    pub(super) fn value(source: &'t str, node: &'t Node) -> Self {
        let written = source.get(node.span.start..node.span.end);
        let written = written.unwrap_or_default();
        let (style, text) = match &node.value {
            Value::Text(text) => (Some(node.style), text.as_str().into()),
            Value::Number(number) => (None, notation(written, number)),
            _ => (None, written.into()),
        };
        Self { style, text }
    }

    /// A key, which is on one line however it was written.
    pub(super) fn key(source: &'t str, entry: &'t Entry) -> Self {
        let written = source.get(entry.key_span.start..entry.key_span.end);
        let number = written.and_then(|key| match yaml::plain(key) {
            Ok(Value::Number(number)) => Some(notation(key, &number)),
            _ => None,
        });
        let (style, text) = match number {
            Some(number) => (None, number),
            None => (Some(Style::Plain), entry.key.as_str().into()),
        };
        Self { style, text }
    }
}

/// A number as it is written, if that is this number to every reader of YAML.
fn notation<'t>(written: &'t str, number: &Number) -> Cow<'t, str> {
    if yaml::is_number(written) {
        return written.into();
    }
    let text = number.to_string();
    let Some((digits, exponent)) = text.split_once('e') else {
        return text.into();
    };
    let point = if digits.contains('.') { "" } else { ".0" };
    let sign = if exponent.starts_with(['+', '-']) {
        ""
    } else {
        "+"
    };
    format!("{digits}{point}e{sign}{exponent}").into()
}

/// A scalar on one line.
pub(super) fn inline(scalar: &Scalar<'_>, place: Place) -> String {
    let Scalar { style, text } = scalar;
    match style {
        None if text.is_empty() && place == Place::Flow => "null".to_owned(),
        None => text.to_string(),
        Some(Style::Plain | Style::Quoted) if is_plain(text, place) => text.to_string(),
        Some(_) => quoted(text),
    }
}

/// Whether a text means itself without quotes, to readers of YAML 1.1 as well. Beyond that, there are some around what looks like more than
/// a word: operators and patterns, HTML, numbers and dates, `S:Date`, `UF_*`.
fn is_plain(text: &str, place: Place) -> bool {
    let begins = |c: char| c.is_alphanumeric() || !c.is_ascii() || "_/$(".contains(c);
    let has_letter = text.contains(char::is_alphabetic);
    let is_more = is_date(text) || is_sign(text) || text.contains(is_invisible);
    if !text.starts_with(begins) || !has_letter || is_more || !yaml::is_text(text) {
        return false;
    }
    // In brackets, a question mark ends a text in YAML 1.1.
    if matches!(place, Place::Flow | Place::FlowKey) && text.contains('?') {
        return false;
    }
    let (before, after) = match place {
        Place::Block => ("- ", ""),
        Place::Key => ("", ": 0"),
        Place::Flow => ("[", "]"),
        Place::FlowKey => ("{", ": 0}"),
    };
    // The reader knows best.
    let read = yaml::read(&format!("{before}{text}{after}"));
    read.is_ok_and(|document| match &document.root.value {
        _ if !document.comments.is_empty() => false,
        Value::List(values) => {
            matches!(&values[..], [node] if matches!(&node.value, Value::Text(read) if read == text))
        }
        Value::Map(map) => matches!(map.entries(), [entry] if entry.key == text),
        _ => false,
    })
}

/// `2025-05-12T09:30:00+03:00`, `05/12/2025 09:30 am`: digits and signs up to the first space or `T`.
fn is_date(text: &str) -> bool {
    let first = text.split([' ', 'T']).next().unwrap_or_default();
    let digits = first.starts_with(|c: char| c.is_ascii_digit());
    digits && first.contains(['-', '/', ':']) && !first.contains(char::is_alphabetic)
}

/// A word with signs in it that mean something, and not an address.
fn is_sign(text: &str) -> bool {
    text.contains([':', '*', '%']) && !text.contains([' ', '/'])
}

/// What nobody sees, or what turns the text around.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{a0}' | '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}'
            | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
}

/// A text in quotes: double ones, unless they would need backslashes that single ones do not.
fn quoted(text: &str) -> String {
    if text.contains(['"', '\\']) && !text.contains(is_invisible) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut quoted = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' | '\\' | '\n' | '\t' | '\r' => quoted.extend(c.escape_default()),
            c if is_invisible(c) => {
                quoted += &match u32::from(c) {
                    code @ ..0x100 => format!("\\x{code:02X}"),
                    code => format!("\\u{code:04X}"),
                }
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
