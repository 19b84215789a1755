//! A call that fails.

use bitrix24::record::{Kind, SlotMut};
use bitrix24::{CallError, ErrorCode as _};
use serde_json::{Value, json};

use super::erased::Erased;
use super::success::truncate;
use super::{Example, fuzz};

/// What a portal says in a language that no table knows.
const ELSEWHERE: &str = "Ошибка: «#FIELD#» не найдено.";

/// What the server answers, and the variant that it is.
#[derive(Clone, Copy)]
pub(super) struct Failure {
    pub(super) code: &'static str,
    /// The field that REST 3 says it is about; empty if there is none.
    pub(super) field: &'static str,
    pub(super) description: &'static str,
    pub(super) status: u16,
    pub(super) variant: &'static str,
}

/// The error is recognised wherever it stands and however its code is written, and nothing of it is lost. In another language it is
/// what its code and its field make it, and never another row.
pub(super) fn failure(example: &Example, failure: &Failure) {
    let method = example.method;
    let Failure {
        code,
        field,
        description,
        status,
        variant,
    } = *failure;
    let elsewhere = variant_elsewhere(method, failure);
    let other_case = if code == code.to_lowercase() {
        code.to_uppercase()
    } else {
        code.to_lowercase()
    };
    let mut codes = vec![json!(code), json!(other_case)];
    codes.extend(code.parse::<i64>().map(Value::from));
    for written in codes {
        for (text, variant) in [(description, variant), (ELSEWHERE, elsewhere.as_str())] {
            let expected = Expected {
                code: if code == "0" { "" } else { code },
                description: text,
                status,
                variant,
            };
            let mut rest_3 = json!({ "code": written, "message": text });
            if !field.is_empty() {
                rest_3["validation"] = json!([{ "field": field, "message": text }]);
            }
            let body = json!({ "error": rest_3 });
            expect_error(method, &body, &expected, false);
            truncate(example, &body);
            if !field.is_empty() {
                continue;
            }
            let error = json!({ "error": written, "error_description": text });
            expect_error(method, &error, &expected, false);
            truncate(example, &error);
            if method.unwrap.is_none() && holds_any_key((method.output)().slot_mut()) {
                continue;
            }
            for body in [
                json!({ "result": { "error": error } }),
                json!({ "result": { "error": error }, "time": {} }),
            ] {
                expect_error(method, &body, &expected, true);
                truncate(example, &body);
            }
        }
    }
    let unknown = format!("{code}_OF_THE_FUTURE");
    let body = json!({ "error": unknown, "error_description": description });
    match (method.decode)(status, body.to_string().as_bytes()) {
        Err(CallError::Method(error)) => assert_eq!(error.code.as_str(), unknown),
        other => panic!("{body}: {other:?}"),
    }
    fuzz::failure(example, code, description);
}

/// What an error is in another language: its field may tell it, but its text does not.
fn variant_elsewhere(method: Erased, failure: &Failure) -> String {
    let Failure {
        code,
        field,
        variant,
        ..
    } = *failure;
    let rows = || (method.errors)().iter().filter(|row| row.code == code);
    let by_field = rows().any(|row| {
        let named = (method.variant_of)(Some(row.variant), code) == variant;
        named && !row.is_fixed() && row.fields().contains(&field)
    });
    match by_field {
        true => variant.to_owned(),
        false if rows().next().is_some() => (method.variant_of)(None, code),
        false if matches!(code, "" | "0") => "NoCode".to_owned(),
        false => variant.to_owned(),
    }
}

/// What an answer is to be recognised as.
struct Expected<'e> {
    code: &'e str,
    description: &'e str,
    status: u16,
    variant: &'e str,
}

/// Whether any key of an object is data; then `error` is as well.
fn holds_any_key(output: SlotMut<'_>) -> bool {
    match output {
        SlotMut::Json(_) | SlotMut::Map(_) => true,
        SlotMut::Record(record) => {
            let mut fields = record.def().fields.iter();
            fields.any(|field| matches!(field.name, "error" | "*"))
        }
        SlotMut::Option(option) => holds_any_key(option.value()),
        SlotMut::Union(union) => union.pick(Kind::Object).is_some_and(holds_any_key),
        SlotMut::Choice(choice) => holds_any_key(choice.pick(&Value::Null)),
        _ => false,
    }
}

fn expect_error(method: Erased, body: &Value, expected: &Expected<'_>, in_result: bool) {
    let text = body.to_string();
    let Expected {
        code,
        description,
        status,
        variant,
    } = *expected;
    let listed = code.is_empty() || (method.errors)().iter().any(|row| row.code == code);
    let own = in_result || listed;
    let (found, kept, error_status, bytes) = match (method.decode)(status, text.as_bytes()) {
        Err(CallError::Method(error)) if own => (
            error.code.as_str().to_owned(),
            error.description,
            error.status,
            error.body,
        ),
        Err(CallError::System(error)) if !own => (
            error.code.as_str().to_owned(),
            error.description,
            error.status,
            error.body,
        ),
        other => panic!("{text}: {other:?}"),
    };
    assert!(found.eq_ignore_ascii_case(code), "{text}");
    // Inside a result a code of the system's is one that the method does not know.
    if listed || !own {
        let is = (method.variant)(status, text.as_bytes());
        assert_eq!(is, variant, "{text}");
    }
    assert_eq!(
        (kept.as_str(), error_status),
        (description, status),
        "{text}"
    );
    assert_eq!(bytes.as_bytes(), text.as_bytes());
}
