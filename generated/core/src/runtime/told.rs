//! What tells errors with one code apart: the server's text, where that is the same on every portal, and the field that
//! REST 3 names.

use std::cell::OnceCell;

use super::body::Body;
use super::code::ErrorRow;
use super::envelope::validation;
use super::open::{NO_CODE, code_position};
use super::template::{self, says};

/// An error as the server sent it, to be found in a table.
pub(super) struct Told<'e> {
    code: &'e str,
    description: &'e str,
    body: &'e [u8],
    /// The fields that REST 3 names, each with a text.
    fields: OnceCell<Vec<(String, String)>>,
}

impl<'e> Told<'e> {
    pub(super) fn new(code: &'e str, description: &'e str, body: &'e Body) -> Self {
        Self {
            code,
            description,
            body: body.as_bytes(),
            fields: OnceCell::new(),
        }
    }

    /// The variant: of the row that this error is about, if the row has one of its own; or else of the code.
    pub(super) fn variant(&self, rows: &[ErrorRow]) -> usize {
        if !self.rows(rows).any(ErrorRow::is_told) {
            return code_position(rows, self.code);
        }
        let by_field = || {
            let mut fields = self.fields().iter();
            fields.find_map(|(field, _)| {
                let told = |row: &&ErrorRow| row.is_told() && !row.is_fixed();
                let mut rows = self.rows(rows).filter(told);
                rows.find(|row| is_about(row, field))
            })
        };
        let row = self.find(self.rows(rows)).or_else(by_field);
        row.map_or_else(|| code_position(rows, self.code), |row| row.variant)
    }

    /// The row whose message this error repeats, or else the only one that it can be. `variant` is its variant.
    pub(super) fn reason(
        &self,
        rows: &'static [ErrorRow],
        variant: usize,
    ) -> Option<&'static ErrorRow> {
        let mut all = self.rows(rows);
        if let (Some(only), None, false) = (all.next(), all.next(), variant == NO_CODE) {
            return Some(only);
        }
        let own = || self.rows(rows).filter(|row| row.variant == variant);
        let by_field = || {
            let named =
                |row: &&ErrorRow| self.fields().iter().any(|(field, _)| is_about(row, field));
            let mut rows = own().filter(named);
            rows.next().filter(|_| rows.next().is_none())
        };
        self.find(own()).or_else(by_field)
    }

    /// The rows of the code.
    fn rows<'r>(&self, rows: &'r [ErrorRow]) -> impl Iterator<Item = &'r ErrorRow> + Clone {
        rows.iter().filter(|row| self.is_code(row.code))
    }

    fn fields(&self) -> &[(String, String)] {
        self.fields.get_or_init(|| validation(self.body).collect())
    }

    fn is_code(&self, code: &str) -> bool {
        code.eq_ignore_ascii_case(self.code) || (code.is_empty() && self.code == "0")
    }

    /// The row whose message the server sent. A message without a placeholder is more certain than one with some.
    fn find<'r>(&self, rows: impl Iterator<Item = &'r ErrorRow> + Clone) -> Option<&'r ErrorRow> {
        let exact = rows.clone().filter(|row| !has_placeholder(row));
        let said = |row: &&ErrorRow| row.message().is_some_and(|message| self.says(row, message));
        let mut all = exact.chain(rows.filter(|row| has_placeholder(row)));
        all.find(said)
    }

    fn says(&self, row: &ErrorRow, message: &'static str) -> bool {
        let mut fields = self.fields().iter();
        let by_field = |(field, text): &(String, String)| {
            (row.fields.is_empty() || is_about(row, field)) && says(message, text)
        };
        (row.fields.is_empty() && says(message, self.description)) || fields.any(by_field)
    }
}

fn has_placeholder(row: &ErrorRow) -> bool {
    row.message().is_some_and(template::has_placeholder)
}

fn is_about(row: &ErrorRow, field: &str) -> bool {
    row.fields.contains(&field)
}

#[cfg(test)]
// What the macro writes is for enums that others see.
#[allow(unreachable_pub)]
mod tests {
    use super::*;
    use crate::macros::error_code;
    use crate::runtime::{ErrorCode, Unknown};

