//! What the authorisation server answers.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

use super::tokens::Tokens;
use crate::policy::HttpResponse;
use crate::policy::vendor::OAUTH_CODES;
use crate::{AuthError, AuthErrorKind};

/// Reads an answer that came at a time; the body decides, not the status. `old` are the tokens that are renewed.
///
/// A pair of tokens is kept whatever stands beside it: the refresh token that bought it is spent.
pub(crate) fn answer(
    response: &HttpResponse,
    old: Option<&Tokens>,
    unix: i64,
) -> Result<Tokens, AuthError> {
    let status = response.status;
    let body = String::from_utf8_lossy(&response.body);
    let Some(fields) = Fields::find(&body) else {
        return Err(unexpected(status, "something that is not JSON"));
    };
    let tokens = Tokens::read(&|name| fields.get(name), old);
    match (tokens, fields.error()) {
        (Ok(tokens), None) => Ok(tokens.dated(unix)),
        (Ok(tokens), Some(_)) if tokens.refresh_token.is_some() => Ok(tokens.dated(unix)),
        (_, Some(code)) => Err(refusal(&code, status)),
        (Err(missing), None) => Err(unexpected(status, &missing.to_string())),
    }
}

/// The fields of a JSON object, each as it stands: one that cannot be read spoils no other.
struct Fields<'b>(BTreeMap<String, &'b RawValue>);

impl<'b> Fields<'b> {
    /// Finds the object of an answer: the body as it is, or in what PHP and its servers write before and behind it, the first
    /// object with a token, or else with an error.
    fn find(body: &'b str) -> Option<Self> {
        Self::parse(body).or_else(|| Self::search(body))
    }

    fn parse(body: &'b str) -> Option<Self> {
        serde_json::from_str(body).ok().map(Self)
    }

    #[cold]
    fn search(body: &'b str) -> Option<Self> {
        let mut refusal = None;
        for (at, _) in body.match_indices('{').take(BRACES) {
            let text = &body[at..];
            // Up to the end of a character.
            let end = (LENGTH..LENGTH + 4).find(|end| text.is_char_boundary(*end));
            let text = end.map_or(text, |end| &text[..end]);
            let mut objects = serde_json::Deserializer::from_str(text).into_iter();
            let Some(Ok(fields)) = objects.next().map(|object| object.map(Self)) else {
                continue;
            };
            if fields.get("access_token").is_some() {
                return Some(fields);
            }
            if refusal.is_none() && fields.error().is_some() {
                refusal = Some(fields);
            }
        }
        refusal
    }

    fn get(&self, name: &str) -> Option<Value> {
        let value = self.0.get(name)?;
        serde_json::from_str(value.get()).ok()
    }

    /// The code of an error, if there is one: PHP writes `""`, `"0"` and `0` for none.
    fn error(&self) -> Option<String> {
        match self.get("error")? {
            Value::Null | Value::Bool(false) => None,
            Value::String(code) if code.is_empty() || code == "0" => None,
            Value::Number(code) if code.as_f64() == Some(0.0) => None,
            Value::String(code) => Some(code),
            _ => Some(String::new()),
        }
    }
}

/// How many braces may be the one with which the object begins, and how long it may be: enough for a page of warnings, and
/// nothing that takes time.
const BRACES: usize = 256;
const LENGTH: usize = 1 << 16;

fn unexpected(status: u16, what: &str) -> AuthError {
    let kind = match status {
        500.. => AuthErrorKind::Network,
        _ => AuthErrorKind::Unexpected,
    };
    AuthError::new(
        kind,
        format!("the authorisation server answered HTTP {status} and {what}"),
    )
}

