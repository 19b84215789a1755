//! Text that others have written, as errors and logs show it.
//!
//! A server repeats what it was sent, the address of a webhook included; a line break in its text would begin a line of its own in
//! a log; and it may be of any length. So the text is cut, what would change how the text around it is read is escaped, and what
//! is or looks like a secret is masked. It is masked in the spellings of JSON and of addresses too: `\/`, `%2F`.

#[cfg(test)]
mod tests;

use std::fmt::{self, Write as _};
use std::sync::Arc;

/// How many characters of a text are shown.
const TEXT: usize = 1_000;

/// How many of a code.
const CODE: usize = 100;

pub(super) const MASK: &str = "***";

/// The parameters whose values are secrets.
pub(super) const PARAMETERS: [&str; 5] = [
    "auth",
    "access_token",
    "refresh_token",
    "client_secret",
    "application_token",
];

/// What a client knows, and no error may show. It is no part of what an error says: all are equal.
#[derive(Clone, Default)]
pub(crate) struct Secrets(Option<Arc<[String]>>);

impl Secrets {
    /// Shorter ones are none, and would be found in any text.
    #[cfg(any(feature = "client-core", feature = "blocking-core"))]
    const LEAST: usize = 8;

    #[cfg(any(feature = "client-core", feature = "blocking-core"))]
    pub(crate) fn new<'s>(secrets: impl IntoIterator<Item = &'s str>) -> Self {
        let secrets = secrets.into_iter();
        let secrets = secrets.filter(|secret| secret.len() >= Self::LEAST);
        Self(Some(secrets.map(str::to_owned).collect()))
    }

    /// Makes a text one that can be shown.
    // What is in use of this depends on the features.
    #[allow(dead_code)]
    pub(crate) fn conceal(&self, text: &mut String) {
        *text = Shown::text(text).without(self).to_string();
    }

    /// The same for a code.
    #[cfg(any(feature = "client-core", feature = "blocking-core"))]
    pub(crate) fn conceal_code(&self, code: &mut String) {
        *code = Shown::code(code).without(self).to_string();
    }
}

impl PartialEq for Secrets {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Secrets {}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

/// A text that can be shown. `Debug` has it in quotes.
pub(crate) struct Shown<'a> {
    text: &'a str,
    max: usize,
    secrets: &'a [String],
}

impl<'a> Shown<'a> {
    pub(crate) fn text(text: &'a str) -> Self {
        Self {
            text,
            max: TEXT,
            secrets: &[],
        }
    }

    pub(crate) fn code(code: &'a str) -> Self {
        Self {
            max: CODE,
            ..Self::text(code)
        }
    }

    /// Masks these too.
    pub(crate) fn without(self, secrets: &'a Secrets) -> Self {
        Self {
            secrets: secrets.0.as_deref().unwrap_or_default(),
            ..self
        }
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, quoted: bool) -> fmt::Result {
        let (mut rest, mut before, mut left) = (self.text, None, self.max);
        while let Some((read, len)) = unit(rest) {
            if left == 0 {
                return f.write_char('…');
            }
            let secret = self.secret(rest, before);
            let (shown, hidden) = secret.unwrap_or((len, len));
            for char in rest[..shown].chars() {
                escape(f, char, quoted)?;
                left = left.saturating_sub(1);
            }
            if hidden > shown {
                f.write_str(MASK)?;
                left = left.saturating_sub(MASK.len());
            }
            before = Some(read);
            rest = &rest[hidden..];
        }
        Ok(())
    }

    /// A secret at the beginning of `text`, behind the character `before`: how much is in front of it, and where it ends.
    fn secret(&self, text: &str, before: Option<char>) -> Option<(usize, usize)> {
        let mut secrets = self.secrets.iter();
        if let Some(end) = secrets.find_map(|secret| behind(text, secret)) {
            return Some((0, end));
        }
        if before.is_some_and(is_word) {
            return None;
        }
        webhook(text).or_else(|| parameter(text))
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, false)
    }
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        self.write(f, true)?;
        f.write_char('"')
    }
}

