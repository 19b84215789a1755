//! What keeps a text from being read, for its author: where, what, and the way out.

use crate::tree::{Node, Span};

/// Why a text is no tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The mistake.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub help: &'static str,
    /// What the mistake is in conflict with, and why.
    pub related: Option<(Span, &'static str)>,
}

/// The way out of most of it.
pub(crate) const QUOTES: &str = "put the text in quotes";

impl Error {
    pub(crate) fn new(span: Span, message: impl Into<String>, help: &'static str) -> Self {
        Self {
            span,
            message: message.into(),
            help,
            related: None,
        }
    }

    /// The first character that an editor has spoilt, that nobody sees, or that ends a line for some parsers only.
    pub(crate) fn character(text: &str) -> Option<Self> {
        let is_wrong = |c: char| match c {
            '\n' | '\r' | '\t' => false,
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffd}'..='\u{ffff}' => true,
            c => c.is_control(),
        };
        let at = text.find(is_wrong)?;
        let c = text[at..].chars().next()?;
        let new = |message, help| Self::new((at..at + c.len_utf8()).into(), message, help);
        Some(match c {
            '\u{feff}' if at == 0 => new(
                "the file begins with a byte order mark".to_owned(),
                "save it as UTF-8 without one",
            ),
            '\u{fffd}' => new(
                "this is not valid UTF-8".to_owned(),
                "save the file as UTF-8, and write the character anew",
            ),
            c => new(
                format!("U+{:04X} is an invisible character", u32::from(c)),
                "remove it, or write it as an escape in double quotes: `\"\\u2028\"`",
            ),
        })
    }

    /// What is put to a value, or stands for one.
    pub(crate) fn property(text: &str, span: Span) -> Self {
        let share = "share what repeats as a type with a name; text goes in quotes";
        let (message, help) = match text.get(span.start..=span.start) {
            Some("&") => ("`&` begins an anchor, and specs have no anchors", share),
            Some("*") => ("`*` begins an alias, and specs have no aliases", share),
            _ => ("`!` begins a tag, and specs have no tags", QUOTES),
        };
        Self::new(span, message, help)
    }

    pub(crate) fn second_document(span: Span) -> Self {
        let help = "a file has one spec: move this to a file of its own, or remove the line";
        Self::new(span, "a second document begins here", help)
    }

    pub(crate) fn depth(at: usize) -> Self {
        let message = "a value is nested more than 128 levels deep";
        let help = "leave out what is inside: no API sends so much";
        Self::new((at..at + 1).into(), message, help)
    }

    pub(crate) fn number(span: Span, message: &str) -> Self {
        Self::new(span, message, "put it in quotes to make it text")
    }

    pub(crate) fn key(text: &str, key: &Node) -> Self {
        let message = format!("expected text for a key, found {}", key.found());
        Self::new(key.head(text), message, "put the key in quotes")
    }
}
