//! An answer that cannot be read.

use std::borrow::Cow;
use std::fmt;

use super::body::Body;
use super::report::report;

/// A result whose shape is not the documented one.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DecodeError {
    /// The method that was called.
    pub method: Cow<'static, str>,
    /// The place in the answer: `result.item.settings[0].id`.
    pub path: String,
    /// What is wrong there, without any value of the response.
    pub problem: String,
    /// The HTTP status.
    pub status: u16,
    /// The whole answer.
    pub body: Body,
}

impl DecodeError {
    /// Describes the error for a public issue: the method, the place, the kinds of JSON that were expected and found, the HTTP
    /// status, and the version of `bitrix24-core`.
    ///
    /// It contains no value of the response and no key that is data: `*` stands for the keys of a map, and a pattern such as
    /// `UF_*` for a family of keys. The name of the method is shown as you passed it, also for a call without a spec.
    ///
    /// ```
    /// use bitrix24::CallError;
    /// use bitrix24::biconnector::source::Get;
    ///
    /// let Err(CallError::Decode(error)) = bitrix24::decode::<Get>(200, r#"{"result":{"item":{"connection":7}}}"#) else {
    ///     panic!("it does not decode")
    /// };
    /// assert_eq!(
    ///     error.report(),
    ///     concat!(
    ///         "method: biconnector.source.get\n",
    ///         "HTTP status: 200\n",
    ///         "bitrix24-core: 0.1.0\n",
    ///         "result.item.connection: expected object, found number\n",
    ///     )
    /// );
    /// ```
    #[must_use]
    pub fn report(&self) -> String {
        let place = self.body.place();
        report(&self.method, self.status, [(place, &*self.problem)])
    }
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
    pub method: Cow<'static, str>,
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
