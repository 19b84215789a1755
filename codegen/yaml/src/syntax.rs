//! What the parser cannot go on with, in our own words: it says what it expected, an author wants to know what to do.

use granit_parser::{ErrorKind as E, ScanError};

use crate::error::{Error, QUOTES};
use crate::tree::Span;

/// The mistake; `open` is where the innermost list or mapping begins that has not ended.
pub(crate) fn explain(text: &str, error: &ScanError, open: Option<usize>) -> Error {
    let at = error.marker().byte_offset().unwrap_or(text.len());
    let place = Place { text, at };
    let one = place.one(at);
    match error.kind() {
        E::TabNotAllowed
        | E::TabInBlockIndentation
        | E::TabAtBlockScalarStart
        | E::TabInIndentation
        | E::TabInPlainScalar
        | E::InvalidBlockEntryWhitespace
        | E::InvalidMappingValueWhitespace => Error::new(
            place.tabs(),
            "a line is indented with a tab",
            "YAML indents with spaces",
        ),
        E::SimpleKeyExpected | E::InvalidSimpleKey => Error::new(
            place.line(at),
            "this line is not a key with a value, nor part of one",
            "a key ends with a colon and a space: `key: value`",
        ),
        E::MappingValueNotAllowed if place.before().contains(": ") => {
            Error::new(one, "a colon and a space within text", QUOTES)
        }
        E::MappingValueNotAllowed => Error::new(
            place.line(at - place.before().trim_start().len()),
            "this key continues the text above it",
            "indent it like the keys beside it; a text of several lines begins with `|`",
        ),
        E::ExpectedFlowMappingSeparator
        | E::ExpectedFlowSequenceSeparator
        | E::InvalidColonPlacement => brackets(&place, open.unwrap_or(at)),
        E::ExpectedBlockMappingKey
        | E::ExpectedBlockSequenceEntry
        | E::InvalidBlockScalarIndent
            if place.before().trim().is_empty() =>
        {
            let message = "a line does not line up with those it belongs to";
            let related = open.map(|open| (place.word(open), "indented unlike this"));
            Error {
                related,
                ..Error::new(place.line(at), message, "indent both alike")
            }
        }
        E::ExpectedBlockMappingKey
        | E::ExpectedBlockSequenceEntry
        | E::InvalidTrailingSingleQuotedScalar
        | E::InvalidTrailingDoubleQuotedScalar => Error::new(
            place.line(at),
            "something stands behind the value",
            "put the quotes, or the brackets, around all of it; in single quotes `'` is written `''`",
        ),
        E::UnclosedQuotedScalar | E::DocumentIndicatorInQuotedScalar => {
            Error::new(place.line(at), "a quote is not closed", "close it")
        }
        E::UnclosedFlowCollection { .. } => Error::new(one, "a bracket is not closed", "close it"),
        E::MismatchedFlowCollectionEnd { open, close } => {
            let message = format!("`{open}` is closed by `{close}`");
            Error::new(one, message, "close it by a bracket of its own kind")
        }
        E::MisplacedFlowCollectionEnd => {
            Error::new(one, "a bracket is closed that is not open", "remove it")
        }
        E::UnknownQuotedScalarEscape
        | E::InvalidQuotedScalarHexEscape
        | E::InvalidLowSurrogateHexEscape
        | E::InvalidLowSurrogate
        | E::MissingLowSurrogate
        | E::UnpairedLowSurrogate
        | E::InvalidUnicodeEscape => Error::new(
            place.escape(),
            "in double quotes `\\` begins an escape, and this is not one",
            "use single quotes: there a `\\` is itself",
        ),
        E::BlockSequenceEntryNotAllowed => Error::new(
            one,
            "a list begins on the line of its key",
            "begin it on a line of its own, or write `[a, b]`",
        ),
        E::ExpectedNodeContent | E::UnexpectedEofImplicitFlowMapping => Error::new(
            one,
            "a value is missing here",
            "write it; text that begins with a sign is put in quotes",
        ),
        E::CommentNotSeparated | E::CommentInterceptedScalar => Error::new(
            one,
            "a comment begins right behind something else",
            "put a space before it, or the text in quotes",
        ),
        E::InvalidBlockScalarHeader | E::ZeroBlockScalarIndent => Error::new(
            place.line(at),
            "a text of several lines begins on the next line",
            "write `|` alone, and the text below it, indented",
        ),
        E::InvalidDocumentEnd => Error::second_document(place.line(at)),
        E::RecursionLimitExceeded => Error::depth(at),
        E::UnexpectedCharacter { character: '`' } => {
            Error::new(one, "text cannot begin with a backtick", QUOTES)
        }
        E::UnexpectedCharacter { .. }
        | E::BlockEntryInFlowCollection
        | E::DirectiveDisallowed
        | E::MappingKeyNotAllowed
        | E::MissingAnchorOrAliasName
        | E::PlainScalarStartsWithDashFlowIndicator
        | E::UndeclaredTagHandle
        | E::UnexpectedEofBlockMapping => {
            let sign = text.get(one.start..one.end).unwrap_or_default();
            Error::new(one, format!("text cannot begin with `{sign}`"), QUOTES)
        }
        _ => Error::new(one, error.info(), "write it more plainly, or in quotes"),
    }
}

