//! Optional fields that do not decode, one by one.

use std::borrow::Cow;
use std::fmt;

use super::body::Body;
use super::path::Place;
use super::report::report;
use super::shown::{Secrets, Shown};

/// An optional field that tolerant decoding left absent, because its value is of another kind than documented.
///
/// Neither `Debug` nor `Display` shows a value of the response; [`json`](Self::json) returns that of the field.
///
/// ```
/// use bitrix24::crm::deal::List;
///
/// let body = r#"{"result":[{"ID":"1","OPPORTUNITY":"1 500,50"}]}"#;
/// let deals = bitrix24::decode_tolerant::<List>(200, body)?;
/// assert_eq!(deals.result[0].opportunity, None);
/// let mistake = &deals.mistakes[0];
/// assert_eq!(mistake.path, "result[0].OPPORTUNITY");
/// assert_eq!(mistake.problem, "expected number, found string");
/// assert_eq!(mistake.json(), r#""1 500,50""#);
/// # Ok::<(), bitrix24::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mistake {
    /// The method that was called.
    pub method: Cow<'static, str>,
    /// The field that is absent: `result.item.settings`.
    pub path: String,
    /// Path of the wrong value in it: `result.item.settings[0].id`; the same as `path` if the whole field is wrong.
    pub place: String,
    /// What is wrong there, without any value of the response.
    pub problem: String,
    /// The HTTP status.
    pub status: u16,
    json: Body,
}

impl Mistake {
    pub(super) fn new(
        method: Cow<'static, str>,
        status: u16,
        field: Place,
        place: Place,
        problem: String,
        json: Body,
    ) -> Self {
        Self {
            method,
            path: Shown::text(&field.path).to_string(),
            place: Shown::text(&place.path).to_string(),
            problem,
            status,
            json: json.wrong_at(place.public),
        }
    }

    /// Returns the JSON of the absent field, cut after 64 KiB. It may contain secrets: do not log it.
    #[must_use]
    pub fn json(&self) -> &str {
        self.json.as_text()
    }

    /// Describes the mistake for a public issue, without any value of the response: see
    /// [`DecodeError::report`](crate::DecodeError::report).
    #[must_use]
    pub fn report(&self) -> String {
        report(&self.method, self.status, [self.in_public()])
    }

    // What is in use of this depends on the features.
    #[allow(dead_code)]
    pub(crate) fn in_public(&self) -> (&str, &str) {
        (self.json.place(), &self.problem)
    }

    /// Moves it from one row to another, by the way to the rows.
    pub(super) fn renumber(&mut self, rows: &str, of: &[usize]) {
        for path in [
            &mut self.path,
            &mut self.place,
            &mut self.json.kept_mut().place,
        ] {
            let rest = path
                .strip_prefix(rows)
                .and_then(|rest| rest.strip_prefix('['));
            let Some((index, rest)) = rest.and_then(|rest| rest.split_once(']')) else {
                continue;
            };
            let index = index.parse().ok().and_then(|index: usize| of.get(index));
            if let Some(index) = index {
                *path = format!("{rows}[{index}]{rest}");
            }
        }
    }

    /// Hides these in whatever the server says.
    // What is in use of this depends on the features.
    #[allow(dead_code)]
    pub(crate) fn conceal(&mut self, secrets: &Secrets) {
        secrets.conceal(&mut self.path);
        secrets.conceal(&mut self.place);
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.method, self.place, self.problem)?;
        match self.path == self.place {
            true => f.write_str("; it is left absent"),
            false => write!(f, "; `{}` is left absent", self.path),
        }
    }
}

impl std::error::Error for Mistake {}
