//! `bench-decode <who> <what> <repetitions>`: decodes or encodes an answer, so many times.
//!
//! What it is: `get`, `list-50` and the like; with `-reversed` or `-dirty` it is decoded from such JSON, with `-encode` it is
//! encoded. `bench-decode check <what> 1` tells whether all contestants find the same in it.

mod answer;
mod derived;
mod schema;

use std::hint::black_box;

use bitrix24::biconnector::source::{Get, List};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use answer::Form;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What is to be done, and how often.
struct Task {
    body: Vec<u8>,
    list: bool,
    encode: bool,
    repetitions: usize,
}

fn main() -> Result<(), Failure> {
    let args: Vec<String> = std::env::args().collect();
    let [_, who, what, repetitions] = args.as_slice() else {
        return Err("bench-decode <who> <what> <repetitions>".into());
    };
    let task = Task::new(what, repetitions.parse()?)?;
    match (who.as_str(), task.list) {
        ("bitrix24", false) => task.run(get),
        ("bitrix24", true) => task.run(list),
        ("derive", false) => task.run(|body| Ok(strict::<derived::GetAnswer>(body)?.result.item)),
        ("derive", true) => task.run(|body| Ok(strict::<derived::ListAnswer>(body)?.result)),
        ("typify", false) => task.run(|body| Ok(strict::<schema::GetAnswer>(body)?.result.item)),
        ("typify", true) => task.run(|body| Ok(strict::<schema::ListAnswer>(body)?.result)),
        ("value", _) => task.run(strict::<Value>),
        ("check", false) => check(
            get(&task.body)?,
            strict::<derived::GetAnswer>(&task.body)?.result.item,
        ),
        ("check", true) => check(
            list(&task.body)?,
            strict::<derived::ListAnswer>(&task.body)?.result,
        ),
        (who, _) => Err(format!("who is {who}?").into()),
    }
}

impl Task {
    fn new(what: &str, repetitions: usize) -> Result<Self, Failure> {
        let (mut form, mut rows, mut encode) = (Form::Tidy, None, false);
        for part in what.split('-') {
            match part {
                "get" | "list" => {}
                "reversed" => form = Form::Reversed,
                "dirty" => form = Form::Dirty,
                "encode" => encode = true,
                part => rows = Some(part.parse()?),
            }
        }
        Ok(Self {
            body: answer::body(rows, form).into_bytes(),
            list: rows.is_some(),
            encode,
            repetitions,
        })
    }

    fn run<T: Serialize>(
        &self,
        decode: impl Fn(&[u8]) -> Result<T, Failure>,
    ) -> Result<(), Failure> {
        if self.encode {
            let value = decode(&self.body)?;
            for _ in 0..self.repetitions {
                black_box(serde_json::to_vec(black_box(&value))?);
            }
        } else {
            for _ in 0..self.repetitions {
                black_box(decode(black_box(&self.body))?);
            }
        }
        Ok(())
    }
}

fn get(body: &[u8]) -> Result<bitrix24::biconnector::SourceDetails, Failure> {
    Ok(bitrix24::decode::<Get>(200, body)?.result)
}

fn list(body: &[u8]) -> Result<Vec<bitrix24::biconnector::SourceItem>, Failure> {
    Ok(bitrix24::decode::<List>(200, body)?.result)
}

fn strict<T: DeserializeOwned>(body: &[u8]) -> Result<T, Failure> {
    Ok(serde_json::from_slice(body)?)
}

fn check(own: impl Serialize, derived: impl Serialize) -> Result<(), Failure> {
    let (own, derived) = (serde_json::to_value(own)?, serde_json::to_value(derived)?);
    if own == derived {
        return Ok(());
    }
    Err(format!("{own}\nis not\n{derived}").into())
}