/// Writes a character, escaped if it would begin a new line, control a terminal, or change the direction of the text.
fn escape(f: &mut fmt::Formatter<'_>, char: char, quoted: bool) -> fmt::Result {
    let turns = matches!(char, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if char.is_control() || turns || quoted && matches!(char, '"' | '\\') {
        return write!(f, "{}", char.escape_default());
    }
    f.write_char(char)
}

fn is_word(char: char) -> bool {
    char.is_ascii_alphanumeric() || char == '_'
}

/// The first character of a text, as addresses and JSON spell it too, and its length there.
fn unit(text: &str) -> Option<(char, usize)> {
    let first = text.chars().next()?;
    let code = |digits: Option<&str>| {
        let digits = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        char::from_u32(u32::from_str_radix(digits, 16).ok()?)
    };
    let escaped = match (first, text.as_bytes().get(1)) {
        ('%', _) => code(text.get(1..3))
            .filter(char::is_ascii)
            .map(|char| (char, 3)),
        ('\\', Some(b'u')) => code(text.get(2..6)).map(|char| (char, 6)),
        ('\\', Some(escaped @ (b'/' | b'"' | b'\\'))) => Some((char::from(*escaped), 2)),
        _ => None,
    };
    Some(escaped.unwrap_or((first, first.len_utf8())))
}

/// Where the text is behind `word`, if it begins so, in any letter case.
fn behind(text: &str, word: &str) -> Option<usize> {
    let mut at = 0;
    for expected in word.chars() {
        let rest = &text[at..];
        let raw = rest.chars().next()?;
        let (read, len) = match raw.eq_ignore_ascii_case(&expected) {
            true => (raw, raw.len_utf8()),
            false => unit(rest)?,
        };
        if !read.eq_ignore_ascii_case(&expected) {
            return None;
        }
        at += len;
    }
    Some(at)
}

/// Where the characters from `from` on end that are of a kind.
fn run(text: &str, from: usize, is: impl Fn(char) -> bool) -> usize {
    let mut at = from;
    while let Some((read, len)) = unit(&text[at..]) {
        if !is(read) {
            break;
        }
        at += len;
    }
    at
}

/// The code in the address of a webhook: `/rest/1/CODE`.
fn webhook(text: &str) -> Option<(usize, usize)> {
    let slashes = |from| {
        let end = run(text, from, |char| matches!(char, '/' | '\\'));
        (end > from).then_some(end)
    };
    let start = run(text, 0, |char| matches!(char, '/' | '\\'));
    let rest = slashes(start + behind(&text[start..], "rest")?)?;
    let api = behind(&text[rest..], "api").and_then(|api| slashes(rest + api));
    let user = api.unwrap_or(rest);
    let behind_user = run(text, user, |char| char.is_ascii_digit());
    let code = slashes(behind_user).filter(|_| behind_user > user)?;
    let end = run(text, code, |char| is_word(char) || char == '-');
    (end > code).then_some((code, end))
}

/// The value of a parameter that is a secret: `auth=VALUE`, `"auth":"VALUE"`, `[auth] => VALUE`.
fn parameter(text: &str) -> Option<(usize, usize)> {
    let mut names = PARAMETERS.iter();
    let name = names.find_map(|name| behind(text, name))?;
    let is_quote = |char| matches!(char, '"' | '\'' | '\\');
    let quote = run(text, name, |char| is_quote(char) || char == ']');
    let sign = run(text, quote, |char| char == ' ');
    let (read, _) = unit(&text[sign..])?;
    // A colon is that of a sentence, unless the name is in quotes.
    if read != '=' && (read != ':' || quote == name) {
        return None;
    }
    let value = run(text, sign, |char| {
        is_quote(char) || matches!(char, ' ' | '=' | ':' | '>')
    });
    let ends = |char: char| char.is_whitespace() || is_quote(char) || "&<>,;()[]{}#".contains(char);
    let end = run(text, value, |char| !ends(char));
    (end > value).then_some((value, end))
}