/// Something else than the next entry stands in the brackets that are open.
fn brackets(place: &Place<'_>, open: usize) -> Error {
    let one = place.one(place.at);
    let between = place.text.get(open..place.at).unwrap_or_default();
    let rest = place.text.get(place.at..).unwrap_or_default();
    if rest.starts_with(['[', '{']) {
        return Error::new(one, "a bracket within text", QUOTES);
    }
    let comment = between.find(" #").map(|at| place.line(open + at + 1));
    let error = if let Some(comment) = comment {
        let message = "a comment begins here, and the brackets are still open";
        Error::new(comment, message, QUOTES)
    } else if rest.starts_with(':') && !between.contains('\n') {
        let help = "put the text in quotes, or a comma before the next key";
        return Error::new(one, "a colon and a space within text", help);
    } else {
        let close = if between.starts_with('[') { ']' } else { '}' };
        let help = "close the bracket, or put a comma between what stands in it";
        Error::new(one, format!("expected `,` or `{close}`"), help)
    };
    let related = Some((place.one(open), "opened here"));
    Error { related, ..error }
}

/// Where the parser was.
struct Place<'t> {
    text: &'t str,
    at: usize,
}

impl Place<'_> {
    /// The line up to the mistake.
    fn before(&self) -> &str {
        let before = self.text.get(..self.at).unwrap_or_default();
        before.rsplit('\n').next().unwrap_or_default()
    }

    /// What stands from a place on, as long as it is a part.
    fn span(&self, start: usize, is_part: impl Fn(char) -> bool) -> Span {
        let rest = self.text.get(start..).unwrap_or_default();
        let len = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        (start..start + len).into()
    }

    fn one(&self, at: usize) -> Span {
        let rest = self.text.get(at..).unwrap_or_default();
        (at..at + rest.chars().next().map_or(0, char::len_utf8)).into()
    }

    fn word(&self, at: usize) -> Span {
        self.span(at, |c| !c.is_whitespace() && !",:]}".contains(c))
    }

    /// The rest of the line.
    fn line(&self, at: usize) -> Span {
        let Span { start, end } = self.span(at, |c| c != '\n');
        let line = self.text.get(start..end).unwrap_or_default();
        (start..start + line.trim_end().len()).into()
    }

    /// The first tabs on the line of the mistake, or below it.
    fn tabs(&self) -> Span {
        let line = self.at - self.before().len();
        let rest = self.text.get(line..).unwrap_or_default();
        self.span(line + rest.find('\t').unwrap_or_default(), |c| c == '\t')
    }

    /// The first backslash from here on that begins no escape, and what it is before.
    fn escape(&self) -> Span {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let mut chars = rest.char_indices();
        while let Some((slash, c)) = chars.next() {
            let next = if c == '\\' { chars.next() } else { None };
            if let Some((at, c)) = next
                && !"0abtnvfre \"/\\N_LP\t\r\n".contains(c)
            {
                return (self.at + slash..self.at + at + c.len_utf8()).into();
            }
        }
        self.one(self.at)
    }
}
