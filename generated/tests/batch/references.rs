//! Results as parameters of later calls.

use std::sync::{Arc, Mutex};

use bitrix24::biconnector::source;
use bitrix24::client::{Batch, BatchReference};
use bitrix24::crm::item::{EntityType, Get, List};
use bitrix24::task::elapseditem::{ElapsedTime, Update};
use bitrix24::{CallError, Method, crm};
use serde_json::json;

use super::custom::Custom;
use super::php::{self, Php, commands, failed, ok};
use super::{blocking, client};

#[tokio::test]
async fn a_reference_is_a_value_of_an_earlier_result() {
    let portal = php::portal(|method, parameters| match method {
        "crm.item.list" => ok(json!({ "items": [{ "id": 70 }, { "id": 71 }] })),
        "crm.item.get" => {
            let Some(Php::Text(id)) = parameters.at(&["id"]) else {
                panic!("{parameters:?}");
            };
            ok(json!({ "item": { "id": id } }))
        }
        other => panic!("{other}"),
    });
    let mut batch = Batch::new();
    let list = batch.add(List::new(EntityType::Deal));
    let first = batch.add_with(Get::new(EntityType::Deal, 0), |get| {
        get.set("id", list.result("items[0].id"));
    });
    let second = batch.add_with(Get::new(EntityType::Deal, 0), |get| {
        get.set("id", list.result("items.1.id"));
    });
    let again = batch.add_with(Get::new(EntityType::Deal, 0), |get| {
        get.set("id", first.result("item[id]"));
    });
    let mut results = client(&portal).send_batch(batch).await;
    assert_eq!(results.take(list).unwrap().result.len(), 2);
    for (call, id) in [(first, 70), (second, 71), (again, 70)] {
        assert_eq!(results.take(call).unwrap().result.id, Some(id.into()));
    }
    let [request] = portal.received().try_into().unwrap();
    // A reference that leads nowhere would be a text to the server, unless it halts.
    assert_eq!(request.json()["halt"], 1);
    let body = request.json();
    let command = body["cmd"]["c1"].as_str().unwrap();
    assert!(
        command.ends_with("id=%24result%5Bc0%5D%5Bitems%5D%5B0%5D%5Bid%5D"),
        "{command}"
    );
    let commands = commands(&request.body);
    let reference = |index: usize| commands[index].2.at(&["id"]).cloned();
    assert_eq!(reference(1), Some(Php::text("$result[c0][items][0][id]")));
    assert_eq!(reference(2), Some(Php::text("$result[c0][items][1][id]")));
    assert_eq!(reference(3), Some(Php::text("$result[c1][item][id]")));
}

#[test]
fn a_reference_takes_the_place_of_what_the_request_says() {
    let portal = php::portal(|_, _| ok(json!(null)));
    let mut batch = Batch::new();
    let first = batch.add(Custom::<true>::default());
    batch.add_with(Update::new(1, 2, ElapsedTime::new(60, "a")), |update| {
        update
            .set("ITEMID", first.result(""))
            .set("ARFIELDS.SECONDS", first.result("s"));
    });
    let fields = crm::deal::NewDeal::new().title("a").contact_ids([7, 8, 9]);
    batch.add_with(crm::deal::Add::new().fields(fields), |add| {
        add.set("fields.CONTACT_IDS", first.result("ids"));
        add.set("fields[COMPANY_ID]", first.result("company"));
    });
    let _ = blocking(&portal).send_batch(batch);
    let commands = commands(&portal.received()[0].body);
    // Its place too, which says what it is.
    let expected = Php::array([
        ("TASKID", Php::text("1")),
        ("ITEMID", Php::text("$result[c0]")),
        (
            "ARFIELDS",
            Php::array([
                ("SECONDS", Php::text("$result[c0][s]")),
                ("COMMENT_TEXT", Php::text("a")),
            ]),
        ),
    ]);
    assert_eq!(commands[1].2, expected);
    let expected = Php::array([
        ("TITLE", Php::text("a")),
        ("CONTACT_IDS", Php::text("$result[c0][ids]")),
        ("COMPANY_ID", Php::text("$result[c0][company]")),
    ]);
    assert_eq!(commands[2].2.at(&["fields"]), Some(&expected));
}

/// Adds a call with a reference that cannot be; it is not sent, and its result says so.
fn refused(
    batch: &mut Batch,
    path: &str,
    reference: BatchReference,
) -> bitrix24::client::BatchCall<source::Delete> {
    batch.add_with(source::Delete::new(0), |delete| {
        delete.set(path, reference);
    })
}

#[test]
fn a_reference_leads_to_no_other_batch_and_to_no_other_fifty() {
    let sent = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&sent);
    let portal = php::portal(move |method, _| {
        seen.lock().unwrap().push(method.to_owned());
        ok(json!({ "id": 7 }))
    });
    let mut other = Batch::new();
    let foreign = other.add(Custom::<true>::default());

    let mut batch = Batch::new();
    let first = batch.add(Custom::<true>::default());
    let unsent = batch.add(Custom::<false>::default());
    let mut wrong = vec![
        refused(&mut batch, "id", foreign.result("id")),
        refused(&mut batch, "id", unsent.result("id")),
        refused(&mut batch, "", first.result("id")),
        // The server reads no further than to a blank.
        refused(&mut batch, "id", first.result("items[0].My name")),
    ];
    // What refers to one of these is not sent either.
    wrong.push({
        let reference = wrong[0].result("");
        refused(&mut batch, "id", reference)
    });
    while batch.len() < 50 {
        batch.add(Custom::<true>::default());
    }
    wrong.push(refused(&mut batch, "id", first.result("id")));
    let mut results = blocking(&portal).send_batch(batch);
    for call in wrong {
        let error = results.take(call).unwrap_err();
        assert!(matches!(error, CallError::Encode(_)), "{error}");
        assert!(!error.may_have_run());
    }
    assert!(results.take(first).is_ok());
    assert!(
        sent.lock()
            .unwrap()
            .iter()
            .all(|method| method == Custom::<true>::NAME)
    );
    // A reference that is not sent does not halt.
    assert!(
        portal
            .received()
            .iter()
            .all(|request| request.json()["halt"] == 0)
    );
}

#[test]
fn fifty_calls_with_a_reference_halt_and_the_next_fifty_go_on() {
    let portal = php::portal(|method, parameters| match method {
        "crm.item.list" => failed("ACCESS_DENIED"),
        _ => match parameters.at(&["id"]) {
            Some(Php::Text(id)) if id.starts_with("$result") => panic!("it is taken for a text"),
            _ => ok(json!(true)),
        },
    });
    let mut batch = Batch::new().in_order();
    let list = batch.add(List::new(EntityType::Deal));
    let delete = batch.add_with(source::Delete::new(0), |delete| {
        delete.set("id", list.result("items.0.id"));
    });
    while batch.len() < 50 {
        batch.add(source::Delete::new(1));
    }
    let next = batch.add(source::Delete::new(1));
    let mut results = blocking(&portal).send_batch(batch);
    assert_eq!(
        results.take(list).unwrap_err().code(),
        Some("ACCESS_DENIED")
    );
    assert!(matches!(results.take(delete), Err(CallError::NotRun(_))));
    assert!(results.take(next).unwrap().result);
    let halts: Vec<_> = portal
        .received()
        .iter()
        .map(|request| request.json()["halt"].clone())
        .collect();
    assert_eq!(halts, [json!(1), json!(0)]);
}
