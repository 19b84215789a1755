//! Changes JSON: as PHP does on a bad day, and as nobody does.

use serde_json::{Map, Value, json};

use crate::dice::Dice;

/// A value that no error may repeat.
pub(super) const CANARY: &str = "c4nary";

/// What is to be read.
pub(super) struct Input {
    pub(super) bytes: Vec<u8>,
    /// Whether it is JSON in which only values were changed, so that no value has become a key.
    pub(super) is_whole: bool,
}

impl Input {
    pub(super) fn new(dice: &mut Dice, sample: &Value) -> Self {
        let mut value = sample.clone();
        change(dice, sample, &mut value);
        while dice.percent(40) {
            change(dice, sample, &mut value);
        }
        let mut bytes = value.to_string().into_bytes();
        let is_whole = !dice.percent(15);
        if !is_whole {
            for _ in 0..=dice.below(3) {
                spoil(dice, &mut bytes);
            }
        }
        Self { bytes, is_whole }
    }
}

/// A place somewhere in the value.
fn place<'v>(dice: &mut Dice, mut value: &'v mut Value) -> &'v mut Value {
    while size(value) > 0 && dice.percent(95) {
        let index = dice.below(size(value) as u64) as usize;
        let child = match value {
            Value::Array(values) => values.get_mut(index),
            Value::Object(fields) => fields.values_mut().nth(index),
            _ => None,
        };
        value = child.unwrap();
    }
    value
}

fn size(value: &Value) -> usize {
    match value {
        Value::Array(values) => values.len(),
        Value::Object(fields) => fields.len(),
        _ => 0,
    }
}

fn change(dice: &mut Dice, sample: &Value, value: &mut Value) {
    let place = place(dice, value);
    match dice.below(14) {
        0..=2 => *place = strange(dice),
        3..=5 => *place = respelt(place.take()),
        6 => *place = json!([place.take()]),
        7 => *place = json!({ "0": place.take() }),
        8 => {
            let depth = dice.below(200);
            let list = dice.percent(50);
            for _ in 0..depth {
                *place = match list {
                    true => json!([place.take()]),
                    false => json!({ "x": place.take() }),
                };
            }
        }
        9 => *place = self::place(dice, &mut sample.clone()).clone(),
        10 => {
            let result = place.take();
            let code = strange(dice);
            *place = json!({ "error": code, "error_description": CANARY, "result": result });
        }
        11 => {
            let size = size(place) as u64;
            match place {
                Value::Array(values) if size > 0 => {
                    let copy = values[dice.below(size) as usize].clone();
                    let copies = 1 + dice.below(40) as usize;
                    values.extend(std::iter::repeat_n(copy, copies));
                }
                Value::Object(fields) => {
                    fields.insert("keyOfTheFuture".to_owned(), strange(dice));
                }
                _ => {}
            }
        }
        12 => remove(dice, place),
        _ => rename(dice, place),
    }
}

/// The same, as PHP may write it as well.
fn respelt(value: Value) -> Value {
    match value {
        Value::Number(number) => Value::String(number.to_string()),
        Value::Bool(true) => json!("Y"),
        Value::Bool(false) => json!("N"),
        Value::String(text) => match text.parse::<f64>() {
            Ok(number) => json!(number),
            Err(_) => json!(text.to_uppercase()),
        },
        Value::Array(values) => {
            let numbered = values.into_iter().enumerate();
            let fields = numbered.map(|(number, value)| (number.to_string(), value));
            Value::Object(fields.collect())
        }
        Value::Object(fields) => fields.into_iter().map(|(_, value)| value).collect(),
        Value::Null => json!(""),
    }
}

fn remove(dice: &mut Dice, value: &mut Value) {
    let index = dice.below(size(value) as u64) as usize;
    match value {
        Value::Array(values) if !values.is_empty() => _ = values.remove(index),
        Value::Object(fields) => {
            let key = fields.keys().nth(index).cloned();
            _ = key.and_then(|key| fields.remove(&key));
        }
        value => *value = Value::Null,
    }
}

