//! How PHP, and the server in it, read a batch.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Value, json};

use super::support::{Portal, Reply};

/// A value of PHP, as a form carries it: text, or an array whose keys keep their order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Php {
    Text(String),
    Array(Vec<(String, Php)>),
}

impl Php {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn array<const N: usize>(entries: [(&str, Php); N]) -> Self {
        Self::Array(entries.map(|(key, value)| (key.to_owned(), value)).into())
    }

    /// A value by its keys.
    pub(crate) fn at(&self, keys: &[&str]) -> Option<&Php> {
        let Some((first, rest)) = keys.split_first() else {
            return Some(self);
        };
        match self {
            Self::Text(_) => None,
            Self::Array(entries) => entries.iter().find(|(key, _)| key == first)?.1.at(rest),
        }
    }

    fn entry(&mut self, key: &str) -> &mut Php {
        // Text in the place of an array gives way.
        if matches!(self, Self::Text(_)) {
            *self = Self::Array(Vec::new());
        }
        let Self::Array(entries) = self else {
            unreachable!()
        };
        let index = entries.iter().position(|(other, _)| other == key);
        let index = index.unwrap_or_else(|| {
            entries.push((key.to_owned(), Php::text("")));
            entries.len() - 1
        });
        &mut entries[index].1
    }
}

/// What the JSON of a call means where all values are text.
impl<'de> Deserialize<'de> for Php {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Meaning;
        impl<'de> Visitor<'de> for Meaning {
            type Value = Php;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON")
            }
            fn visit_unit<E>(self) -> Result<Php, E> {
                Ok(Php::text(""))
            }
            fn visit_bool<E>(self, value: bool) -> Result<Php, E> {
                Ok(Php::text(if value { "1" } else { "0" }))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Php, E> {
                Ok(Php::text(value.to_string()))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Php, E> {
                Ok(Php::text(value.to_string()))
            }
            fn visit_f64<E>(self, value: f64) -> Result<Php, E> {
                Ok(Php::text(value.to_string()))
            }
            fn visit_str<E>(self, value: &str) -> Result<Php, E> {
                Ok(Php::text(value))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Php, A::Error> {
                let mut entries = Vec::new();
                while let Some(value) = seq.next_element()? {
                    entries.push((entries.len().to_string(), value));
                }
                Ok(whole(entries))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Php, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(whole(entries))
            }
        }
        /// There is no empty array in a form.
        fn whole(entries: Vec<(String, Php)>) -> Php {
            match entries.is_empty() {
                true => Php::text(""),
                false => Php::Array(entries),
            }
        }
        deserializer.deserialize_any(Meaning)
    }
}

fn url_decode(text: &str) -> Vec<u8> {
    let (bytes, mut decoded, mut index) = (text.as_bytes(), Vec::new(), 0);
    while let Some(byte) = bytes.get(index) {
        let hex = text.get(index + 1..index + 3);
        let hex = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (byte, hex) {
            (b'%', Some(hex)) => {
                decoded.push(hex);
                index += 2;
            }
            (b'+', _) => decoded.push(b' '),
            (byte, _) => decoded.push(*byte),
        }
        index += 1;
    }
    decoded
}

/// PHP's `parse_str`.
pub(crate) fn parse_str(query: &str) -> Php {
    let mut array = Php::Array(Vec::new());
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = String::from_utf8(url_decode(value)).unwrap();
        register(
            &mut array,
            &String::from_utf8(url_decode(name)).unwrap(),
            value,
        );
    }
    array
}

/// PHP's `php_register_variable_ex`.
fn register(array: &mut Php, name: &str, value: String) {
    // A name ends where a text of C does, and has no blanks in front.
    let name = name.split('\0').next().unwrap().trim_start_matches(' ');
    let (outer, mut rest) = name.split_at(name.find('[').unwrap_or(name.len()));
    let outer = outer.replace([' ', '.'], "_");
    if outer.is_empty() {
        return;
    }
    let mut place = array.entry(&outer);
    while let Some(inner) = rest.strip_prefix('[') {
        let Some((key, behind)) = inner.split_once(']') else {
            return;
        };
        rest = behind;
        place = match key.strip_prefix([' ', '\t', '\n', '\r']).unwrap_or(key) {
            "" => {
                let next = match place {
                    Php::Array(entries) => entries.len(),
                    Php::Text(_) => 0,
                };
                place.entry(&next.to_string())
            }
            _ => place.entry(key),
        };
    }
    *place = Php::Text(value);
}

/// What a command comes to: what stands in the sections `result`, `result_total`, `result_next` and `result_time`; or an error.
pub(crate) type Outcome = Result<(Value, Value), Value>;

