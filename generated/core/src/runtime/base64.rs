//! Files in requests.

use std::fmt;

use super::loose;
use super::record::{Slot, SlotMut, Text, Wire};

/// Bytes as the API takes them: base64 with padding, and without the prefix of a data URI.
#[derive(Clone, PartialEq, Eq)]
pub struct Base64(String);

impl Base64 {
    /// Encodes bytes.
    #[must_use]
    pub fn new(bytes: impl AsRef<[u8]>) -> Self {
        Self(encode(bytes.as_ref()))
    }

    /// Takes text that is base64 already; it is not checked.
    #[must_use]
    pub fn from_encoded(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.slot().fmt(f)
    }
}

impl Wire for Base64 {
    fn blank() -> Self {
        Self(String::new())
    }

    fn slot(&self) -> Slot<'_> {
        Slot::Base64(&self.0)
    }

    fn slot_mut(&mut self) -> SlotMut<'_> {
        SlotMut::Text(self)
    }
}

impl Text for Base64 {
    fn set(&mut self, text: &str) {
        text.clone_into(&mut self.0);
    }

    fn accepts(&self, text: &str) -> bool {
        loose::base64(text)
    }

    fn kind(&self) -> &'static str {
        "base64"
    }
}

super::macros::serde!(Base64);

/// A file to upload: its name and its content. In JSON it is an array of the two.
pub struct File {
    /// Name with the extension, from which the server tells the type.
    pub name: String,
    /// What is in it.
    pub content: Base64,
}

impl File {
    /// A file of a name and bytes.
    #[must_use]
    pub fn new(name: impl Into<String>, bytes: impl AsRef<[u8]>) -> Self {
        Self::from_base64(name, Base64::new(bytes))
    }

    /// A file whose content is base64 already.
    #[must_use]
    pub fn from_base64(name: impl Into<String>, content: Base64) -> Self {
        Self {
            name: name.into(),
            content,
        }
    }
}

super::macros::record! {
    File array {
        0: name => "name" required,
        1: content => "content" required,
    }
}

fn encode(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| usize::from(chunk.get(index).copied().unwrap_or(0));
        let bits = (byte(0) << 16) | (byte(1) << 8) | byte(2);
        for place in 0..4 {
            if place <= chunk.len() {
                text.push(char::from(ALPHABET[(bits >> (18 - 6 * place)) & 63]));
            } else {
                text.push('=');
            }
        }
    }
    text
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::Base64;

    #[test]
    fn bytes_become_base64() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("\u{ff}\u{0}>", "w78APg=="),
        ] {
            assert_eq!(Base64::new(bytes).as_str(), text);
        }
    }

    #[test]
    #[cfg(feature = "serde")]
    fn a_file_is_a_pair_and_no_log_shows_its_content() {
        let file = super::File::new("a.txt", "foo");
        let json = serde_json::to_string(&file).unwrap();
        assert_eq!(json, r#"["a.txt","Zm9v"]"#);
        assert_eq!(serde_json::from_str::<super::File>(&json).unwrap(), file);
        assert_eq!(
            format!("{file:?}"),
            "File { name: \"a.txt\", content: 4 characters of base64 }"
        );
    }
}
