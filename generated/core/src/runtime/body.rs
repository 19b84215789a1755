//! The body of an answer, as an error keeps it.

use std::fmt;
use std::sync::Arc;

use super::shown::Secrets;

/// The bytes of an answer. `Debug` shows their number only.
#[derive(Clone, PartialEq, Eq)]
pub struct Body(Arc<Kept>);

#[derive(Clone, PartialEq, Eq)]
pub(super) struct Kept {
    bytes: Box<[u8]>,
    /// How many there were before they were cut.
    len: usize,
    pub(super) request_id: Option<String>,
    /// Whether an attempt before the one that was answered may have run.
    pub(super) doubt: bool,
    /// Whether the error stands inside the result of a successful answer.
    pub(super) in_result: bool,
    /// The place in it that is wrong, without keys that are data; empty if it is not known.
    pub(super) place: String,
    /// What the spec of the method says about the error.
    pub(super) hint: Option<String>,
    /// What may be in it, and no error shows.
    pub(super) secrets: Secrets,
}

impl Body {
    /// More than this is not kept: an answer that is wrong shows it at its beginning, or at the place that the error names.
    const KEPT: usize = 1 << 20;

    pub(super) fn new(bytes: &[u8]) -> Self {
        Self::beginning(bytes, Self::KEPT)
    }

    /// Keeps no more than so many bytes.
    pub(super) fn beginning(bytes: &[u8], kept: usize) -> Self {
        Self(Arc::new(Kept {
            bytes: bytes.get(..kept).unwrap_or(bytes).into(),
            len: bytes.len(),
            place: String::new(),
            request_id: None,
            doubt: false,
            in_result: false,
            hint: None,
            secrets: Secrets::default(),
        }))
    }

    /// The bytes as they arrived; of more than a MiB, the first. They may hold secrets: think before you log them.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0.bytes
    }

    /// The same as text. Cut in the middle of a character, it ends before that.
    pub(super) fn as_text(&self) -> &str {
        let bytes = self.as_bytes();
        match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => bytes
                .get(..error.valid_up_to())
                .and_then(|valid| std::str::from_utf8(valid).ok())
                .unwrap_or_default(),
        }
    }

    /// With the place in it that is wrong.
    pub(super) fn wrong_at(mut self, place: String) -> Self {
        self.kept_mut().place = place;
        self
    }

    pub(super) fn place(&self) -> &str {
        &self.0.place
    }

    pub(super) fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    pub(super) fn doubts(&self) -> bool {
        self.0.doubt
    }

    pub(super) fn has_error_in_result(&self) -> bool {
        self.0.in_result
    }

    pub(super) fn hint(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }

    pub(super) fn secrets(&self) -> &Secrets {
        &self.0.secrets
    }

    /// To note what is known about it later.
    pub(super) fn kept_mut(&mut self) -> &mut Kept {
        Arc::make_mut(&mut self.0)
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len)
    }
}
