//! A call that fails.

use bitrix24::record::{Kind, SlotMut};
use bitrix24::{CallError, ErrorCode as _};
use serde_json::{Value, json};

use super::erased::Erased;
use super::success::truncate;
use super::{Example, fuzz};

/// The error is recognised wherever it stands and however its code is written, and nothing of it is lost.
pub(super) fn failure(example: &Example, code: &str, description: &str, status: u16) {
    let method = example.method;
    let other_case = if code == code.to_lowercase() {
        code.to_uppercase()
    } else {
        code.to_lowercase()
    };
    let mut codes = vec![json!(code), json!(other_case)];
    codes.extend(code.parse::<i64>().map(Value::from));
    for written in codes {
        let error = json!({ "error": written, "error_description": description });
        for body in [
            error.clone(),
            json!({ "error": { "code": written, "message": description } }),
        ] {
            expect_error(method, &body, code, description, status, false);
            truncate(example, &body);
        }
        if method.unwrap.is_none() && holds_any_key((method.output)().slot_mut()) {
            continue;
        }
        for body in [
            json!({ "result": { "error": error } }),
            json!({ "result": { "error": error }, "time": {} }),
        ] {
            expect_error(method, &body, code, description, status, true);
            truncate(example, &body);
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
        _ => false,
    }
}

fn expect_error(
    method: Erased,
    body: &Value,
    code: &str,
    description: &str,
    status: u16,
    in_result: bool,
) {
    let text = body.to_string();
    let code = if code == "0" { "" } else { code };
    let own = in_result || code.is_empty() || (method.errors)().iter().any(|row| row.code == code);
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
    assert_eq!(
        (kept.as_str(), error_status),
        (description, status),
        "{text}"
    );
    assert_eq!(bytes.as_bytes(), text.as_bytes());
}
