//! Calls of REST 3 in a batch.

use std::sync::{Arc, Mutex};

use bitrix24::biconnector::source;
use bitrix24::client::{Batch, BatchCall, BatchResults, Retry};
use bitrix24::v3::tasks::task::{Add, Get, NewTask};
use bitrix24::{CallError, Rest, blocking};
use serde_json::{Value, json};

use super::limits::{Client, SECOND, clients, deletes};
use super::office::{Office, app};
use super::php::{self, Php};
use super::support::{Portal, Reply, Request, ok};

/// What a method of REST 3 comes to: its result, or a status and a code.
pub(crate) type Outcome = Result<Value, (u16, &'static str)>;

/// What has run, by its number; a task that is added has a number for its title.
#[derive(Clone, Default)]
pub(crate) struct Ran(Arc<Mutex<Vec<i64>>>);

impl Ran {
    pub(crate) fn all(&self) -> Vec<i64> {
        self.0.lock().unwrap().clone()
    }
}

/// The number of a call.
fn number(query: &Value) -> i64 {
    let title = query["fields"]["title"].as_str();
    let title = title.map(|title| title.trim_end_matches(" $ref").parse().unwrap());
    title.unwrap_or_else(|| query["id"].as_i64().unwrap())
}

/// Runs calls as REST 3 does: a batch ends at the first that fails, and has its error.
pub(crate) fn portal(run: impl Fn(i64) -> Outcome + Send + Sync + 'static) -> (Portal, Ran) {
    let ran = Ran::default();
    let notes = ran.clone();
    let run = move |query: &Value| {
        let number = number(query);
        let outcome = run(number);
        if outcome.is_ok() {
            notes.0.lock().unwrap().push(number);
        }
        outcome
    };
    let older = |_: &str, _: &Php| php::ok(json!(true));
    let portal = Portal::start(move |request| {
        if !request.path.starts_with("/rest/api/1/s3cret/") {
            return Reply::Json(200, php::batch(&request.body, &older));
        }
        let body = request.json();
        let outcome = match request.method() {
            "batch" => batch(body.as_array().unwrap(), &run),
            _ => run(&body),
        };
        match outcome {
            Ok(result) => ok(result),
            Err((status, code)) => failed(status, code),
        }
    });
    (portal, ran)
}

fn batch(calls: &[Value], run: &dyn Fn(&Value) -> Outcome) -> Outcome {
    let (mut results, mut names) = (Vec::new(), json!({}));
    for call in calls {
        let mut query = call["query"].clone();
        resolve(&mut query, &names);
        let result = run(&query)?;
        if let Some(name) = call["as"].as_str() {
            names[name] = result.clone();
        }
        results.push(result);
    }
    Ok(results.into())
}

/// Puts results in the place of objects with the key `$ref`, as the vendor's SDK says.
fn resolve(query: &mut Value, names: &Value) {
    if let Some(path) = query.get("$ref").and_then(Value::as_str) {
        *query = names
            .pointer(&format!("/{}", path.replace('.', "/")))
            .unwrap()
            .clone();
        return;
    }
    match query {
        Value::Object(entries) => entries.values_mut().for_each(|value| resolve(value, names)),
        Value::Array(list) => list.iter_mut().for_each(|value| resolve(value, names)),
        _ => {}
    }
}

pub(crate) fn failed(status: u16, code: &str) -> Reply {
    Reply::Json(
        status,
        json!({ "error": { "code": code, "message": "It failed." } }),
    )
}

pub(crate) fn item(id: i64) -> Outcome {
    Ok(json!({ "item": { "id": id, "title": format!("Task {id}") } }))
}

pub(crate) fn add(number: i64) -> Add {
    Add::new(NewTask::new(number.to_string(), 1, 1))
}

pub(crate) fn gets(ids: impl IntoIterator<Item = i64>) -> Vec<Get> {
    ids.into_iter().map(Get::new).collect()
}

pub(crate) fn both(portal: &Portal) -> [Client; 2] {
    clients(portal, Retry::default(), 1000 * SECOND).map(|(client, _)| client)
}

/// How many calls each request had.
fn sizes(portal: &Portal) -> Vec<usize> {
    let size = |request: &Request| request.json().as_array().map_or(1, Vec::len);
    portal.received().iter().map(size).collect()
}

#[tokio::test]
async fn calls_of_rest_3_are_a_list_and_their_results_are_one() {
    let (portal, _) = portal(item);
    for client in both(&portal) {
        let requests = || (Get::new(7).select(["id", "title"]), add(9));
        let (task, added) = match client {
            Client::Async(bitrix) => bitrix.batch(requests()).await,
            Client::Blocking(bitrix) => bitrix.batch(requests()),
        };
        assert_eq!(task.unwrap().title.as_deref(), Some("Task 7"));
        assert_eq!(added.unwrap().id.unwrap().get(), 9);
    }
    for request in portal.received() {
        assert_eq!(request.path, "/rest/api/1/s3cret/batch");
        let fields = json!({ "title": "9", "creatorId": 1, "responsibleId": 1 });
        let expected = json!([
            { "method": "tasks.task.get", "query": { "id": 7, "select": ["id", "title"] } },
            { "method": "tasks.task.add", "query": { "fields": fields } },
        ]);
        assert_eq!(request.json(), expected);
    }
    assert_eq!(portal.received().len(), 2);
}

#[tokio::test]
async fn more_than_fifty_are_several_requests_and_one_is_a_call_of_its_own() {
    for place in [0, 1] {
        let (portal, ran) = portal(item);
        let mut batch = Batch::new();
        let calls: Vec<_> = (0..151).map(|id| batch.add(Get::new(id))).collect();
        let mut results = both(&portal)[place].send(batch).await;
        for (id, call) in (0..).zip(calls) {
            let response = results.take(call).unwrap();
            assert_eq!(response.result.id.unwrap().get(), id);
        }
        assert_eq!(ran.all().len(), 151);
        let mut sizes = sizes(&portal);
        sizes.sort_unstable();
        assert_eq!(sizes, [1, 50, 50, 50]);
        let methods = portal.methods();
        let alone = methods.iter().filter(|method| *method == "tasks.task.get");
        assert_eq!(alone.count(), 1);
    }
}

#[tokio::test]
async fn each_kind_is_a_request_of_its_own_and_a_chunk_keeps_its_order() {
    for place in [0, 1] {
        let (portal, _) = portal(item);
        let mut batch = Batch::new();
        let older = [
            batch.add(source::Delete::new(1)),
            batch.add(source::Delete::new(2)),
        ];
        let newer = [batch.add(Get::new(3)), batch.add(Get::new(4))];
        let last = batch.add(source::Delete::new(5));
        let mut results = both(&portal)[place].send(batch).await;
        for call in older.into_iter().chain([last]) {
            assert!(results.take(call).unwrap().result);
        }
        for call in newer {
            assert!(results.take(call).is_ok());
        }
        let paths: Vec<_> = portal
            .received()
            .iter()
            .map(|request| request.path.clone())
            .collect();
        let (older, newer) = ("/rest/1/s3cret/batch", "/rest/api/1/s3cret/batch");
        assert_eq!(paths, [older, newer, older]);
    }
}

#[tokio::test]
async fn what_may_be_a_reference_of_rest_3_goes_alone() {
    for place in [0, 1] {
        let (portal, ran) = portal(item);
        let mut batch = Batch::new();
        batch.add(add(0));
        batch.add(add(1));
        let mut fields = NewTask::new("2", 1, 1);
        fields.other_fields = Rest::from([("ufData", json!({ "$ref": "c0.item.id" }))]);
        let call = batch.add(Add::new(fields));
        // A text of the older protocol is none here.
        batch.add(Add::new(NewTask::new("3", 1, 1).description("$result[c0]")));
        batch.add(add(4));
        let mut results = both(&portal)[place].send(batch).await;
        assert!(results.take(call).is_ok());
        assert_eq!(ran.all(), [0, 1, 2, 3, 4]);
        assert_eq!(portal.methods(), ["batch", "tasks.task.add", "batch"]);
    }
}

/// A list has no place for the token.
#[tokio::test]
async fn the_calls_of_an_application_are_numbered_beside_its_token() {
    for is_async in [true, false] {
        let office = Office::with(|request| {
            let body = request.json();
            let good = json!([{ "item": { "id": 1 } }, { "item": { "id": 2 } }]);
            (body["auth"] == "access-1").then(|| ok(good))
        });
        let requests = gets([1, 2]);
        let results = if is_async {
            let builder = bitrix24::Bitrix24::builder().oauth_server(office.url());
            let bitrix = builder.oauth(app(), office.tokens(0)).unwrap();
            bitrix.batch(requests).await
        } else {
            let builder = blocking::Bitrix24::builder().oauth_server(office.url());
            let bitrix = builder.oauth(app(), office.tokens(0)).unwrap();
            bitrix.batch(requests)
        };
        assert!(results.iter().all(Result::is_ok), "{results:?}");
        let expected = ["call access-0", "refresh refresh-0", "call access-1"];
        assert_eq!(office.log().events(), expected);
        let request = office.received().pop().unwrap();
        assert_eq!(request.path, "/rest/api/batch");
        let expected = json!({
            "0": { "method": "tasks.task.get", "query": { "id": 1 } },
            "1": { "method": "tasks.task.get", "query": { "id": 2 } },
            "auth": "access-1",
        });
        assert_eq!(request.json(), expected);
    }
}

#[tokio::test]
async fn both_kinds_are_in_flight_together() {
    for place in [0, 1] {
        let (portal, _) = portal(item);
        let (mut batch, older) = deletes(0..50);
        let newer: Vec<_> = (50..100).map(|id| batch.add(Get::new(id))).collect();
        let mut results = both(&portal)[place].send(batch).await;
        assert!(older.into_iter().all(|call| results.take(call).is_ok()));
        assert!(newer.into_iter().all(|call| results.take(call).is_ok()));
        assert_eq!(portal.received().len(), 2);
    }
}

#[tokio::test]
async fn a_call_takes_values_of_results_before_it() {
    for place in [0, 1] {
        let (portal, ran) = portal(item);
        let mut batch = Batch::new();
        for id in 0..49 {
            batch.add(Get::new(id));
        }
        batch.add(source::Delete::new(1));
        let task = batch.add(Get::new(70));
        let mut fields = NewTask::new("71", 1, 1);
        fields.other_fields = Rest::from([("ufLinks", json!([{ "b": 1, "a": 2 }, 3]))]);
        let added = batch.add_with(Add::new(fields), |add| {
            add.set("fields.parentId", task.result("item.id"));
            add.set("fields.ufLinks[1]", task.result("item[title]"));
        });
        let again = batch.add_with(Get::new(0), |get| {
            get.set("id", added.result("item.id"));
        });
        let mut results = both(&portal)[place].send(batch).await;
        for (call, id) in [(task, 70), (again, 71)] {
            assert_eq!(results.take(call).unwrap().result.id.unwrap().get(), id);
        }
        assert_eq!(results.take(added).unwrap().result.id.unwrap().get(), 71);
        let ran = ran.all().into_iter().filter(|id| *id >= 70);
        assert_eq!(ran.collect::<Vec<_>>(), [70, 71, 71]);
        let requests = portal.received();
        let sent = requests
            .iter()
            .find(|request| request.body.contains("$ref"));
        let fields = r#"{"title":"71","creatorId":1,"responsibleId":1,"ufLinks":[{"a":2,"b":1},{"$ref":"c50.item.title"}],"parentId":{"$ref":"c50.item.id"}}"#;
        let expected = [
            r#"{"method":"tasks.task.get","query":{"id":70},"as":"c50"}"#.to_owned(),
            format!(r#"{{"method":"tasks.task.add","query":{{"fields":{fields}}},"as":"c51"}}"#),
            r#"{"method":"tasks.task.get","query":{"id":{"$ref":"c51.item.id"}}}"#.to_owned(),
        ];
        assert_eq!(sent.unwrap().body, format!("[{}]", expected.join(",")));
    }
}

fn refused<M: bitrix24::Method>(results: &mut BatchResults, call: BatchCall<M>) -> String {
    match results.take(call) {
        Err(CallError::Encode(error)) => error.to_string(),
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("it was sent"),
    }
}

#[test]
fn no_result_leads_from_one_version_to_the_other_or_past_it() {
    let (portal, _) = portal(item);
    let mut batch = Batch::new();
    let task = batch.add(Get::new(1));
    let older = batch.add_with(source::Delete::new(0), |delete| {
        delete.set("id", task.result("item.id"));
    });
    let one = batch.add(source::Delete::new(1));
    let near = batch.add_with(source::Delete::new(0), |delete| {
        delete.set("id", one.result(""));
    });
    let newer = batch.add_with(Get::new(0), |get| {
        get.set("id", one.result(""));
    });
    // They are in different requests.
    let far = batch.add_with(source::Delete::new(0), |delete| {
        delete.set("id", one.result(""));
    });
    let nowhere = batch.add_with(Get::new(0), |get| {
        get.set("id.x", newer.result(""));
    });
    let [_, Client::Blocking(bitrix)] = both(&portal) else {
        panic!("the blocking client is the second");
    };
    let mut results = bitrix.send_batch(batch);
    assert!(refused(&mut results, older).contains("another REST version"));
    assert!(refused(&mut results, newer).contains("another REST version"));
    assert!(refused(&mut results, far).contains("another REST version"));
    assert!(refused(&mut results, nowhere).contains("cannot be set"));
    assert!(results.take(task).is_ok() && results.take(one).is_ok() && results.take(near).is_ok());
}
