//! What `serde_json` takes, a type of the caller's own takes alike; and what is not JSON, it does not take.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use bitrix24::blocking::{Bitrix24, Transport};
use bitrix24::client::{HttpRequest, HttpResponse, RateLimit};
use bitrix24::{CallError, Own, PagedRequest as _, Paging, Request as _, TransportError, Untyped};
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::dice::Dice;

/// A portal in memory, which answers by what is there.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<String>>);

impl Transport for Memory {
    fn send(&self, _: HttpRequest) -> Result<HttpResponse, TransportError> {
        Ok(HttpResponse::new(200, self.0.lock().unwrap().clone()))
    }
}

pub(crate) struct Reader {
    memory: Memory,
    pub(crate) client: Bitrix24,
}

impl Reader {
    pub(crate) fn new() -> Self {
        let memory = Memory::default();
        let client = Bitrix24::builder()
            .transport(memory.clone())
            .rate_limit(RateLimit::UNLIMITED)
            .webhook("https://strict.bitrix24.com/rest/1/c0de/");
        Self {
            memory,
            client: client.unwrap(),
        }
    }

    pub(crate) fn answer(&self, body: String) {
        *self.memory.0.lock().unwrap() = body;
    }

    /// Compares with `serde_json`; whether that takes it.
    fn compare<T: Own + PartialEq + Debug>(&self, json: &str) -> bool {
        let strict = serde_json::from_str::<T>(json).ok();
        let request = || Untyped::new("my.method", json!({}));
        self.answer(format!(r#"{{"result":{json},"total":1}}"#));
        let own = self.client.send(request().output_as::<T>());
        self.answer(format!(r#"{{"result":[{json},{json}]}}"#));
        let rows = request().paged(Paging::start()).rows_as::<T>();
        let rows = self.client.send(rows);
        let Some(strict) = strict else {
            // It may be taken where `serde_json` does not, but for one value and for a row alike.
            assert_eq!(
                own.ok(),
                rows.ok().and_then(|mut rows| rows.pop()),
                "{json}"
            );
            return false;
        };
        assert_eq!(own.as_ref().ok(), Some(&strict), "{json} {own:?}");
        assert_eq!(rows.unwrap()[1], strict, "{json}");
        true
    }
}

#[derive(Debug, PartialEq, Deserialize)]
struct Struct {
    a: i64,
    b: Option<String>,
    #[serde(default)]
    c: Vec<Enum>,
    #[serde(rename = "d e", default)]
    d: Option<Box<Struct>>,
}

#[derive(Debug, PartialEq, Deserialize)]
enum Enum {
    A,
    B(i64),
    C(i64, Option<bool>),
    D { a: f64 },
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(tag = "a")]
enum Tagged {
    A { b: Value },
    B,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Untagged {
    Number(f64),
    Text(String),
    Struct(Struct),
    List(Vec<Untagged>),
}

#[derive(Debug, PartialEq, Deserialize)]
struct Flat {
    a: Option<i64>,
    #[serde(flatten)]
    rest: HashMap<String, Value>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Tuple(i64, String);

fn any(dice: &mut Dice, depth: u64) -> Value {
    const TEXTS: [&str; 12] = [
        "a",
        "b",
        "c",
        "d e",
        "A",
        "B",
        "C",
        "D",
        "",
        "7",
        "\u{fc}\"\\\n",
        "\u{1f980}",
    ];
    let text = |dice: &mut Dice| TEXTS[dice.below(12) as usize].to_owned();
    match dice.below(if depth == 0 { 6 } else { 10 }) {
        0 => json!(dice.percent(50)),
        1 => json!(null),
        2 => json!(dice.below(3)),
        3 => json!(dice.roll() as i64),
        4 => json!(dice.roll() as f64 / 1e3),
        5 => json!(text(dice)),
        6 | 7 => (0..dice.below(3)).map(|_| any(dice, depth - 1)).collect(),
        _ => {
            let members = (0..dice.below(4)).map(|_| (text(dice), any(dice, depth - 1)));
            Value::Object(members.collect())
        }
    }
}

/// A value that is apt to be a `Struct`.
fn likely(dice: &mut Dice, depth: u64) -> Value {
    let mut value = json!({ "a": dice.below(9), "b": "x", "other": any(dice, 2) });
    match dice.below(5) {
        0 => value["b"] = json!(null),
        1 => value["c"] = json!(["A", { "B": 1 }, { "C": [1, null] }, { "D": { "a": 1.5 } }]),
        2 if depth > 0 => value["d e"] = likely(dice, depth - 1),
        3 => value["c"] = any(dice, 2),
        _ => {}
    }
    value
}

/// A value that is apt to be of one of the enums, or a tuple.
fn variant(dice: &mut Dice) -> Value {
    match dice.below(7) {
        0 => json!([dice.below(9), "x"]),
        1 => json!({ "a": "A", "b": any(dice, 2) }),
        2 => json!({ "b": any(dice, 1), "a": "B" }),
        3 => json!("A"),
        4 => json!({ "B": dice.below(9) }),
        5 => json!({ "C": [7, any(dice, 0)] }),
        _ => json!({ "D": { "a": any(dice, 0) } }),
    }
}

#[test]
fn what_strict_takes_lenient_takes_alike() {
    let (seed, reader) = (Dice::seed(), Reader::new());
    let mut taken = [0; 16];
    for number in 0..400 {
        let dice = &mut Dice::new(seed ^ number << 20);
        let value = match dice.below(4) {
            0 => likely(dice, 3),
            1 => variant(dice),
            _ => any(dice, 3),
        };
        let json = match dice.below(2) {
            0 => value.to_string(),
            _ => serde_json::to_string_pretty(&value)
                .unwrap()
                .replace('x', "\\u0078"),
        };
        let results = [
            reader.compare::<Value>(&json),
            reader.compare::<IgnoredAnything>(&json),
            reader.compare::<Struct>(&json),
            reader.compare::<Option<Struct>>(&json),
            reader.compare::<Enum>(&json),
            reader.compare::<Tagged>(&json),
            reader.compare::<Untagged>(&json),
            reader.compare::<Flat>(&json),
            reader.compare::<Tuple>(&json),
            reader.compare::<Vec<Value>>(&json),
            reader.compare::<HashMap<String, Value>>(&json),
            reader.compare::<BTreeMap<String, Option<i64>>>(&json),
            reader.compare::<Option<bool>>(&json),
            reader.compare::<i128>(&json),
            reader.compare::<f64>(&json),
            reader.compare::<String>(&json),
        ];
        for (count, is_taken) in taken.iter_mut().zip(results) {
            *count += u32::from(is_taken);
        }
    }
    // Each type has seen values that it takes; otherwise nothing would be compared.
    assert!(taken.iter().all(|count| *count > 5), "{taken:?}");
}

#[derive(Debug, Deserialize)]
struct IgnoredAnything(IgnoredAny);

impl PartialEq for IgnoredAnything {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

#[test]
fn what_is_not_json_is_not_taken() {
    let (seed, reader) = (Dice::seed(), Reader::new());
    let (mut broken, mut whole) = (0, 0);
    for number in 0..3_000 {
        let dice = &mut Dice::new(seed ^ number << 20);
        let rows: Value = (0..2).map(|_| likely(dice, 2)).collect();
        let answer = json!({ "result": { "items": rows }, "total": 2, "x": any(dice, 3) });
        let mut body = match dice.below(2) {
            0 => answer.to_string(),
            _ => serde_json::to_string_pretty(&answer).unwrap(),
        };
        mutate(dice, &mut body);
        let strict = serde_json::from_str::<IgnoredAny>(&body);
        reader.answer(body.clone());
        let list = Untyped::new("my.list", json!({}))
            .paged(Paging::start())
            .rows("items");
        let careless = reader.client.send(list.clone().rows_as::<Careless>());
        let read = reader.client.send(list.rows_as::<IgnoredAnything>());
        if strict.is_err() {
            assert!(careless.is_err(), "{body}");
            assert!(read.is_err(), "{body}");
            broken += 1;
        } else if let Ok(bare) = serde_json::from_str::<Bare>(&body) {
            assert_eq!(read.unwrap().len(), bare.result.items.len(), "{body}");
            if bare.result.items.iter().all(|row| row.is_object()) {
                assert_eq!(careless.unwrap().len(), bare.result.items.len(), "{body}");
            }
            whole += 1;
        }
    }
    assert!(broken > 500 && whole > 500, "{broken} {whole}");
}

/// A type that takes anything, for it swallows every error.
#[derive(Deserialize)]
struct Careless {
    #[serde(default, rename = "a", deserialize_with = "or_default")]
    _a: Vec<i64>,
    #[serde(default, rename = "c", deserialize_with = "or_default")]
    _c: Vec<Enum>,
    #[serde(default, rename = "other", deserialize_with = "or_default")]
    _other: Option<HashMap<String, Flat>>,
}

fn or_default<'de, T: Deserialize<'de> + Default, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(T::deserialize(deserializer).unwrap_or_default())
}

#[derive(Deserialize)]
struct Bare {
    result: Items,
}

#[derive(Deserialize)]
struct Items {
    items: Vec<Value>,
}

/// Inserts, removes or replaces a character.
fn mutate(dice: &mut Dice, body: &mut String) {
    const PARTS: [&str; 16] = [
        "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "-", ".", "e", "n", "\u{1}", " ", "\\u12",
    ];
    let mut at = dice.below(body.len() as u64) as usize;
    while !body.is_char_boundary(at) {
        at -= 1;
    }
    match dice.below(3) {
        0 => body.insert_str(at, PARTS[dice.below(16) as usize]),
        1 => drop(body.remove(at)),
        _ => {
            body.remove(at);
            body.insert_str(at, PARTS[dice.below(16) as usize]);
        }
    }
}

#[test]
fn the_error_of_a_broken_answer_is_that_of_any_other() {
    let reader = Reader::new();
    reader.answer(r#"{"result":[{"id":1},{"id":2"#.to_owned());
    let list = Untyped::new("my.list", json!({})).paged(Paging::start());
    let own = reader.client.send(list.clone().rows_as::<Value>());
    let typed = reader.client.send(list);
    assert!(matches!(own, Err(CallError::Unexpected(_))));
    assert_eq!(own.unwrap_err().to_string(), typed.unwrap_err().to_string());
}
