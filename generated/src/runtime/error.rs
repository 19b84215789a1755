//! What a call may come to, other than its output.
//!
//! No `Debug` and no `Display` here shows the body: it may hold secrets. It is there for who asks, as [`Body`].

use std::fmt;
use std::sync::Arc;

use super::template::read;
use crate::api::SystemCode;

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
#[non_exhaustive]
pub struct ErrorRow {
    /// The code, as the table spells it.
    pub code: &'static str,
    /// The HTTP statuses that the table gives it.
    pub statuses: &'static [u16],
    /// The messages that have placeholders: `Field "#TITLE#" is required.`
    pub templates: &'static [&'static str],
}

/// A table of errors whose messages have placeholders.
pub trait ErrorDetails: ErrorCode {
    /// What stands in the message in the place of each placeholder.
    type Details<'a>;

    /// Collects it; `placeholder` gives the text that stands for a name.
    #[doc(hidden)]
    fn from_placeholders<'a>(placeholder: &dyn Fn(&str) -> Option<&'a str>) -> Self::Details<'a>;
}

/// A call that gave no output. `E` is the table of the method's own errors.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum CallError<E> {
    /// An error of the method's own table, one that no table knows, or one without a code.
    Method(ApiError<E>),
    /// An error that any method may answer: limits, tokens, scopes.
    System(ApiError<SystemCode>),
    /// A result whose shape is not the documented one.
    Decode(DecodeError),
    /// An answer that is not one of the REST API: no JSON object, or neither result nor error in it.
    Unexpected(UnexpectedError),
}

impl<E> CallError<E> {
    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::Method(error) => error.status,
            Self::System(error) => error.status,
            Self::Decode(error) => error.status,
            Self::Unexpected(error) => error.status,
        }
    }

    /// The whole answer.
    #[must_use]
    pub fn body(&self) -> &Body {
        match self {
            Self::Method(error) => &error.body,
            Self::System(error) => &error.body,
            Self::Decode(error) => &error.body,
            Self::Unexpected(error) => &error.body,
        }
    }
}

impl<E: fmt::Display> fmt::Display for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Method(error) => error.fmt(f),
            Self::System(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
            Self::Unexpected(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Debug + fmt::Display> std::error::Error for CallError<E> {}

/// An error that the server answered.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ApiError<C> {
    /// The method that was called.
    pub method: &'static str,
    /// The code, to match on.
    pub code: C,
    /// The server's text, in the portal's language; it may change at any time, so match on the code. May be empty.
    pub description: String,
    /// The HTTP status; several methods answer errors with 200.
    pub status: u16,
    /// The whole answer.
    pub body: Body,
}

/// What REST 3 says about a parameter that it refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldError {
    /// The path of the parameter: `fields.title`.
    pub field: String,
    /// The server's text.
    pub message: String,
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.field.is_empty() {
            return f.write_str(&self.message);
        }
        write!(f, "`{}`: {}", self.field, self.message)
    }
}

impl<C> ApiError<C> {
    /// The parameters that REST 3 refuses, each with a reason; empty for any other error.
    ///
    /// ```
    /// # #[cfg(feature = "tasks")] {
    /// use bitrix24::CallError;
    /// use bitrix24::v3::tasks::task::Get;
    ///
    /// let body = r#"{"error":{"code":"BITRIX_REST_V3_EXCEPTION_VALIDATION_REQUESTVALIDATIONEXCEPTION",
    ///     "message":"","validation":[{"field":"id","message":"Required"}]}}"#;
    /// match bitrix24::decode::<Get>(400, body) {
    ///     Err(CallError::Method(error)) => assert_eq!(error.validation()[0].field, "id"),
    ///     other => panic!("{other:?}"),
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn validation(&self) -> Vec<FieldError> {
        super::envelope::validation(self.body.as_bytes())
    }
}

impl<C: ErrorDetails> ApiError<C> {
    /// What the message says in the place of its placeholders, such as the name of the field that is missing.
    ///
    /// It is read from the description. All of it is absent where the server's text is not the documented one, for
    /// example in another language.
    ///
    /// ```
    /// # #[cfg(feature = "biconnector")] {
    /// use bitrix24::CallError;
    /// use bitrix24::biconnector::connector::{Add, AddError};
    ///
    /// let body = r#"{"error":"VALIDATION_REQUIRED_FIELD_MISSING","error_description":"Field \"logo\" is required."}"#;
    /// match bitrix24::decode::<Add>(200, body) {
    ///     Err(CallError::Method(error)) => assert_eq!(error.details().title, Some("logo")),
    ///     other => panic!("{other:?}"),
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn details(&self) -> C::Details<'_> {
        let mut rows = C::rows().iter();
        let row = rows.find(|row| row.code.eq_ignore_ascii_case(self.code.as_str()));
        let templates = row.map_or(&[][..], |row| row.templates);
        let read = |template: &&'static str| read(template, &self.description);
        let found = templates.iter().find_map(read).unwrap_or_default();
        C::from_placeholders(&|name| {
            let mut found = found.iter();
            found.find(|(key, _)| *key == name).map(|(_, text)| *text)
        })
    }
}

impl<C: fmt::Display> fmt::Display for ApiError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.code.to_string();
        let code = if code.is_empty() {
            "error without a code"
        } else {
            &code
        };
        write!(f, "{}: {code}", self.method)?;
        if !self.description.is_empty() {
            write!(f, ": {}", self.description)?;
        }
        let told = |error: &FieldError| !error.message.is_empty();
        for error in self.validation().into_iter().filter(told) {
            write!(f, "; {error}")?;
        }
        write!(f, " (HTTP {})", self.status)
    }
}

impl<C: fmt::Debug + fmt::Display> std::error::Error for ApiError<C> {}

/// A result whose shape is not the documented one.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DecodeError {
    /// The method that was called.
    pub method: &'static str,
    /// The place in the answer: `result.item.settings[0].id`.
    pub path: String,
    /// What is wrong there; it never repeats a value of the answer.
    pub problem: String,
    /// The HTTP status.
    pub status: u16,
    /// The whole answer.
    pub body: Body,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.method, self.path, self.problem)
    }
}

impl std::error::Error for DecodeError {}

/// An answer that is not one of the REST API.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UnexpectedError {
    /// The method that was called.
    pub method: &'static str,
    /// What is wrong; it never repeats a value of the answer.
    pub problem: String,
    /// The HTTP status.
    pub status: u16,
    /// The whole answer.
    pub body: Body,
}

impl fmt::Display for UnexpectedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {} (HTTP {}, {:?})",
            self.method, self.problem, self.status, self.body
        )
    }
}

impl std::error::Error for UnexpectedError {}

/// The bytes of an answer. `Debug` shows their number only.
#[derive(Clone, PartialEq, Eq)]
pub struct Body(Arc<[u8]>);

impl Body {
    pub(super) fn new(bytes: &[u8]) -> Self {
        Self(bytes.into())
    }

    /// The bytes as they arrived. They may hold secrets: think before you log them.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

/// What is wrong at a place of the JSON.
#[derive(Clone, Copy)]
pub(super) struct Problem {
    pub(super) expected: &'static str,
    pub(super) found: &'static str,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found {}", self.expected, self.found)
    }
}
