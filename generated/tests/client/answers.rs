//! What arrives: the two protocols, errors and what is kept with them, and what is no answer.

use bitrix24::biconnector::source;
use bitrix24::client::Retry;
use bitrix24::v3::tasks::task;
use bitrix24::{Bitrix24, CallError, TransportErrorKind, Version};
use serde_json::{Value, json};

use crate::common::{html, http_transport};
use crate::support::{Portal, Reply, error, ok};

fn client(portal: &Portal) -> Bitrix24 {
    let builder = Bitrix24::builder()
        .transport(http_transport())
        .retry(Retry::never());
    builder.webhook(portal.webhook()).unwrap()
}

#[tokio::test]
async fn a_method_of_rest_3_has_a_path_of_its_own() {
    let portal = Portal::start(|_| ok(json!({ "item": { "id": 7, "title": "Report" } })));
    let bitrix = client(&portal);
    let task = bitrix.send(task::Get::new(7)).await.unwrap();
    assert_eq!(task.title.as_deref(), Some("Report"));
    let call = bitrix
        .untyped("tasks.task.get", json!({ "id": 7 }))
        .version(Version::V3);
    assert_eq!(call.await.unwrap()["item"]["title"], "Report");
    let received = portal.received();
    for request in &received {
        assert_eq!(request.verb, "POST");
        assert_eq!(request.path, "/rest/api/1/s3cret/tasks.task.get");
        assert_eq!(request.json()["id"], 7);
    }
    assert_eq!(received.len(), 2);
}

#[tokio::test]
async fn an_error_of_rest_3_is_an_object() {
    let portal = Portal::start(|_| {
        let code = "BITRIX_REST_V3_EXCEPTION_VALIDATION_REQUESTVALIDATIONEXCEPTION";
        let row = json!({ "field": "fields.title", "message": "Required" });
        let error = json!({ "code": code, "message": "Invalid", "validation": [row] });
        Reply::Json(400, json!({ "error": error }))
    });
    let add = task::Add::new(task::NewTask::new("", 1, 1));
    let error = client(&portal).send(add).await.unwrap_err();
    assert_eq!(error.http_status(), Some(400));
    let CallError::Method(error) = error else {
        panic!("{error}")
    };
    assert_eq!(error.code, task::AddError::RequestValidation);
    assert_eq!(error.validation()[0].field, "fields.title");
}

#[tokio::test]
async fn a_method_without_a_spec_can_be_called() {
    let portal = Portal::start(|request| match request.method() {
        "user.current" => ok(json!({ "NAME": "Anna" })),
        _ => error(404, "ERROR_METHOD_NOT_FOUND", "Method not found!"),
    });
    let bitrix = client(&portal);
    let user = bitrix
        .untyped("user.current", json!({ "x": [1, null] }))
        .await;
    assert_eq!(user.unwrap(), json!({ "NAME": "Anna" }));
    let error = bitrix.untyped("no.such", Value::Null).await.unwrap_err();
    assert_eq!(error.code(), Some("ERROR_METHOD_NOT_FOUND"));
    let [first, second] = portal.received().try_into().unwrap();
    assert_eq!(first.json(), json!({ "x": [1, null] }));
    // No parameters are an object without any.
    assert_eq!(second.body, "{}");
}

#[tokio::test]
async fn what_is_no_name_of_a_method_is_not_sent() {
    let portal = Portal::start(|_| ok(Value::Null));
    let bitrix = client(&portal);
    for method in [
        "",
        ".",
        "..",
        "../x",
        "a/b",
        "a//b",
        "/a",
        "a?auth=1",
        "a#b",
        "a b",
        "a%2Fb",
        "a\\b",
        "a\r\nb",
        "a.",
        ".a",
        "a..b",
        "@evil.example",
        "метод",
        "a:b",
        "a;b",
    ] {
        for version in [Version::V2, Version::V3] {
            let call = bitrix
                .untyped(method.to_owned(), json!({}))
                .version(version);
            let error = call.await.unwrap_err();
            assert!(matches!(error, CallError::Encode(_)), "{method}: {error}");
            assert!(!error.may_have_run());
        }
    }
    for parameters in [json!(1), json!("a=1"), json!(true)] {
        let error = bitrix
            .untyped("user.current", parameters)
            .await
            .unwrap_err();
        assert!(matches!(error, CallError::Encode(_)), "{error}");
    }
    assert!(portal.received().is_empty());
}

