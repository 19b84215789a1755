//! The codes of errors.

use std::fmt;

/// The codes of a table of errors. Unknown codes are kept.
pub trait ErrorCode: Clone + fmt::Debug + fmt::Display + PartialEq + Send + Sync + 'static {
    /// The codes of the table, without the errors that have no code.
    fn rows() -> &'static [ErrorRow];

    /// The variant of `code`, in any letter case; `""` and `"0"` stand for an error without a code.
    fn from_code(code: &str) -> Self;

    /// The code as the table, or else the server, spells it; empty for an error without a code.
    fn as_str(&self) -> &str;
}

/// A code of a table of errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorRow {
    /// The code, as the table spells it.
    pub code: &'static str,
    /// The HTTP statuses that the table gives it.
    pub statuses: &'static [u16],
    /// The messages that have placeholders: `Field "#TITLE#" is required.`
    pub templates: &'static [&'static str],
    /// As in [`FieldDef`](super::FieldDef).
    #[doc(hidden)]
    pub more: (),
}

/// A table of errors whose messages have placeholders.
pub trait ErrorDetails: ErrorCode {
    /// What stands in the message in the place of each placeholder.
    type Details<'a>;

    /// Collects it; `placeholder` gives the text that stands for a name.
    #[doc(hidden)]
    fn from_placeholders<'a>(placeholder: &dyn Fn(&str) -> Option<&'a str>) -> Self::Details<'a>;
}