pub(crate) fn ok(result: Value) -> Outcome {
    Ok((result, json!({})))
}

pub(crate) fn failed(code: &str) -> Outcome {
    Err(json!({ "error": code, "error_description": "It failed." }))
}

/// A server that runs batches, and single calls, by `run`.
pub(crate) fn portal(run: impl Fn(&str, &Php) -> Outcome + Send + Sync + 'static) -> Portal {
    Portal::start(move |request| match request.method() {
        "batch" => Reply::Json(200, batch(&request.body, &run)),
        method => match run(method, &serde_json::from_str(&request.body).unwrap()) {
            Ok((result, mut beside)) => {
                beside["result"] = result;
                Reply::Json(200, beside)
            }
            Err(error) => Reply::Json(400, error),
        },
    })
}

/// The commands of a batch, in their order: name, method, parameters.
pub(crate) fn commands(body: &str) -> Vec<(String, String, Php)> {
    let body: Php = serde_json::from_str(body).unwrap();
    let Some(Php::Array(commands)) = body.at(&["cmd"]) else {
        panic!("{body:?}");
    };
    let split = |(name, command): &(String, Php)| {
        let Php::Text(command) = command else {
            panic!("{command:?}");
        };
        let (method, query) = command.split_once('?').unwrap_or((command, ""));
        (name.clone(), method.to_owned(), parse_str(query))
    };
    commands.iter().map(split).collect()
}

/// Runs a batch as the server does.
pub(crate) fn batch(body: &str, run: &dyn Fn(&str, &Php) -> Outcome) -> Value {
    let asked: Value = serde_json::from_str(body).unwrap();
    let halt = asked["halt"] == 1;
    // PHP writes an array without keys as a list.
    let mut sections: [Value; 5] = std::array::from_fn(|_| json!([]));
    let put = |sections: &mut [Value; 5], section: usize, name: &str, value: &Value| {
        if sections[section] == json!([]) {
            sections[section] = json!({});
        }
        sections[section][name] = value.clone();
    };
    for (name, method, mut parameters) in commands(body) {
        resolve(&mut parameters, &sections);
        match run(&method, &parameters) {
            Ok((result, beside)) => {
                put(&mut sections, 0, &name, &result);
                for (section, key) in [(2, "total"), (3, "next"), (4, "time")] {
                    if let Some(value) = beside.get(key) {
                        put(&mut sections, section, &name, value);
                    }
                }
            }
            Err(error) => {
                put(&mut sections, 1, &name, &error);
                if halt {
                    break;
                }
            }
        }
    }
    let [result, error, total, next, time] = sections;
    json!({
        "result": { "result": result, "result_error": error, "result_total": total, "result_next": next, "result_time": time },
        "time": { "start": 1747042200.0, "finish": 1747042200.5 },
    })
}

/// What a reference begins with, in the order of the sections.
const WORDS: [&str; 5] = ["result", "error", "total", "next", "time"];

/// The first `(?i)\$(result|error|total|next|time)\S*` of a text: its section, and where it is.
fn reference(text: &str) -> Option<(usize, std::ops::Range<usize>)> {
    text.match_indices('$').find_map(|(start, _)| {
        let behind = text[start + 1..].to_ascii_lowercase();
        let section = WORDS.iter().position(|word| behind.starts_with(word))?;
        let end = text[start..].find(char::is_whitespace);
        Some((section, start..end.map_or(text.len(), |end| start + end)))
    })
}

/// Puts results in the place of references, as the server does: each `[x]` is a key, and what does not resolve becomes the
/// innermost array that does.
fn resolve(parameters: &mut Php, sections: &[Value; 5]) {
    match parameters {
        Php::Array(entries) => entries
            .iter_mut()
            .for_each(|(_, value)| resolve(value, sections)),
        Php::Text(text) => {
            let Some((section, place)) = reference(text) else {
                return;
            };
            let mut value = &sections[section];
            let keys = text[place.clone()].split('[').skip(1);
            for key in keys.map(|key| key.split(']').next().unwrap()) {
                let index = key.parse::<usize>().ok();
                let found = value.get(key);
                match found.or_else(|| index.and_then(|index| value.get(index))) {
                    Some(found) => value = found,
                    None => break,
                }
            }
            match serde_json::from_str(&value.to_string()).unwrap() {
                Php::Text(found) => text.replace_range(place, &found),
                array => *parameters = array,
            }
        }
    }
}

/// What a method that wants a number makes of a value.
pub(crate) fn integer(value: &Php) -> i64 {
    match value {
        Php::Text(text) => text.parse().unwrap_or(0),
        Php::Array(_) => 1,
    }
}