fn rename(dice: &mut Dice, value: &mut Value) {
    let Value::Object(fields) = value else {
        return;
    };
    let index = dice.below(fields.len() as u64) as usize;
    let rename = |(at, (key, value)): (usize, (String, Value))| match at == index {
        true if key.chars().any(char::is_uppercase) => (key.to_lowercase(), value),
        true => (key.to_uppercase(), value),
        false => (key, value),
    };
    let renamed: Map<String, Value> = std::mem::take(fields)
        .into_iter()
        .enumerate()
        .map(rename)
        .collect();
    *fields = renamed;
}

fn strange(dice: &mut Dice) -> Value {
    let texts = [
        "",
        "0",
        "Y",
        "n",
        "true",
        "null",
        "NaN",
        "1 500,50",
        " 7 ",
        "+7",
        "0x7",
        "1e3",
        "1e999",
        "99999999999999999999999999",
        "-0001-11-30T00:00:00+02:30",
        "0000-00-00 00:00:00",
        "2025-02-30T25:61:61+99:99",
        "2025-02-03T10:15:00+03:00",
        "a:1:{i:0;i:15;}",
        "{\"a\":1}",
        "[]",
        "\u{0}\u{feff}\u{202e}\u{1f600}",
        CANARY,
        CANARY,
    ];
    let others = [
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(1),
        json!(-1),
        json!(0.5),
        json!(-0.0),
        json!(1e300),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(u64::MAX),
        json!([]),
        json!({}),
        json!([null]),
        json!([[]]),
        json!({ "": null }),
        json!({ "1": 1, "0": 0 }),
        json!({ "2": CANARY }),
        json!([CANARY, { "error": CANARY }]),
    ];
    let index = dice.below((texts.len() + others.len() + 1) as u64) as usize;
    match texts.get(index) {
        Some(text) => json!(text),
        None => match others.get(index - texts.len()) {
            Some(value) => value.clone(),
            None => json!("ы\u{1f600}x".repeat(dice.below(300) as usize)),
        },
    }
}

/// Changes bytes, whatever they mean.
fn spoil(dice: &mut Dice, bytes: &mut Vec<u8>) {
    let pieces: [&[u8]; 18] = [
        b"\xff",
        b"\xc3\x28",
        b"\xef\xbb\xbf",
        b"\"\\ud800\"",
        b"\\u0000",
        b"\"",
        b"{",
        b"]",
        b",",
        b"1e999",
        b"-0",
        b"01",
        b"99999999999999999999999999999999999999",
        b"\"error\":0,",
        b"\"result\":[],",
        b"\"id\":null,\"ID\":{},",
        b"<br />\n<b>Warning</b>: x on line <b>1</b><br />\n",
        b"<!-- x -->",
    ];
    let at = dice.below(bytes.len() as u64 + 1) as usize;
    let until = (at + dice.below(40) as usize).min(bytes.len());
    match dice.below(8) {
        0 => bytes.truncate(at),
        1 => drop(bytes.drain(at..until)),
        2 => {
            let copy = bytes[at..until].to_vec();
            bytes.splice(at..at, copy);
        }
        3 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = dice.roll() as u8;
            }
        }
        4 => {
            // Where a number stands, another one.
            let digits = bytes[at..].iter().position(u8::is_ascii_digit);
            if let Some(digit) = digits {
                let piece = pieces[9 + dice.below(4) as usize].to_vec();
                bytes.splice(at + digit..at + digit + 1, piece);
            }
        }
        5 => {
            // A key once more.
            let brace = bytes[at..].iter().position(|byte| *byte == b'{');
            if let Some(brace) = brace {
                let piece = pieces[13 + dice.below(3) as usize].to_vec();
                bytes.splice(at + brace + 1..at + brace + 1, piece);
            }
        }
        _ => {
            let piece = pieces[dice.below(pieces.len() as u64) as usize].to_vec();
            let at = match dice.below(4) {
                0 => 0,
                1 => bytes.len(),
                _ => at,
            };
            bytes.splice(at..at, piece);
        }
    }
}
