//! The short way: an answer that is as it should be, in one pass.
//!
//! What is not (an error, a key that comes twice, a value of another shape, broken JSON) is left to the long way, which
//! reads the envelope first, and knows what is wrong.

use std::fmt;

use serde_core::de::{Deserializer as _, Error as _, IgnoredAny, MapAccess, Visitor};

use super::decode::Fill;
use super::envelope::without_bom;
use super::key::TextKey;
use super::more::more_of;
use super::record::{SlotMut, Wire};
use super::response::Meta;
use super::trace::Trace;
use super::unwrap::Unwrap;

/// Decodes an answer, if it is as it should be; else there may be anything in the output.
pub(super) fn direct(
    body: &[u8],
    keys: &[&'static str],
    output: SlotMut<'_>,
    has_error_field: bool,
    trace: &Trace,
) -> Option<Meta> {
    let body = std::str::from_utf8(without_bom(body)).ok()?;
    let mut json = serde_json::Deserializer::from_str(body);
    let answer = Direct(Unwrap::<false> {
        keys,
        output,
        trace,
    });
    let mut meta = json.deserialize_map(answer).ok()?;
    json.end().ok()?;
    if trace.has_more() {
        meta.more = more_of(body);
    }
    // It may be an error inside the result.
    (has_error_field || !trace.has_error()).then_some(meta)
}

struct Direct<'k, 'a, 't>(Unwrap<'k, 'a, 't, false>);

