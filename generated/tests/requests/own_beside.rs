//! A type of the caller's own reads what a type of the crate with the same fields reads, and alike.

use std::collections::BTreeMap;

use bitrix24::Request as _;
use bitrix24::macros::record;
use serde::Deserialize;
use serde_json::{Value, json};

use super::dice::Dice;
use super::strict::Reader;

#[derive(Debug, Default, PartialEq, Deserialize)]
struct Own {
    id: i64,
    title: Option<String>,
    price: Option<f64>,
    open: Option<bool>,
    numbers: Option<Vec<i64>>,
    by_name: Option<BTreeMap<String, i64>>,
    inner: Option<Box<Inner>>,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
struct Inner {
    size: Option<i64>,
}

struct Typed {
    id: i64,
    title: Option<String>,
    price: Option<f64>,
    open: Option<bool>,
    numbers: Option<Vec<i64>>,
    by_name: Option<BTreeMap<String, i64>>,
    inner: Option<TypedInner>,
}

struct TypedInner {
    size: Option<i64>,
}

record! {
    Typed {
        0: id => "id" required,
        1: title => "title",
        2: price => "price",
        3: open => "open",
        4: numbers => "numbers",
        5: by_name => "by_name",
        6: inner => "inner",
    }
}

record! {
    TypedInner {
        0: size => "size",
    }
}

impl From<Typed> for Own {
    fn from(typed: Typed) -> Self {
        let inner = typed
            .inner
            .map(|inner| Box::new(Inner { size: inner.size }));
        Self {
            id: typed.id,
            title: typed.title,
            price: typed.price,
            open: typed.open,
            numbers: typed.numbers,
            by_name: typed.by_name,
            inner,
        }
    }
}

/// What PHP makes of this or that.
fn any(dice: &mut Dice) -> Value {
    let values = [
        json!(7),
        json!("7"),
        json!(" 7 "),
        json!(1),
        json!(0),
        json!("0"),
        json!("Y"),
        json!("n"),
        json!(true),
        json!(false),
        json!(null),
        json!(""),
        json!([]),
        json!({}),
        json!("1500.50"),
        // Not the number, of which a text keeps all digits.
        json!("7.0"),
        json!(i64::MAX),
        json!("x"),
        json!([1, "2"]),
        json!([1, "x"]),
        json!({ "0": 1, "5": "2" }),
        json!({ "a": "1", "b": 2 }),
        json!({ "size": "3" }),
        json!({ "size": "" }),
        json!({ "size": [1] }),
        json!([""]),
    ];
    values[dice.below(values.len() as u64) as usize].clone()
}

#[test]
fn a_type_of_ones_own_reads_what_a_type_of_the_crate_reads() {
    const FIELDS: [&str; 7] = [
        "id", "title", "price", "open", "numbers", "by_name", "inner",
    ];
    let (seed, reader) = (Dice::seed(), Reader::new());
    let (mut read, mut failed) = (0, 0);
    for number in 0..3_000 {
        let dice = &mut Dice::new(seed ^ number << 20);
        let mut row = json!({ "id": 7 });
        for _ in 0..=dice.below(2) {
            row[FIELDS[dice.below(7) as usize]] = any(dice);
        }
        // To serde, an array with elements is a struct as well.
        if row
            .get("inner")
            .and_then(Value::as_array)
            .is_some_and(|inner| !inner.is_empty())
        {
            row["inner"] = json!({});
        }
        let json = row.to_string();
        let typed = bitrix24::record::deserialize(&mut serde_json::Deserializer::from_str(&json));
        let typed = typed.ok().map(|typed: Typed| Own::from(typed));
        reader.answer(format!(r#"{{"result":{json}}}"#));
        let request = bitrix24::Untyped::new("my.method", json!({}));
        let own = reader.client.send(request.output_as::<Own>());
        match &typed {
            Some(_) => read += 1,
            None => failed += 1,
        }
        assert_eq!(own.ok(), typed, "{json}");
    }
    assert!(read > 500 && failed > 500, "{read} {failed}");
}
