//! What is told to `tracing`.

use bitrix24::Bitrix24;
use bitrix24::biconnector::source;
use bitrix24::client::RateLimit;
use bitrix24::crm::item::{EntityType, Get};
use serde_json::{Value, json};

use crate::collector::Collector;
use crate::common::{html, http_transport, over_the_limit, script, source};
use crate::support::{Portal, Reply, error, ok};
use crate::time::Jumps;

fn client(portal: &Portal) -> Bitrix24 {
    let builder = Bitrix24::builder()
        .transport(http_transport())
        .timer(Jumps::new());
    let builder = builder.rate_limit(RateLimit::UNLIMITED);
    builder.webhook(portal.webhook()).unwrap()
}

#[tokio::test]
async fn a_call_is_one_span_that_tells_how_it_went() {
    let collector = Collector::default();
    let _guard = tracing::subscriber::set_default(collector.clone());
    let time = json!({
        "start": 1000.0, "finish": 1000.5, "operating": 1.5, "operating_reset_at": 1030,
    });
    let good = Reply::Json(200, json!({ "result": true, "time": time }));
    let portal = Portal::start(script(vec![over_the_limit(), Reply::Close, good]));
    let bitrix = client(&portal);
    let call = bitrix.request(source::Delete::new(6)).idempotent();
    call.send().await.unwrap();
    let [span] = collector.spans("bitrix24").try_into().unwrap();
    let (host, fields) = (portal.host(), &span.fields);
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    // There is no code, for the call succeeded in the end.
    assert_eq!(
        fields,
        [
            ("attempts", "3"),
            ("method", "biconnector.source.delete"),
            ("operating", "1.5"),
            ("portal", host.as_str()),
            ("status", "200"),
        ]
    );
}

#[tokio::test]
async fn the_code_of_a_call_that_fails_is_told() {
    let collector = Collector::default();
    let _guard = tracing::subscriber::set_default(collector.clone());
    let portal = Portal::start(|_| error(400, "SOURCE_NOT_FOUND", "Source was not found."));
    client(&portal).send(source::Get::new(6)).await.unwrap_err();
    let [span] = collector.spans("bitrix24").try_into().unwrap();
    assert_eq!(span.field("code"), Some("SOURCE_NOT_FOUND"));
    assert_eq!(span.field("status"), Some("400"));
    assert_eq!(span.field("attempts"), Some("1"));
}

#[tokio::test]
async fn so_is_the_code_of_an_error_inside_a_result() {
    let collector = Collector::default();
    let _guard = tracing::subscriber::set_default(collector.clone());
    let error = json!({ "error": "SOURCE_NOT_FOUND", "error_description": "Gone" });
    let portal = Portal::start(move |_| ok(json!({ "error": error })));
    client(&portal).send(source::Get::new(6)).await.unwrap_err();
    let [span] = collector.spans("bitrix24").try_into().unwrap();
    assert_eq!(span.field("code"), Some("SOURCE_NOT_FOUND"));
}

#[tokio::test]
async fn the_code_of_an_attempt_is_not_that_of_the_call() {
    let collector = Collector::default();
    let _guard = tracing::subscriber::set_default(collector.clone());
    let portal = Portal::start(script(vec![over_the_limit(), html(404)]));
    client(&portal).send(source::Get::new(6)).await.unwrap_err();
    let [span] = collector.spans("bitrix24").try_into().unwrap();
    assert_eq!(span.field("code"), None);
    assert_eq!(span.field("status"), Some("404"));
}

#[tokio::test]
async fn each_call_has_a_span_of_its_own() {
    let collector = Collector::default();
    let _guard = tracing::subscriber::set_default(collector.clone());
    let portal = Portal::start(|_| ok(json!(true)));
    let bitrix = client(&portal);
    let calls = [1, 2, 3].map(|id| bitrix.send(source::Delete::new(id)));
    for call in calls {
        call.await.unwrap();
    }
    bitrix.untyped("user.current", Value::Null).await.unwrap();
    bitrix.batch(vec![source::Delete::new(1)]).await;
    let spans = collector.spans("bitrix24");
    let methods: Vec<_> = spans
        .iter()
        .filter_map(|span| span.field("method"))
        .collect();
    let delete = "biconnector.source.delete";
    assert_eq!(methods, [delete, delete, delete, "user.current", "batch"]);
}

#[tokio::test]
async fn nothing_that_is_told_has_an_address() {
    let collector = Collector::default();
    let _guard = tracing::subscriber::set_default(collector.clone());
    let portal = Portal::start(|_| ok(source()));
    client(&portal).send(source::Get::new(6)).await.unwrap();
    let text = collector.text();
    assert!(
        !text.contains("/rest/") && !text.contains("s3cret"),
        "{text}"
    );
    // At the level of `TRACE` parameters and results are told, though.
    assert!(text.contains("Sales ledger"), "{text}");
}

