//! An error that the server answered.

use std::borrow::Cow;
use std::fmt;

use super::body::Body;
use super::code::{ErrorCode, ErrorDetails, ErrorRow};
use super::envelope::validation;
use super::shown::{Secrets, Shown};
use super::template::read;
use super::told::Told;

/// An error that the server answered.
///
/// `Display` and `Debug` show no more than 1,000 characters of the server's text, without line breaks, and without what is or
/// looks like a secret; [`description`](Self::description) has all of it. `Display` adds what the spec of the method says about
/// [`ERROR_METHOD_NOT_FOUND`](crate::SystemCode::ErrorMethodNotFound), a missing scope, and a wrong kind of authorization: the scopes
/// that it needs, and whether it is for applications alone.
#[derive(Clone)]
#[non_exhaustive]
pub struct ApiError<C> {
    /// The method that was called.
    pub method: Cow<'static, str>,
    /// The code, to match on.
    pub code: C,
    /// The server's text, in the portal's language; it may change at any time, so match on the code. May be empty. It is whole,
    /// but for the 64 KiB of it that each call of a batch keeps, and may repeat what was sent, secrets included: think before you
    /// log it.
    pub description: String,
    /// The HTTP status; several methods answer errors with 200.
    pub status: u16,
    /// The whole answer.
    pub body: Body,
}

/// What REST 3 says about a parameter that it refuses.
///
/// `Display` and `Debug` show it as those of [`ApiError`] do.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldError {
    /// The path of the parameter: `fields.title`.
    pub field: String,
    /// The server's text.
    pub message: String,
    pub(super) secrets: Secrets,
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = Shown::text(&self.message).without(&self.secrets);
        if self.field.is_empty() {
            return message.fmt(f);
        }
        let field = Shown::code(&self.field).without(&self.secrets);
        write!(f, "`{field}`: {message}")
    }
}

impl fmt::Debug for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FieldError")
            .field("field", &Shown::code(&self.field).without(&self.secrets))
            .field(
                "message",
                &Shown::text(&self.message).without(&self.secrets),
            )
            .finish()
    }
}

impl<C> ApiError<C> {
    /// The parameters that REST 3 refuses, each with a reason; empty for any other error.
    ///
    /// ```
    /// use bitrix24::CallError;
    /// use bitrix24::v3::tasks::task::Get;
    ///
    /// let body = r#"{"error":{"code":"BITRIX_REST_V3_EXCEPTION_VALIDATION_REQUESTVALIDATIONEXCEPTION",
    ///     "message":"","validation":[{"field":"id","message":"Required"}]}}"#;
    /// match bitrix24::decode::<Get>(400, body) {
    ///     Err(CallError::Method(error)) => assert_eq!(error.validation()[0].field, "id"),
    ///     other => panic!("{other:?}"),
    /// }
    /// ```
    #[must_use]
    pub fn validation(&self) -> Vec<FieldError> {
        self.refused().collect()
    }

    fn refused(&self) -> impl Iterator<Item = FieldError> {
        validation(self.body.as_bytes()).map(|(field, message)| FieldError {
            field,
            message,
            secrets: self.body.secrets().clone(),
        })
    }
}

impl<C: ErrorCode> ApiError<C> {
    /// Returns the row of the method's table that the error is about, for logs and for messages to people.
    ///
    /// It is a guess: the row whose message the server sent, the only one with the code, or the only one with the code and the
    /// field that REST 3 names. In another language most messages are unknown, and so is the row. To act on an error, match on
    /// its [`code`](Self::code).
    ///
    /// ```
    /// use bitrix24::CallError;
    /// use bitrix24::biconnector::source::Get;
    ///
    /// let body = r#"{"error":"SOURCE_NOT_FOUND","error_description":"Quelle nicht gefunden."}"#;
    /// match bitrix24::decode::<Get>(200, body) {
    ///     Err(CallError::Method(error)) => {
    ///         assert_eq!(error.reason().unwrap().message(), Some("Source was not found."));
    ///     }
    ///     other => panic!("{other:?}"),
    /// }
    /// ```
    #[must_use]
    pub fn reason(&self) -> Option<&'static ErrorRow> {
        self.told().reason(C::rows(), self.code.variant())
    }

    pub(super) fn told(&self) -> Told<'_> {
        Told::new(self.code.as_str(), &self.description, &self.body)
    }
}

impl<C: ErrorDetails> ApiError<C> {
    /// What the message says in the place of its placeholders, such as the name of the field that is missing.
    ///
    /// It is read from the description. All of it is absent where the server's text is not the documented one, for
    /// example in another language.
    ///
    /// ```
    /// use bitrix24::CallError;
    /// use bitrix24::biconnector::connector::{Add, AddError};
    ///
    /// let body = r#"{"error":"VALIDATION_REQUIRED_FIELD_MISSING","error_description":"Field \"logo\" is required."}"#;
    /// match bitrix24::decode::<Add>(200, body) {
    ///     Err(CallError::Method(error)) => assert_eq!(error.details().title, Some("logo")),
    ///     other => panic!("{other:?}"),
    /// }
    /// ```
    #[must_use]
    pub fn details(&self) -> C::Details<'_> {
        let variant = self.code.variant();
        let rows = C::rows().iter().filter(|row| row.variant == variant);
        let mut messages = rows.filter_map(ErrorRow::message);
        let found = messages.find_map(|message| read(message, &self.description));
        let found = found.unwrap_or_default();
        C::from_placeholders(&|name| {
            let mut found = found.iter();
            found.find(|(key, _)| *key == name).map(|(_, text)| *text)
        })
    }
}

/// How many of the parameters that are refused are shown.
const ROWS: usize = 10;

impl<C: fmt::Display> fmt::Display for ApiError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (code, secrets) = (self.code.to_string(), self.body.secrets());
        write!(f, "{}: ", self.method)?;
        match code.as_str() {
            "" => f.write_str("error without a code")?,
            code => Shown::code(code).without(secrets).fmt(f)?,
        }
        if !self.description.is_empty() {
            write!(f, ": {}", Shown::text(&self.description).without(secrets))?;
        }
        let told = |error: &FieldError| !error.message.is_empty();
        for (row, error) in self.refused().filter(told).take(ROWS + 1).enumerate() {
            match row {
                ROWS => f.write_str("; …")?,
                _ => write!(f, "; {error}")?,
            }
        }
        if let Some(hint) = self.body.hint() {
            write!(f, "; {hint}")?;
        }
        write!(f, " (HTTP {})", self.status)
    }
}

impl<C: fmt::Debug> fmt::Debug for ApiError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (code, secrets) = (format!("{:?}", self.code), self.body.secrets());
        let code = Shown::code(&code).without(secrets);
        f.debug_struct("ApiError")
            .field("method", &self.method)
            .field("code", &format_args!("{code}"))
            .field(
                "description",
                &Shown::text(&self.description).without(secrets),
            )
            .field("status", &self.status)
            .field("body", &self.body)
            .finish()
    }
}

impl<C: fmt::Debug + fmt::Display> std::error::Error for ApiError<C> {}