#[tokio::test]
async fn an_error_keeps_what_came_with_it() {
    let ids = || vec!["X-Request-Id: r-42".to_owned()];
    let bodies = [
        (
            200,
            r#"{"error":"SOURCE_NOT_FOUND","error_description":"gone"}"#,
        ),
        (403, r#"{"error":"insufficient_scope"}"#),
        (200, r#"{"result":{"item":7}}"#),
        (404, "<html>"),
    ];
    for (status, body) in bodies {
        let portal = Portal::start(move |_| Reply::Raw(status, ids(), body.to_owned()));
        let error = client(&portal).send(source::Get::new(6)).await.unwrap_err();
        assert_eq!(error.http_status(), Some(status), "{body}");
        assert_eq!(error.request_id(), Some("r-42"), "{body}");
        assert_eq!(error.body().unwrap().as_bytes(), body.as_bytes());
        // It survives being made an error of any method.
        let error = bitrix24::Error::from(error);
        assert_eq!(error.http_status(), Some(status), "{body}");
        assert_eq!(error.request_id(), Some("r-42"), "{body}");
        assert_eq!(error.body().unwrap().as_bytes(), body.as_bytes());
    }
}

#[tokio::test]
async fn what_is_no_answer_of_the_api_says_what_it_is_instead() {
    let raw = |status, body: &str| Reply::Raw(status, Vec::new(), body.to_owned());
    let page = "<html><body>Sorry!</body></html>";
    for (reply, status, body, problem) in [
        (html(200), 200, page, "no JSON object"),
        (html(404), 404, page, "no JSON object"),
        (html(502), 502, page, "no JSON object"),
        (raw(200, ""), 200, "", "no JSON object"),
        (raw(204, ""), 204, "", "no JSON object"),
        (raw(200, "[1]"), 200, "[1]", "no JSON object"),
        (raw(200, "{\"result\":"), 200, "{\"result\":", "no JSON"),
        (raw(200, "{}"), 200, "{}", "neither a result nor an error"),
    ] {
        let portal = Portal::start(move |_| reply.clone());
        let error = client(&portal).send(source::Get::new(6)).await.unwrap_err();
        assert!(error.may_have_run(), "{body}");
        let CallError::Unexpected(error) = error else {
            panic!("{body}: {error}")
        };
        assert_eq!(error.method, "biconnector.source.get");
        assert_eq!(
            (error.status, error.body.as_bytes()),
            (status, body.as_bytes())
        );
        assert!(error.problem.contains(problem), "{body}: {error}");
        assert_eq!(portal.received().len(), 1);
    }
}

#[tokio::test]
async fn an_answer_of_another_length_than_it_says_is_none() {
    let shorter = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"result\":true}";
    let portal = Portal::start(|_| Reply::Bytes(shorter.to_vec()));
    let error = client(&portal)
        .send(source::Delete::new(6))
        .await
        .unwrap_err();
    assert!(error.may_have_run());
    let CallError::Transport(error) = error else {
        panic!("{error}")
    };
    assert_eq!(error.kind, TransportErrorKind::Interrupted);

    let longer = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"result\":true}";
    let portal = Portal::start(|_| Reply::Bytes(longer.to_vec()));
    let error = client(&portal)
        .send(source::Delete::new(6))
        .await
        .unwrap_err();
    let CallError::Unexpected(error) = error else {
        panic!("{error}")
    };
    assert_eq!(error.body.as_bytes(), b"{\"result\"");
}

#[tokio::test]
async fn an_answer_may_come_in_chunks() {
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{\"result\"\r\n6\r\n:true}\r\n0\r\n\r\n";
    let portal = Portal::start(|_| Reply::Bytes(chunked.to_vec()));
    assert!(client(&portal).send(source::Delete::new(6)).await.unwrap());
}

#[tokio::test]
async fn what_speaks_no_http_is_no_answer() {
    for bytes in [
        &b"SSH-2.0-OpenSSH\r\n"[..],
        b"\x15\x03\x01\x00\x02\x02\x46",
        b"HTTP/9.9 200\r\n\r\n",
    ] {
        let portal = Portal::start(move |_| Reply::Bytes(bytes.to_vec()));
        let error = client(&portal)
            .send(source::Delete::new(6))
            .await
            .unwrap_err();
        assert!(error.may_have_run());
        let CallError::Transport(error) = error else {
            panic!("{error}")
        };
        assert_eq!(error.kind, TransportErrorKind::Interrupted);
    }
}
