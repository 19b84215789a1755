//! Positions: from a path in a YAML document to the bytes of its text.
//!
//! `serde_yaml` tells a position only with an error. So the text is walked once more, with a seed that fails on arrival
//! at the path: the error then stands exactly there.

use std::fmt;
use std::ops::Range;

use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::diag::meant;
use crate::node::{Key, Node};

/// A step from a value to one inside it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    /// To the value of a key; of its n-th occurrence, should it be there more than once.
    Key(String, usize),
    /// To an element of a list.
    Index(usize),
}

/// The way from the root of a document to a value.
pub(crate) type Path = Vec<Step>;

/// What is meant at the end of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum At {
    /// The key of the last step.
    Key,
    /// The value.
    Value,
}

/// The bytes of `text` that `path` leads to; its first line if there are none.
pub(crate) fn locate(text: &str, path: &[Step], at: At) -> Range<usize> {
    find(text, path, at).unwrap_or_else(|| 0..text.lines().next().map_or(0, str::len))
}

/// The bytes of `text` that `path` leads to. A misspelt key is read as what it was meant to be, and found by it.
pub(crate) fn find(text: &str, path: &[Step], at: At) -> Option<Range<usize>> {
    exactly(text, path, at).or_else(|| exactly(text, &as_spelt(text, path)?, at))
}

fn exactly(text: &str, path: &[Step], at: At) -> Option<Range<usize>> {
    let walk = Walk { path, at };
    let found = walk.deserialize(serde_yaml::Deserializer::from_str(text));
    found.err().map(|error| range_of(text, &error))
}

/// The path with its keys as they stand in `text`.
fn as_spelt(text: &str, path: &[Step]) -> Option<Path> {
    let node: Node = serde_yaml::from_str(text).ok()?;
    let mut node = Some(&node);
    let step = |step: &Step| {
        let Step::Key(wanted, nth) = step else {
            node = node.and_then(|node| node.step(step));
            return Some(step.clone());
        };
        let Some(Node::Map(entries)) = node else {
            return None;
        };
        let exact = entries.iter().find(|(key, _)| key == wanted);
        let meant = || {
            entries
                .iter()
                .find(|(key, _)| meant(key, &[wanted]).is_some())
        };
        let (key, value) = exact.or_else(meant)?;
        node = Some(value);
        Some(Step::Key(key.clone(), *nth))
    };
    path.iter().map(step).collect()
}

/// The token at which `error` stands.
pub(crate) fn range_of(text: &str, error: &serde_yaml::Error) -> Range<usize> {
    let Some(location) = error.location() else {
        return 0..0;
    };
    let mut start = location.index().min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    start..start + token_len(text.get(start..).unwrap_or(""))
}

/// The length of the value that `text` starts with; of its first line only.
fn token_len(text: &str) -> usize {
    let line = text.lines().next().unwrap_or("");
    let token = match line.chars().next() {
        None => return 0,
        Some(quote @ ('"' | '\'')) => line[1..].find(quote).map_or(line, |end| &line[..end + 2]),
        Some('[' | '{') => &line[..flow_len(line)],
        Some(_) => {
            let ends = [": ", " #", ",", "}", "]"];
            let end = ends.iter().filter_map(|end| line.find(end)).min();
            let token = line[..end.unwrap_or(line.len())].trim_end();
            token.strip_suffix(':').unwrap_or(token)
        }
    };
    let first = line.chars().next().map_or(0, char::len_utf8);
    token.len().max(first)
}

/// The length of a list or mapping in brackets.
fn flow_len(line: &str) -> usize {
    let mut depth = 0;
    for (index, c) in line.char_indices() {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' if depth == 1 => return index + 1,
            ']' | '}' => depth -= 1,
            _ => {}
        }
    }
    line.len()
}

struct Walk<'p> {
    path: &'p [Step],
    at: At,
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.path.is_empty() {
            deserializer.deserialize_any(Stop)
        } else {
            deserializer.deserialize_any(self)
        }
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value on the path")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some((Step::Key(wanted, nth), rest)) = self.path.split_first() else {
            return drain(map);
        };
        let mut left = *nth;
        let stop = rest.is_empty() && self.at == At::Key;
        while let Some(found) = map.next_key_seed(KeySeed {
            wanted,
            stop: stop && left == 0,
        })? {
            if found && left == 0 {
                map.next_value_seed(Walk { path: rest, ..self })?;
                break;
            }
            left -= usize::from(found);
            map.next_value::<IgnoredAny>()?;
        }
        // What is left over would be a mistake of its own.
        drain(map)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Some((Step::Index(index), rest)) = self.path.split_first() else {
            return Ok(());
        };
        for _ in 0..*index {
            seq.next_element::<IgnoredAny>()?;
        }
        seq.next_element_seed(Walk { path: rest, ..self })?;
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

fn drain<'de, A: MapAccess<'de>>(mut map: A) -> Result<(), A::Error> {
    while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(())
}

/// Reads a key, and fails at it if it is the wanted one and `stop` is set.
struct KeySeed<'p> {
    wanted: &'p str,
    stop: bool,
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        if self.stop {
            return deserializer.deserialize_any(self);
        }
        let Key(key) = de::Deserialize::deserialize(deserializer)?;
        Ok(key == self.wanted)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<bool, E> {
        if key == self.wanted {
            Err(E::custom("here"))
        } else {
            Ok(false)
        }
    }

    fn visit_i64<E: de::Error>(self, key: i64) -> Result<bool, E> {
        self.visit_str(&key.to_string())
    }

    fn visit_u64<E: de::Error>(self, key: u64) -> Result<bool, E> {
        self.visit_str(&key.to_string())
    }
}

/// Fails at whatever it meets.
struct Stop;

impl<'de> Visitor<'de> for Stop {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nothing")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        Err(de::Error::custom("here"))
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        Err(de::Error::custom("here"))
    }
}
