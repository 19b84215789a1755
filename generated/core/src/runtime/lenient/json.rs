//! The text of a JSON value, read forwards.

use std::borrow::Cow;
use std::cell::Cell;

/// A JSON text, and how far it is read. What it takes is JSON; what it refuses is left to `serde_json` to name.
///
/// `serde_json` neither says where a value stands nor reads it twice, and reading a value once more is what leniency needs.
// Public only because a method of a hidden trait takes it.
pub struct Json<'de> {
    text: &'de str,
    at: Cell<usize>,
}

impl<'de> Json<'de> {
    pub(in crate::runtime) fn new(text: &'de str) -> Self {
        Self {
            text,
            at: Cell::new(0),
        }
    }

    pub(in crate::runtime) fn at(&self) -> usize {
        self.at.get()
    }

    /// How long the whole text is.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Goes back to a place where it was before.
    pub(in crate::runtime) fn back_to(&self, at: usize) {
        self.at.set(at);
    }

    /// What was read since then.
    pub(in crate::runtime) fn since(&self, at: usize) -> &'de str {
        self.text.get(at..self.at()).unwrap_or_default()
    }

    pub(super) fn rest(&self) -> &'de [u8] {
        self.text.as_bytes().get(self.at()..).unwrap_or_default()
    }

    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or_default()
    }

    /// The byte that comes next, behind white space; 0 at the end.
    #[inline]
    pub(in crate::runtime) fn peek(&self) -> u8 {
        let byte = self.byte(self.at());
        match byte {
            b' ' | b'\n' | b'\t' | b'\r' => self.peek_behind_space(),
            _ => byte,
        }
    }

    // In line, it would be in the way of what is frequent.
    #[inline(never)]
    fn peek_behind_space(&self) -> u8 {
        let mut at = self.at();
        while matches!(self.byte(at), b' ' | b'\n' | b'\t' | b'\r') {
            at += 1;
        }
        self.at.set(at);
        self.byte(at)
    }

    /// Takes this byte, if it comes next.
    #[inline]
    pub(in crate::runtime) fn takes(&self, byte: u8) -> bool {
        let is_next = self.peek() == byte;
        if is_next {
            self.at.set(self.at() + 1);
        }
        is_next
    }

    /// Goes on to the next element or member; false behind the last, and nothing if what comes is neither.
    #[inline]
    pub(in crate::runtime) fn goes_on(&self, close: u8, is_first: bool) -> Option<bool> {
        let byte = self.peek();
        let (is_end, is_comma) = (byte == close, byte == b',' && !is_first);
        if is_end || is_comma {
            self.at.set(self.at() + 1);
        }
        (is_end || is_comma || is_first).then_some(!is_end)
    }

    /// Takes a key, and the colon behind it.
    #[inline]
    pub(in crate::runtime) fn key(&self) -> Option<Cow<'de, str>> {
        let key = self.string()?;
        self.takes(b':').then_some(key)
    }

    /// Takes a string.
    #[inline]
    pub(super) fn string(&self) -> Option<Cow<'de, str>> {
        self.peek();
        let begin = self.at();
        match self.skip_string()? {
            true => serde_json::from_str(self.since(begin)).ok(),
            false => self.text.get(begin + 1..self.at() - 1).map(Cow::Borrowed),
        }
    }

    /// Takes a value of any kind, and gives its text.
    pub(in crate::runtime) fn skip(&self) -> Option<&'de str> {
        let first = self.peek();
        let begin = self.at();
        match first {
            b'"' => self.skip_string().map(drop)?,
            b'{' | b'[' => self.skip_compound()?,
            _ => self.skip_scalar()?,
        }
        Some(self.since(begin))
    }

    /// Takes an array or an object.
    fn skip_compound(&self) -> Option<()> {
        // A bit for each of them that is open: whether it is an object. Of every 64, the outer ones are put away.
        let (mut open, mut depth, mut outer) = (0_u64, 0_usize, Vec::new());
        loop {
            let first = self.peek();
            let mut is_first = matches!(first, b'{' | b'[');
            match first {
                b'{' | b'[' => {
                    self.at.set(self.at() + 1);
                    if depth > 0 && depth % 64 == 0 {
                        outer.push(open);
                    }
                    open = open << 1 | u64::from(first == b'{');
                    depth += 1;
                }
                b'"' => self.skip_string().map(drop)?,
                _ => self.skip_scalar()?,
            }
            loop {
                let is_object = open & 1 == 1;
                if self.goes_on(if is_object { b'}' } else { b']' }, is_first)? {
                    if is_object {
                        self.peek();
                        self.skip_string()?;
                        self.takes(b':').then_some(())?;
                    }
                    break;
                }
                is_first = false;
                depth -= 1;
                if depth == 0 {
                    return Some(());
                }
                open = match depth % 64 {
                    0 => outer.pop()?,
                    _ => open >> 1,
                };
            }
        }
    }

    /// Takes a string; whether it has escapes.
    fn skip_string(&self) -> Option<bool> {
        let mut rest = self.rest().strip_prefix(b"\"")?;
        let mut has_escapes = false;
        loop {
            rest = rest.get(ordinary(rest)..)?;
            rest = match rest {
                [b'"', rest @ ..] => {
                    self.at.set(self.text.len() - rest.len());
                    return Some(has_escapes);
                }
                [b'\\', b'u', a, b, c, d, rest @ ..] => {
                    let is_hex = [a, b, c, d].into_iter().all(u8::is_ascii_hexdigit);
                    is_hex.then_some(rest)?
                }
                [
                    b'\\',
                    b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't',
                    rest @ ..,
                ] => rest,
                // A control character, or no escape.
                _ => return None,
            };
            has_escapes = true;
        }
    }

    /// Takes a number or a word.
    fn skip_scalar(&self) -> Option<()> {
        let length = match self.rest() {
            [b'n', b'u', b'l', b'l', ..] | [b't', b'r', b'u', b'e', ..] => 4,
            [b'f', b'a', b'l', b's', b'e', ..] => 5,
            _ => return self.skip_number(),
        };
        self.at.set(self.at() + length);
        Some(())
    }

    fn skip_number(&self) -> Option<()> {
        let mut at = self.at();
        at += usize::from(self.byte(at) == b'-');
        at = match self.byte(at) {
            b'0' => at + 1,
            _ => self.digits(at)?,
        };
        if self.byte(at) == b'.' {
            at = self.digits(at + 1)?;
        }
        if matches!(self.byte(at), b'e' | b'E') {
            at += usize::from(matches!(self.byte(at + 1), b'+' | b'-'));
            at = self.digits(at + 1)?;
        }
        self.at.set(at);
        Some(())
    }

    /// Where the digits from here on end; nothing if there is none.
    fn digits(&self, from: usize) -> Option<usize> {
        let mut at = from;
        while self.byte(at).is_ascii_digit() {
            at += 1;
        }
        (at > from).then_some(at)
    }
}

/// How many bytes from here on are neither a quote, nor a backslash, nor a control character, of a string in UTF-8.
#[inline]
fn ordinary(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 255;
    let mut rest = bytes;
    // Eight at once: subtracting borrows the top bit of those that are smaller. Above the first of them it may be wrong.
    while let Some((eight, behind)) = rest.split_first_chunk() {
        let eight = u64::from_le_bytes(*eight);
        let quote = eight ^ (ONES * u64::from(b'"'));
        let backslash = eight ^ (ONES * u64::from(b'\\'));
        let found = quote.wrapping_sub(ONES) & !quote
            | backslash.wrapping_sub(ONES) & !backslash
            | eight.wrapping_sub(ONES * 0x20) & !eight;
        let found = found & (ONES << 7);
        if found != 0 {
            return bytes.len() - rest.len() + (found.trailing_zeros() / 8) as usize;
        }
        rest = behind;
    }
    let is_ordinary = |byte: &&u8| !matches!(byte, b'"' | b'\\' | 0..0x20);
    bytes.len() - rest.len() + rest.iter().take_while(is_ordinary).count()
}