/// A filter that leaves out this crate must not make it write into the spans of others.
#[tokio::test]
async fn the_spans_of_others_are_not_touched() {
    let collector = Collector::deaf();
    let _guard = tracing::subscriber::set_default(collector.clone());
    let portal = Portal::start(|_| error(400, "SOURCE_NOT_FOUND", ""));
    let bitrix = client(&portal);
    let span = tracing::info_span!(
        target: "others",
        "order",
        status = "new",
        code = tracing::field::Empty,
        attempts = tracing::field::Empty,
    );
    let call = bitrix.send(source::Get::new(6));
    tracing::Instrument::instrument(call, span)
        .await
        .unwrap_err();
    let [order] = collector.spans("order").try_into().unwrap();
    assert_eq!(order.field("status"), Some("new"));
    assert_eq!((order.field("code"), order.field("attempts")), (None, None));
    assert!(collector.spans("bitrix24").is_empty());
}

/// What is told about waits: the level, and the reason.
fn waits<const N: usize>(waits: [(&str, &str); N]) -> Vec<(String, String)> {
    waits
        .map(|(level, reason)| (level.to_owned(), reason.to_owned()))
        .into()
}

#[tokio::test]
async fn a_wait_tells_what_for_and_a_long_one_is_told_to_everybody() {
    let collector = Collector::default();
    let _guard = tracing::subscriber::set_default(collector.clone());
    let time = json!({ "finish": 1000.0, "operating": 470.0, "operating_reset_at": 1030 });
    let replies = vec![
        over_the_limit(),
        Reply::Json(200, json!({ "result": true, "time": time })),
        error(429, "OPERATION_TIME_LIMIT", ""),
        ok(json!(true)),
    ];
    let portal = Portal::start(script(replies));
    let bitrix = client(&portal);
    bitrix.send(source::Delete::new(6)).await.unwrap();
    assert_eq!(collector.waits(), waits([("DEBUG", "retry")]));
    bitrix.send(source::Delete::new(6)).await.unwrap();
    assert_eq!(collector.waits()[1..], waits([("INFO", "operating time")]));
    // Who does not see the span sees of what call and portal it is.
    let events = collector.events();
    let event = events.iter().find(|event| event.starts_with("INFO"));
    let event = event.unwrap();
    assert!(event.contains("30s"), "{event}");
    assert!(event.contains("biconnector.source.delete"), "{event}");
    assert!(event.contains(&portal.host()), "{event}");
}

#[tokio::test]
async fn a_wait_for_the_rate_limit_is_told_once_however_often_the_call_looks() {
    for (per_second, level, looks) in [(0.05, "INFO", 20), (0.2, "DEBUG", 5)] {
        let collector = Collector::default();
        let _guard = tracing::subscriber::set_default(collector.clone());
        let (portal, jumps) = (Portal::start(|_| ok(json!(true))), Jumps::new());
        let builder = Bitrix24::builder()
            .transport(http_transport())
            .timer(jumps.clone());
        let builder = builder.rate_limit(RateLimit::new(1, per_second));
        let bitrix = builder.webhook(portal.webhook()).unwrap();
        bitrix.send(source::Delete::new(6)).await.unwrap();
        assert_eq!(collector.waits(), []);
        bitrix.send(source::Delete::new(6)).await.unwrap();
        assert_eq!(jumps.waited().len(), looks);
        assert_eq!(collector.waits(), waits([(level, "rate limit")]));
    }
}

#[tokio::test]
async fn a_call_of_a_batch_that_is_refused_alone_tells_its_wait_too() {
    let collector = Collector::default();
    let _guard = tracing::subscriber::set_default(collector.clone());
    let limit = json!({ "error": "QUERY_LIMIT_EXCEEDED", "error_description": "" });
    let answer = |sections: Value| ok(sections);
    let portal = Portal::start(script(vec![
        answer(json!({ "result": { "c0": true }, "result_error": { "c1": limit } })),
        answer(json!({ "result": { "c1": true } })),
    ]));
    let requests = vec![source::Delete::new(1), source::Delete::new(2)];
    let results = client(&portal).batch(requests).await;
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    assert_eq!(collector.waits(), waits([("DEBUG", "retry")]));
}

#[tokio::test]
async fn what_was_left_out_is_told_once_and_without_its_values() {
    let collector = Collector::default();
    let _guard = tracing::subscriber::set_default(collector.clone());
    let item = json!({ "id": 7, "opportunity": "s3cret", "categoryId": ["s3cret"] });
    let portal = Portal::start(move |_| ok(json!({ "item": item })));
    let builder = Bitrix24::builder().transport(http_transport());
    let bitrix = builder.tolerant().webhook(portal.webhook()).unwrap();
    bitrix.send(Get::new(EntityType::Deal, 7)).await.unwrap();
    let told = |event: &&String| event.contains("optional fields are left absent");
    let events = collector.events();
    let [event] = events
        .iter()
        .filter(told)
        .collect::<Vec<_>>()
        .try_into()
        .unwrap();
    assert!(event.starts_with("WARN"), "{event}");
    for part in ["crm.item.get", "result.item.", "expected ", "2"] {
        assert!(event.contains(part), "{event}");
    }
    assert!(!collector.text().contains("s3cret"));
}