/// What is to be done about a code of an error. Its description is not kept: it may repeat what was sent.
fn refusal(code: &str, status: u16) -> AuthError {
    let mut known = OAUTH_CODES.iter();
    if let Some((code, kind, problem)) = known.find(|row| row.0.eq_ignore_ascii_case(code)) {
        return AuthError::new(*kind, format!("{problem} ({code})"));
    }
    let is_code =
        (1..=64).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_graphic());
    unexpected(status, if is_code { code } else { "an error" })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(body: impl AsRef<[u8]>, old: Option<&Tokens>) -> Result<Tokens, AuthError> {
        answer(&HttpResponse::new(200, body.as_ref()), old, 1_000)
    }

    fn old() -> Tokens {
        Tokens::new("a0", "r0", "https://portal.example/rest/")
    }

    fn beside(rest: &str) -> Tokens {
        let body = format!(r#"{{"access_token":"a1","refresh_token":"r1",{rest}}}"#);
        let tokens = read(&body, Some(&old())).unwrap();
        assert_eq!(tokens.access_token, "a1", "{rest}");
        assert_eq!(tokens.refresh_token.as_deref(), Some("r1"), "{rest}");
        tokens
    }

    #[test]
    fn an_odd_field_is_absent_or_what_is_meant_by_it() {
        for (sent, read) in [
            ("3600", Some(3600)),
            (r#""3600""#, Some(3600)),
            (r#"" 3600 ""#, Some(3600)),
            ("3600.5", Some(3600)),
            (r#""3600.5""#, Some(3600)),
            ("3.6e3", Some(3600)),
            ("1e300", None),
            ("1e400", None),
            ("1000000000000000000000000000000", None),
            (r#""1000000000000000000000000000000""#, None),
            (r#""nan""#, None),
            (r#""soon""#, None),
            (r#""""#, None),
            ("null", None),
            ("true", None),
            ("[]", None),
            (r#"{"seconds":3600}"#, None),
        ] {
            assert_eq!(beside(&format!(r#""expires_in":{sent}"#)).expires_in, read);
            assert_eq!(beside(&format!(r#""expires":{sent}"#)).expires, read);
        }
        for (sent, read) in [
            ("7", Some(7)),
            (r#""7""#, Some(7)),
            ("7.0", Some(7)),
            ("7.5", None),
            (r#""u_1""#, None),
            ("1e300", None),
        ] {
            assert_eq!(beside(&format!(r#""user_id":{sent}"#)).user_id, read);
        }
        for (sent, read) in [
            (r#""crm,task""#, Some("crm,task")),
            (r#"["crm","task"]"#, Some("crm,task")),
            (r#"{"0":"crm","2":"task"}"#, Some("crm,task")),
            (r#"["crm",null,"",{}]"#, Some("crm")),
            ("[]", None),
            ("{}", None),
            (r#""""#, None),
            ("false", None),
        ] {
            assert_eq!(beside(&format!(r#""scope":{sent}"#)).scope.as_deref(), read);
        }
        let tokens =
            beside(r#""domain":"\ud83d","member_id":12,"status":[],"application_token":0"#);
        assert_eq!(tokens.domain, None);
        assert_eq!(tokens.member_id.as_deref(), Some("12"));
        assert_eq!(tokens.status, None);
        assert_eq!(tokens.application_token, None);
    }

    #[test]
    fn the_time_when_a_token_expires_is_known_from_how_long_it_is_valid() {
        assert_eq!(
            beside(r#""expires":"x","expires_in":60"#).expires,
            Some(1_060)
        );
        assert_eq!(beside(r#""expires":5,"expires_in":60"#).expires, Some(5));
        assert_eq!(beside(r#""expires_in":"x""#).expires, None);
    }

    #[test]
    fn a_pair_of_tokens_beats_an_error_beside_it() {
        for error in [r#""""#, r#""0""#, "0", "null", "false", "[]", r#""x""#, "7"] {
            beside(&format!(r#""error":{error}"#));
        }
        let alone = |error: &str| {
            let body = format!(r#"{{"access_token":"a1","error":{error}}}"#);
            read(body, Some(&old()))
        };
        for no_error in [r#""""#, r#""0""#, "0", "0.0", "null", "false"] {
            alone(no_error).unwrap();
        }
        let error = alone(r#""invalid_grant""#).unwrap_err();
        assert_eq!(error.kind, AuthErrorKind::ReinstallNeeded);
    }

    #[test]
    fn what_is_no_token_is_none() {
        for token in [
            "7",
            "null",
            r#""""#,
            r#"" ""#,
            "[]",
            r#"["a1"]"#,
            r#""\ud83d""#,
        ] {
            let body = format!(r#"{{"access_token":{token},"refresh_token":"r1"}}"#);
            let error = read(body, Some(&old())).unwrap_err();
            assert_eq!(error.kind, AuthErrorKind::Unexpected, "{token}");
            let body = format!(r#"{{"access_token":"a1","refresh_token":{token}}}"#);
            let tokens = read(body, Some(&old())).unwrap();
            assert_eq!(tokens.refresh_token, None, "{token}");
        }
    }

    #[test]
    fn tokens_are_found_in_what_stands_around_them() {
        let object = r#"{"access_token":"a1","refresh_token":"r1","domain":"{x}"}"#;
        let around: [(&[u8], &[u8]); 8] = [
            (b"", b""),
            (b" \r\n", b"\n"),
            (b"\xef\xbb\xbf", b""),
            (b"\xef\xbb\xbf\xef\xbb\xbf", b"\xef\xbb\xbf"),
            (b"<b>Notice</b>: {0} { \"a\": in <b>a.php</b>", b""),
            // In the code page of Russian Windows.
            (b"\xc2\xed\xe8\xec\xe0\xed\xe8\xe5 ", b""),
            (br#"{"debug":[{"error":"invalid_grant"}]}"#, b""),
            (b"", b"<!-- {\"error\":\"invalid_grant\"} -->"),
        ];
        for (before, behind) in around {
            let body = [before, object.as_bytes(), behind].concat();
            let tokens = read(&body, Some(&old())).unwrap();
            assert_eq!(tokens.access_token, "a1");
            assert_eq!(tokens.refresh_token.as_deref(), Some("r1"));
            assert_eq!(tokens.domain.as_deref(), Some("{x}"));
        }
        let error = read("<br>{0}{\"error\":\"invalid_grant\"}<br>", None).unwrap_err();
        assert_eq!(error.kind, AuthErrorKind::ReinstallNeeded);
    }

    #[test]
    fn a_body_without_an_object_of_the_server_has_no_tokens() {
        for body in [
            "",
            "\"a\"",
            "[1]",
            "{}",
            "<style>b{color:red}</style>",
            r#"{"access_token":"a1","refresh_token":"r1""#,
            r#"{"result":{"access_token":"a1","refresh_token":"r1"}}"#,
        ] {
            let error = read(body, Some(&old())).unwrap_err();
            assert_eq!(error.kind, AuthErrorKind::Unexpected, "{body}");
            assert!(!error.to_string().contains("a1"), "{error}");
        }
        let braces = r#"{"a":"#.repeat(1 << 20);
        read(braces, Some(&old())).unwrap_err();
    }

    #[test]
    fn no_address_that_is_less_safe_replaces_one() {
        let new = |endpoint: &str, old: &str| {
            let old = Tokens::new("a0", "r0", old);
            let body = format!(r#"{{"access_token":"a1","client_endpoint":{endpoint}}}"#);
            read(body, Some(&old)).unwrap().client_endpoint
        };
        let (good, local) = ("https://portal.example/rest/", "http://localhost/rest/");
        for odd in [
            r#""http://portal.example/rest/""#,
            r#""http://localhost/rest/""#,
            r#""ftp://portal.example/rest/""#,
            r#""https://user@portal.example/rest/""#,
            r#""//portal.example/rest/""#,
            r#""/rest/""#,
            r#""portal""#,
            r#""https://""#,
            r#""""#,
            "null",
            "[]",
            "7",
        ] {
            assert_eq!(new(odd, good), good, "{odd}");
        }
        assert_eq!(
            new(r#""https://new.example/rest/""#, good),
            "https://new.example/rest/"
        );
        assert_eq!(
            new(r#""http://127.0.0.1/rest/""#, local),
            "http://127.0.0.1/rest/"
        );

        // A host that is called by plain HTTP leads to no other one.
        let plain = "http://portal/rest/";
        for as_safe in ["http://portal:8080/rest/", "https://new.example/rest/"] {
            assert_eq!(new(&format!("{as_safe:?}"), plain), as_safe);
        }
        assert_eq!(new(r#""http://other/rest/""#, plain), plain);

        // Where there is none to keep, the tokens are not lost with it: whoever has them may set another.
        let body = r#"{"access_token":"a1","client_endpoint":"http://portal.example/rest/"}"#;
        assert_eq!(
            read(body, None).unwrap().client_endpoint,
            "http://portal.example/rest/"
        );
        let error = read(r#"{"access_token":"a1"}"#, None).unwrap_err();
        assert!(error.problem.contains("client_endpoint"), "{error}");
    }
}