impl<'de> Visitor<'de> for Direct<'_, '_, '_> {
    type Value = Meta;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Meta, A::Error> {
        let trace = self.0.trace;
        let long_way = || A::Error::custom("the long way");
        let mut output = Some(self.0);
        let mut meta = Meta::default();
        let mut seen = [false; 3];
        while let Some(TextKey(key)) = map.next_key()? {
            let (place, slot) = match key.as_ref() {
                "result" => {
                    map.next_value_seed(output.take().ok_or_else(long_way)?)?;
                    continue;
                }
                "error" => return Err(long_way()),
                "time" => (0, meta.time.slot_mut()),
                "total" => (1, meta.total.slot_mut()),
                "next" => (2, meta.next.slot_mut()),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            if std::mem::replace(&mut seen[place], true) {
                return Err(long_way());
            }
            map.next_value_seed(Fill::<false>::new(slot, trace))?;
        }
        match output {
            None => Ok(meta),
            Some(_) => Err(long_way()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::collections::BTreeMap;

    use serde_json::{Value, json};

    use crate::SystemCode;
    use crate::runtime::call::Answer;
    use crate::runtime::method_def::MethodDef;
    use crate::runtime::response::{Response, response};
    use crate::runtime::{CallError, Rest, Wire};

    /// Decodes the answer of a method that has a spec, or of one that has none.
    fn decode_as<T: Wire>(known: bool, body: &str) -> Result<Response<T>, CallError<SystemCode>> {
        let any = MethodDef::any(Cow::Borrowed("method"));
        let has_error = any.has_error.filter(|_| !known);
        decode_by(&MethodDef { has_error, ..any }, body)
    }

    fn decode_by<T: Wire>(
        method: &MethodDef,
        body: &str,
    ) -> Result<Response<T>, CallError<SystemCode>> {
        let answer = Answer {
            method,
            status: 200,
            body: body.as_bytes(),
        };
        let mut output = None;
        let outcome = answer.decode(&mut output);
        response(output, outcome)
    }

    fn decode<T: Wire>(body: &str) -> Result<Response<T>, CallError<SystemCode>> {
        decode_as(true, body)
    }

    fn is_error<T: Wire>(body: &str) -> bool {
        matches!(
            decode::<T>(body),
            Err(CallError::Method(_) | CallError::System(_))
        )
    }

    #[test]
    fn what_comes_last_decides() -> Result<(), CallError<SystemCode>> {
        let twice = decode::<Vec<i64>>(r#"{"result":[1,2],"total":1,"result":[3],"total":"9"}"#);
        let twice = twice?;
        assert_eq!((twice.result, twice.total), (vec![3], Some(9)));
        assert!(is_error::<Vec<i64>>(r#"{"result":[1],"error":"E"}"#));
        assert!(is_error::<Vec<i64>>(r#"{"result":[1],"\u0065rror":"E"}"#));
        Ok(())
    }

    #[derive(Default)]
    struct Fields {
        a: Option<i64>,
    }

    #[derive(Default)]
    struct WithError {
        error: Option<String>,
    }

    #[derive(Default)]
    struct WithRest {
        rest: Rest,
    }

    crate::runtime::record! { Fields { 0: a => "a" } }
    crate::runtime::record! { WithError { 0: error => "error" } }
    crate::runtime::record! { WithRest { 0: rest => "*" family } }

    enum OneOf {
        Number(i64),
        Record(Fields),
    }

    crate::runtime::union! {
        OneOf { kinds: "integer or object", Number: i64 => Number, Record: Fields => Object }
    }

    enum OneOfData {
        Number(i64),
        Map(BTreeMap<String, Value>),
    }

    crate::runtime::union! {
        OneOfData { kinds: "integer or object", Number: i64 => Number, Map: BTreeMap<String, Value> => Object }
    }

    #[test]
    fn an_error_inside_a_result_is_seen_unless_it_is_data() {
        let body = r#"{"result":{"a":1,"error":"E","error_description":"Text"}}"#;
        assert!(is_error::<Fields>(body));
        assert!(is_error::<Option<Fields>>(body));
        assert!(is_error::<OneOf>(body));
        assert!(is_error::<Vec<i64>>(body));
        assert!(is_error::<bool>(body));
        assert!(is_error::<()>(body));
        assert!(is_error::<Option<String>>(body));
        assert!(
            decode::<WithError>(body).is_ok_and(|found| found.result.error.as_deref() == Some("E"))
        );
        assert!(decode::<Option<WithError>>(body).is_ok());
        assert!(decode::<WithRest>(body).is_ok_and(|found| found.result.rest.len() == 3));
        assert!(decode::<Rest>(body).is_ok_and(|found| found.result.len() == 3));
        assert!(decode::<BTreeMap<String, Value>>(body).is_ok_and(|found| found.result.len() == 3));
        assert!(decode::<OneOfData>(body).is_ok());
        assert!(decode::<Option<OneOfData>>(body).is_ok());
        assert!(decode::<Value>(body).is_ok_and(|found| found.result["error"] == "E"));
        assert!(decode::<Option<Value>>(body).is_ok());
        // Of a method without a spec nothing is known.
        let found = decode_as::<Value>(false, body);
        assert!(matches!(found, Err(CallError::Method(_))));
    }

    #[test]
    fn an_error_inside_a_row_is_data() -> Result<(), CallError<SystemCode>> {
        let row = decode_as::<Value>(false, r#"{"result":[{"error":"E"}],"time":"now"}"#)?;
        assert_eq!((row.result, row.time), (json!([{ "error": "E" }]), None));
        Ok(())
    }

    fn decode_bare<T: Wire>(body: &str) -> Result<Response<T>, CallError<SystemCode>> {
        let method = MethodDef {
            envelope: false,
            has_error: None,
            ..MethodDef::any(Cow::Borrowed("method"))
        };
        decode_by(&method, body)
    }

    #[test]
    fn an_answer_without_an_envelope_is_the_result() {
        assert!(decode::<Fields>(r#"{"a":1}"#).is_err());
        let found = decode_bare::<Fields>("\u{feff} {\"a\":1,\"total\":7}");
        assert!(found.is_ok_and(|found| found.result.a == Some(1) && found.total == Some(7)));
        assert!(decode_bare::<Vec<i64>>("[1,2]").is_ok_and(|found| found.result == [1, 2]));
        assert!(decode_bare::<bool>("true").is_ok_and(|found| found.result));
        // With an envelope it is an answer like any other.
        let found = decode_bare::<Fields>(r#"{"result":{"a":1},"time":{}}"#);
        assert!(found.is_ok_and(|found| found.result.a == Some(1)));
        for error in [
            r#"{"error":"E","error_description":"Text"}"#,
            r#"{"error":{"code":"E","message":"Text"}}"#,
            r#"{"result":{"error":"E","error_description":"Text"}}"#,
        ] {
            let found = decode_bare::<Fields>(error);
            assert!(matches!(found, Err(CallError::Method(_))), "{error}");
        }
        let wrong = decode_bare::<Fields>(r#"{"a":"x"}"#);
        assert!(matches!(wrong, Err(CallError::Decode(error)) if error.path == "a"));
        for broken in ["", "{", "<html>", r#"{"a":1} x"#] {
            let found = decode_bare::<Fields>(broken);
            assert!(matches!(found, Err(CallError::Unexpected(_))), "{broken}");
        }
    }

    #[test]
    fn nothing_of_a_failed_pass_is_left() {
        let wrong = decode::<Vec<i64>>(r#"{"result":[1,"x"]}"#);
        assert!(matches!(wrong, Err(CallError::Decode(error)) if error.path == "result[1]"));
        assert!(matches!(
            decode::<i64>(r#"{"result":1} x"#),
            Err(CallError::Unexpected(_))
        ));
        let deep = format!("{{\"result\":{}{}}}", "[".repeat(127), "]".repeat(127));
        assert!(decode::<Value>(&deep).is_ok());
    }
}