    #[derive(Clone)]
    enum AddError {
        TitleMissing,
        TooLong,
        Invalid,
        WrongTitle,
        WrongPage,
        Validation,
        NoAccess,
        NoCode,
        Unknown(Unknown<String>),
    }

    error_code! {
        AddError {
            0: TitleMissing => "100" [400; "Title is missing."; Fixed Told] [; "No title"; Fixed Told],
            1: TooLong => "100" [; "Title of #LENGTH# is too long."; Fixed Told],
            2: Invalid => "100" [; "Title of any kind is too long."] [400; "Anything."],
            3: WrongTitle => "VALIDATION" [; "Wrong title."; Told; "title"],
            4: WrongPage => "VALIDATION" [; "Wrong page."; Fixed Told; "page"],
            5: Validation => "VALIDATION" [],
            6: NoAccess => "" [; "No access."; Fixed Told],
            NoCode [; "Something else."],
        }
    }

    /// The variant, and the message of the row that is taken for the reason.
    fn found(code: &str, text: &str, fields: &str) -> (String, Option<&'static str>) {
        let body = format!(r#"{{"error":{{"code":"{code}","validation":[{fields}]}}}}"#);
        let body = Body::new(body.as_bytes());
        let told = Told::new(code, text, &body);
        let variant = told.variant(AddError::rows());
        let reason = told.reason(AddError::rows(), variant);
        let code = AddError::from_variant(variant, code);
        (format!("{code:?}"), reason.and_then(ErrorRow::message))
    }

    #[test]
    fn a_text_that_no_portal_changes_tells_the_variant() {
        let cases = [
            (
                "100",
                "Title is missing",
                "TitleMissing",
                Some("Title is missing."),
            ),
            ("100", " No title. ", "TitleMissing", Some("No title")),
            (
                "100",
                "Title of 300 is too long",
                "TooLong",
                Some("Title of #LENGTH# is too long."),
            ),
            // The text of another row, word by word, although a template fits.
            (
                "100",
                "Title of any kind is too long.",
                "Invalid",
                Some("Title of any kind is too long."),
            ),
            ("100", "Titel fehlt.", "Invalid", None),
            ("100", "", "Invalid", None),
            ("", "No access.", "NoAccess", Some("No access.")),
            ("0", "No access.", "NoAccess", Some("No access.")),
            ("", "Kein Zugriff.", "NoCode", None),
            ("OTHER", "No access.", r#"Unknown("OTHER")"#, None),
        ];
        for (code, text, variant, reason) in cases {
            assert_eq!(
                found(code, text, ""),
                (variant.to_owned(), reason),
                "{code}: {text}"
            );
        }
    }

    #[test]
    fn a_field_tells_the_variant_in_any_language() {
        let cases = [
            (
                r#"{"field":"title","message":"Falscher Titel."}"#,
                "WrongTitle",
                Some("Wrong title."),
            ),
            (
                r#"{"field":"id","message":"-"},{"field":"title","message":"-"}"#,
                "WrongTitle",
                Some("Wrong title."),
            ),
            (
                r#"{"field":"page","message":"Wrong page."}"#,
                "WrongPage",
                Some("Wrong page."),
            ),
            (
                r#"{"field":"page","message":"Falsche Seite."}"#,
                "Validation",
                None,
            ),
            (
                r#"{"field":"id","message":"Wrong title."}"#,
                "Validation",
                None,
            ),
            ("", "Validation", None),
        ];
        for (fields, variant, reason) in cases {
            let is = found("validation", "Wrong page.", fields);
            assert_eq!(is, (variant.to_owned(), reason), "{fields}");
        }
    }

    #[test]
    fn a_variant_is_equal_to_itself_alone() {
        let [title, invalid] = [AddError::TitleMissing, AddError::Invalid];
        assert_ne!(title, invalid);
        assert_eq!((title.as_str(), invalid.as_str()), ("100", "100"));
        assert_eq!(AddError::NoAccess.as_str(), "");
        assert_eq!(AddError::from_code("100"), invalid);
        assert_eq!(AddError::from_code("new"), AddError::from_code("NEW"));
        assert_ne!(AddError::from_code("new"), AddError::from_code("NEWER"));
    }
}
