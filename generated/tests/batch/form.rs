//! The parameters of a command mean to PHP what the JSON of the call means.

use bitrix24::client::Batch;
use bitrix24::crm::{deal, item};
use bitrix24::filter::{contains, eq, ge, is_in};
use bitrix24::task::elapseditem::{Delete, ElapsedTime, Update};
use bitrix24::{CallError, Direction, Method, Nullable, Rest, tasks};
use serde_json::{Value, json};

use super::custom::Custom;
use super::dice::Dice;
use super::php::{self, Php, commands, parse_str};
use super::{blocking, client};

/// Sends the call in a batch: what PHP makes of it, or why it was not sent.
fn arrived<M: Method>(request: M) -> Result<Php, String> {
    let portal = php::portal(|_, _| php::ok(json!({})));
    let mut batch = Batch::new();
    let call = batch.add(request);
    let mut results = blocking(&portal).send_batch(batch);
    let received = portal.received();
    match results.take(call) {
        Err(CallError::Encode(error)) => {
            assert!(received.is_empty(), "it is not sent");
            Err(error.to_string())
        }
        _ => {
            let mut commands = commands(&received[0].body);
            assert_eq!(commands.len(), 1);
            let (_, method, parameters) = commands.remove(0);
            assert_eq!(method, M::NAME);
            Ok(parameters)
        }
    }
}

/// What the JSON of the call means.
fn meant<M: Method>(request: &M) -> Php {
    serde_json::from_slice(&bitrix24::encode(request).unwrap()).unwrap()
}

fn check<M: Method + Clone>(request: M) {
    assert_eq!(arrived(request.clone()).unwrap(), meant(&request));
}

#[test]
fn the_parse_str_of_this_test_is_that_of_php() {
    let text = Php::text;
    for (query, expected) in [
        (
            "a=1&b=x+y%26",
            Php::array([("a", text("1")), ("b", text("x y&"))]),
        ),
        (
            "a[b][c]=1&a[b][d]=2",
            Php::array([(
                "a",
                Php::array([("b", Php::array([("c", text("1")), ("d", text("2"))]))]),
            )]),
        ),
        (
            "a[]=1&a[]=2",
            Php::array([("a", Php::array([("0", text("1")), ("1", text("2"))]))]),
        ),
        (
            "a.b=1&c%20d=2",
            Php::array([("a_b", text("1")), ("c_d", text("2"))]),
        ),
        (
            "a[b.c]=1",
            Php::array([("a", Php::array([("b.c", text("1"))]))]),
        ),
        (
            "a[b]c]=1",
            Php::array([("a", Php::array([("b", text("1"))]))]),
        ),
        (
            "a[b[c]=1",
            Php::array([("a", Php::array([("b[c", text("1"))]))]),
        ),
        (
            "a=1&a[b]=2",
            Php::array([("a", Php::array([("b", text("2"))]))]),
        ),
        ("=1&a", Php::array([("a", text(""))])),
    ] {
        assert_eq!(parse_str(query), expected, "{query}");
    }
}

#[test]
fn a_boolean_is_1_or_0_and_null_is_empty() {
    let request = Custom::<true> {
        flag: Some(true),
        note: Some(Nullable::Null),
        number: Some(1.5),
        list: Some(Vec::new()),
        data: Rest::from([
            ("no", json!(false)),
            ("nothing", json!(null)),
            ("seven", json!(7)),
        ]),
        ..Custom::default()
    };
    let text = Php::text;
    let expected = Php::array([
        ("flag", text("1")),
        ("note", text("")),
        ("number", text("1.5")),
        ("list", text("")),
        (
            "data",
            Php::array([
                ("no", text("0")),
                ("nothing", text("")),
                ("seven", text("7")),
            ]),
        ),
    ]);
    assert_eq!(arrived(request).unwrap(), expected);
}

#[test]
fn what_the_methods_take_arrives_as_it_is_meant() {
    let mut user_fields = Rest::new();
    user_fields
        .set("UF_CRM_1", json!(["a", "b & c", true, null]))
        .unwrap();
    user_fields
        .set("UF_CRM_2", json!({ "x": { "y": [[1, 2], []] } }))
        .unwrap();
    let mut fields = deal::NewDeal::new()
        .title("Müller & Söhne = 100% #1 [neu] + „more“ 漢字 🦀?\r\n\t'\"\\")
        .opportunity(1e15)
        .probability(-3)
        .opened(true)
        .closed(false)
        .comments("")
        .contact_ids([7, 8]);
    fields.user_fields = user_fields;
    check(deal::Add::new().fields(fields));

    let filter = item::ListFilter::new()
        .title(contains("a&b=c[d]#e"))
        .id(is_in([1, 2, 3]))
        .opened(eq(true))
        .created_time(ge(bitrix24::DateTime::from("2025-03-01T00:00:00+03:00")));
    check(
        item::List::new(item::EntityType::Deal)
            .select([item::ListSelect::All])
            .filter(filter),
    );
    check(tasks::task::List::new().select(["ID", "TITLE"]));
    check(item::Get::new(item::EntityType::Deal, i64::MAX));
    // Without parameters.
    assert_eq!(arrived(deal::List::new()).unwrap(), Php::Array(Vec::new()));
}

#[test]
fn the_keys_of_an_order_keep_their_sequence() {
    let order = deal::ListOrder::new()
        .title(Direction::Asc)
        .field("UF_CRM_1", Direction::Desc)
        .id(Direction::Asc);
    let expected = Php::array([
        ("TITLE", Php::text("ASC")),
        ("UF_CRM_1", Php::text("DESC")),
        ("ID", Php::text("ASC")),
    ]);
    let arrived = arrived(deal::List::new().order(order)).unwrap();
    assert_eq!(arrived.at(&["order"]), Some(&expected));
}

