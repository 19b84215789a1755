//! The codes of errors.

use std::fmt;

use super::open::{code_at, code_position};

/// A table of errors: an enum with a variant for each kind of error that is told apart. Unknown codes are kept.
///
/// Methods with the same table share one type, under a name each: `DeleteError` may be an alias of `AddError`. So a conversion into
/// an error of your own is written for any `E: ErrorCode`, not for the errors of two methods.
pub trait ErrorCode: Clone + fmt::Debug + fmt::Display + PartialEq + Send + Sync + 'static {
    /// The rows of the table, as documented: codes, HTTP statuses, messages.
    ///
    /// ```
    /// use bitrix24::{ErrorCode, Method, biconnector::source};
    ///
    /// type Errors = <source::Get as Method>::Error;
    /// let row = Errors::rows().iter().find(|row| row.code == "SOURCE_NOT_FOUND").unwrap();
    /// assert_eq!(row.status(), Some(200));
    /// assert_eq!(row.message(), Some("Source was not found."));
    /// ```
    fn rows() -> &'static [ErrorRow];

    /// The variant of `code` alone, in any letter case; `""` and `"0"` stand for an error without a code.
    ///
    /// An error that was received may be of another variant with the same code, if its text or its field tells more.
    #[must_use]
    fn from_code(code: &str) -> Self {
        Self::from_variant(code_position(Self::rows(), code), code)
    }

    /// The code as the table, or else the server, spells it; empty for an error without a code.
    fn as_str(&self) -> &str {
        match self.known() {
            Ok(variant) => code_at(Self::rows(), variant),
            Err(code) => code,
        }
    }

    /// The variant with this index in the table; `code` is kept if there is none.
    #[doc(hidden)]
    fn from_variant(variant: usize, code: &str) -> Self;

    /// The index of the variant; the code if it has none.
    #[doc(hidden)]
    fn known(&self) -> Result<usize, &str>;

    /// The index of the variant, or one beyond the last.
    #[doc(hidden)]
    fn variant(&self) -> usize {
        self.known().unwrap_or(usize::MAX)
    }
}

/// A row of a table of errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorRow {
    /// The code, as the table spells it; empty for an error without a code.
    pub code: &'static str,
    /// The index of its variant.
    #[doc(hidden)]
    pub variant: usize,
    /// One at most, as of the messages.
    #[doc(hidden)]
    pub statuses: &'static [u16],
    #[doc(hidden)]
    pub messages: &'static [&'static str],
    #[doc(hidden)]
    pub facts: &'static [ErrorFact],
    #[doc(hidden)]
    pub fields: &'static [&'static str],
    /// As in [`FieldDef`](super::FieldDef).
    #[doc(hidden)]
    pub more: (),
}

/// What is known about a row.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorFact {
    /// The message is the same on every portal.
    Fixed,
    /// The variant is not that of the code alone: the message decides if it is fixed, or else the field.
    Told,
}

impl ErrorRow {
    /// The HTTP status, if it is documented.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.statuses.first().copied()
    }

    /// The message, with `#NAME#` for what varies: `Field "#TITLE#" is required.` `None` if it is not documented.
    #[must_use]
    pub fn message(&self) -> Option<&'static str> {
        self.messages.first().copied()
    }

    /// Whether the message is the same on every portal. Any other may arrive in the portal's language.
    #[must_use]
    pub fn is_fixed(&self) -> bool {
        self.facts.contains(&ErrorFact::Fixed)
    }

    /// The parameters that the error may be about, in REST 3.
    #[must_use]
    pub fn fields(&self) -> &'static [&'static str] {
        self.fields
    }

    pub(super) fn is_told(&self) -> bool {
        self.facts.contains(&ErrorFact::Told)
    }
}

/// A table of errors whose messages have placeholders.
pub trait ErrorDetails: ErrorCode {
    /// What stands in the message in the place of each placeholder.
    type Details<'a>;

    /// Collects it; `placeholder` gives the text that stands for a name.
    #[doc(hidden)]
    fn from_placeholders<'a>(placeholder: &dyn Fn(&str) -> Option<&'a str>) -> Self::Details<'a>;
}
