//! A call that goes well.

use bitrix24::record::Record;
use bitrix24::{CallError, Response};
use serde_json::Value;

use super::erased::{Erased, Output, Request};
use super::json::{alike, at};
use super::sites::{find_sites, mutate};
use super::{Example, fuzz};

/// The request is what the spec says, whether it is built or read, and keeps the documented limits; the answer decodes,
/// also with everything changed that may change.
pub(super) fn success(example: &Example, built: &dyn Request, params: &str, answer: &str) {
    let method = example.method;
    let read = (method.read)(params.as_bytes()).unwrap();
    let sent = sent_by(built.record());
    // A filter holds what it was read from; one that is built has decimal numbers as they are sent.
    assert!(
        read.equals(built) || alike(&sent, &sent_by(read.record())),
        "{read:?}\n{built:?}"
    );
    assert!(built.copy().equals(built), "{built:?}");
    assert_eq!(built.check(), Ok(()));
    let wanted = positional(built.record(), serde_json::from_str(params).unwrap());
    assert!(alike(&sent, &wanted), "{sent:#}\n{wanted:#}");

    let answer: Value = serde_json::from_str(answer).unwrap();
    let good = decode(method, &answer);
    if !method.envelope {
        assert_eq!(decode(method, &answer["result"]).result, good.result);
    }

    let mut base = vec!["result".to_owned()];
    base.extend(method.unwrap.map(str::to_owned));
    let mut sites = Vec::new();
    find_sites(
        (method.output)().slot_mut(),
        at(&mut answer.clone(), &base),
        &mut base,
        &mut sites,
    );
    for site in &sites {
        mutate(method, &answer, &good, site);
    }
    truncate(example, &answer);
    fuzz::success(example, params, &answer.to_string());
}

fn sent_by(request: &dyn Record) -> Value {
    serde_json::from_slice(&bitrix24::encode(request).unwrap()).unwrap()
}

/// What is sent: where the places of the parameters count, null holds those that are left out.
fn positional(request: &dyn Record, mut params: Value) -> Value {
    let fields = request.def().fields;
    let last = fields
        .iter()
        .rposition(|field| params.get(field.name).is_some());
    for field in &fields[..last.filter(|_| request.def().positional).unwrap_or(0)] {
        if params.get(field.name).is_none() {
            params[field.name] = Value::Null;
        }
    }
    params
}

pub(super) fn decode(method: Erased, answer: &Value) -> Response<Output> {
    (method.decode)(200, answer.to_string().as_bytes())
        .unwrap_or_else(|error| panic!("{error}\n{answer:#}"))
}

/// No prefix of an answer is one.
pub(super) fn truncate(example: &Example, answer: &Value) {
    let text = answer.to_string();
    let step = (text.len() / example.cuts).max(1);
    for end in (0..text.len()).step_by(step) {
        match (example.method.decode)(200, &text.as_bytes()[..end]) {
            Err(CallError::Unexpected(error)) => assert_eq!(error.body.as_bytes().len(), end),
            other => panic!("{}: {other:?}", &text[..end]),
        }
    }
}