#[test]
fn parameters_that_are_taken_by_their_places_keep_them() {
    let time = ElapsedTime::new(60, "a minute").user_id(7);
    let expected = Php::array([
        ("TASKID", Php::text("1")),
        ("ITEMID", Php::text("2")),
        (
            "ARFIELDS",
            Php::array([
                ("SECONDS", Php::text("60")),
                ("COMMENT_TEXT", Php::text("a minute")),
                ("USER_ID", Php::text("7")),
            ]),
        ),
    ]);
    assert_eq!(arrived(Update::new(1, 2, time)).unwrap(), expected);
    check(Delete::new(1, 2));
}

/// Any JSON, with keys and texts that are apt to break a form.
fn any(dice: &mut Dice, depth: u64) -> Value {
    match dice.below(if depth == 0 { 5 } else { 7 }) {
        0 => json!(dice.percent(50)),
        1 => json!(null),
        2 => json!(dice.roll() as i64),
        3 => json!(dice.below(1000) as f64 / 8.0),
        4 => json!(text(dice)),
        5 => (0..dice.below(4)).map(|_| any(dice, depth - 1)).collect(),
        _ => {
            let entries = (0..dice.below(4)).map(|_| (text(dice), any(dice, depth - 1)));
            Value::Object(entries.collect())
        }
    }
}

fn text(dice: &mut Dice) -> String {
    const PARTS: [&str; 20] = [
        "a", "B", "0", "&", "=", "[", "]", "#", "%", "+", " ", ".", "?", "é", "漢", "🦀", "\"",
        "\\", "$result", "%5B",
    ];
    let parts = (0..dice.below(6)).map(|_| PARTS[dice.below(20) as usize]);
    parts.collect()
}

/// Whether a form cannot carry it.
fn breaks(value: &Value) -> bool {
    match value {
        Value::Array(values) => values.iter().any(breaks),
        Value::Object(entries) => entries
            .iter()
            .any(|(key, value)| key.trim().is_empty() || key.contains(']') || breaks(value)),
        _ => false,
    }
}

#[test]
fn whatever_is_sent_arrives_as_it_is_meant_or_is_not_sent() {
    let seed = Dice::seed();
    let mut batch = Batch::new().in_order();
    let calls: Vec<_> = (0..3_000_u64)
        .map(|number| {
            let value = any(&mut Dice::new(seed ^ number << 20), 3);
            let breaks = breaks(&value);
            let mut data = Rest::new();
            data.set("x", value).unwrap();
            let request = Custom::<true> {
                data,
                ..Custom::default()
            };
            (meant(&request), breaks, batch.add(request))
        })
        .collect();
    // What the method gets, in a batch or alone.
    let (gets, got) = std::sync::mpsc::channel();
    let portal = php::portal(move |_, parameters| {
        gets.send(parameters.clone()).unwrap();
        php::ok(json!({}))
    });
    let mut results = blocking(&portal).send_batch(batch);
    let mut arrived = got.try_iter();
    let mut refused = 0;
    for (number, (meant, breaks, call)) in calls.into_iter().enumerate() {
        let run = format!("SEED={seed}, {number}: {meant:?}");
        if breaks {
            let error = results.take(call).unwrap_err();
            assert!(matches!(error, CallError::Encode(_)), "{run}, {error}");
            refused += 1;
        } else {
            assert!(results.take(call).is_ok(), "{run}");
            assert_eq!(arrived.next().unwrap(), meant, "{run}");
        }
    }
    assert_eq!(arrived.next(), None);
    assert!((100..2_500).contains(&refused), "{refused} refused");
}

#[test]
fn the_name_of_a_parameter_that_php_would_change_is_not_sent() {
    for name in ["X a", "X.a", "X[a", "X[a]", "X]", "X\0"] {
        let request = Custom::<true> {
            others: Rest::from([(name, 1)]),
            ..Custom::default()
        };
        assert!(arrived(request).is_err(), "{name:?}");
    }
    let request = Custom::<true> {
        others: Rest::from([("X_é&=#%+", 1)]),
        ..Custom::default()
    };
    let arrived = arrived(request).unwrap();
    assert_eq!(arrived.at(&["X_é&=#%+"]), Some(&Php::text("1")));
}

#[tokio::test]
async fn what_cannot_stand_in_a_batch_says_so_and_the_others_are_sent() {
    let portal = php::portal(|_, _| php::ok(json!({ "a": 1 })));
    let mut batch = Batch::new();
    let nowhere = batch.add(Custom::<false>::default());
    let infinite = batch.add(Custom::<true> {
        number: Some(f64::NAN),
        ..Custom::default()
    });
    let good = batch.add(Custom::<true>::default());
    assert_eq!(batch.len(), 3);
    let mut results = client(&portal).send_batch(batch).await;
    let is_encode = |is: bool, error: String| assert!(is, "{error}");
    let error = results.take(nowhere).unwrap_err();
    is_encode(matches!(error, CallError::Encode(_)), error.to_string());
    let error = results.take(infinite).unwrap_err();
    is_encode(matches!(error, CallError::Encode(_)), error.to_string());
    assert!(!error.may_have_run());
    assert_eq!(results.take(good).unwrap().result.len(), 1);
    let [request] = portal.received().try_into().unwrap();
    let commands = commands(&request.body);
    assert_eq!(commands.len(), 1);
    assert_eq!(
        (commands[0].0.as_str(), commands[0].1.as_str()),
        ("c2", "custom.call")
    );

    // If none can be sent, nothing is.
    let mut batch = Batch::new();
    batch.add(Custom::<false>::default());
    let _ = client(&portal).send_batch(batch).await;
    let _ = client(&portal).send_batch(Batch::new()).await;
    assert_eq!(portal.received().len(), 1);
}
