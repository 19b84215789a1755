//! Arrays and objects, and what PHP makes of the one where the other is meant.

use serde_core::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess};

use super::cases;
use super::fill::{Fill, Filled, kind};
use super::json;
use super::tolerant::Lenient;
use crate::runtime::allowance::size;
use crate::runtime::def::FieldDef;
use crate::runtime::key::{Keys, Seen, TextKey};
use crate::runtime::record::{List, Map, SlotMut};
use crate::runtime::trace::Trace;

pub(super) fn array<'de, const TOLERANT: bool, A: SeqAccess<'de>>(
    fill: &mut Fill<'_, '_, TOLERANT>,
    mut seq: A,
) -> Result<Filled, A::Error> {
    let trace = fill.trace;
    match &mut fill.slot {
        SlotMut::List(list) => {
            list.clear();
            for index in 0.. {
                let element = Push::<TOLERANT> {
                    list: *list,
                    index,
                    trace,
                };
                let next =
                    trace.at_index::<TOLERANT, _, _>(index, || seq.next_element_seed(element))?;
                if next.is_none() {
                    break;
                }
            }
            Ok(Filled::Yes)
        }
        // PHP makes an array of a map whose keys are 0, 1, 2…
        SlotMut::Map(map) => {
            map.clear();
            for index in 0.. {
                let element = Entry::<TOLERANT> {
                    map: *map,
                    key: &index.to_string(),
                    trace,
                };
                let next =
                    trace.at_index::<TOLERANT, _, _>(index, || seq.next_element_seed(element))?;
                if next.is_none() {
                    break;
                }
            }
            Ok(Filled::Yes)
        }
        SlotMut::Json(json) => {
            **json = json::array(seq, trace)?;
            Ok(Filled::Yes)
        }
        SlotMut::Record(record) if record.def().array || record.def().positional => {
            let fields = record.def().fields;
            for (index, field) in fields.iter().enumerate() {
                let element = Fill::<TOLERANT>::new(record.get_mut(index), trace);
                let next = trace.at_index::<TOLERANT, _, _>(index, || {
                    if TOLERANT && !field.required {
                        return seq.next_element_seed(Lenient::field(element));
                    }
                    seq.next_element_seed(element)
                })?;
                if next.is_none() && index == 0 && fill.optional {
                    return Ok(Filled::Empty);
                }
                if next.is_none() && field.required {
                    return Err(trace.index(index, trace.fail("another element", "nothing")));
                }
            }
            // Like keys that no field has.
            while seq.next_element::<IgnoredAny>()?.is_some() {}
            Ok(Filled::Yes)
        }
        slot => {
            if seq.next_element::<IgnoredAny>()?.is_some() {
                return fill.wrong("array");
            }
            match slot {
                SlotMut::Unit => Ok(Filled::Yes),
                SlotMut::Record(record)
                    if record.def().fields.iter().all(|field| !field.required) =>
                {
                    Ok(Filled::Yes)
                }
                _ => fill.empty("empty array"),
            }
        }
    }
}

pub(super) fn object<'de, const TOLERANT: bool, A: MapAccess<'de>>(
    fill: &mut Fill<'_, '_, TOLERANT>,
    mut map: A,
) -> Result<Filled, A::Error> {
    let trace = fill.trace;
    match &mut fill.slot {
        SlotMut::Record(record) => {
            let fields = record.def().fields;
            let mut seen = Seen::new(fields.len());
            let (mut keys, mut empty) = (Keys::new(fields, trace), true);
            while let Some(index) = map.next_key_seed(&mut keys)? {
                empty = false;
                let Some(field) = fields.get(index) else {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                };
                if field.family {
                    if let SlotMut::Map(family) = record.get_mut(index) {
                        member::<TOLERANT, _>(family, field, &keys.family, &mut map, trace)?;
                    }
                    continue;
                }
                if !seen.insert(index) {
                    forget(record.get_mut(index));
                }
                let value = Fill::<TOLERANT>::new(record.get_mut(index), trace);
                if !TOLERANT {
                    map.next_value_seed(value)
                        .map_err(|error| trace.key(field.name, error))?;
                    continue;
                }
                trace.at_key::<TOLERANT, _, _>(field.name, || {
                    if field.required {
                        return map.next_value_seed(value);
                    }
                    map.next_value_seed(Lenient::field(value))
                })?;
            }
            match (0..fields.len()).find(|&index| fields[index].required && !seen.contains(index)) {
                None if trace.has_cases() => cases::settle::<TOLERANT, _>(*record, trace),
                None => Ok(Filled::Yes),
                Some(_) if empty && fill.optional => Ok(Filled::Empty),
                Some(index) => {
                    let error = trace.fail(kind(&record.get_mut(index)), "nothing");
                    Err(trace.key(fields[index].name, error))
                }
            }
        }
        SlotMut::Map(entries) => {
            entries.clear();
            while let Some(TextKey(key)) = map.next_key()? {
                let entry = Entry::<TOLERANT> {
                    map: *entries,
                    key: &key,
                    trace,
                };
                trace.at_data::<TOLERANT, _, _>(&key, ANY, || map.next_value_seed(entry))?;
            }
            Ok(Filled::Yes)
        }
        // PHP makes an object of an array whose indices have gaps.
        SlotMut::List(list) => {
            list.clear();
            let mut index = 0;
            while let Some(TextKey(key)) = map.next_key()? {
                if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_digit()) {
                    return fill.wrong("object");
                }
                let element = Push::<TOLERANT> {
                    list: *list,
                    index,
                    trace,
                };
                trace.at_data::<TOLERANT, _, _>(&key, ANY, || map.next_value_seed(element))?;
                index += 1;
            }
            Ok(Filled::Yes)
        }
        SlotMut::Json(json) => {
            **json = json::object(map, trace, true)?;
            Ok(Filled::Yes)
        }
        slot => {
            let unit = matches!(slot, SlotMut::Unit);
            match map.next_key::<IgnoredAny>()? {
                Some(_) => fill.wrong("object"),
                None if unit => Ok(Filled::Yes),
                None => fill.empty("empty object"),
            }
        }
    }
}

/// Reads a key of a family. It is a function of its own, for few records have any.
#[inline(never)]
fn member<'de, const TOLERANT: bool, A: MapAccess<'de>>(
    family: &mut dyn Map,
    field: &FieldDef,
    key: &str,
    map: &mut A,
    trace: &Trace,
) -> Result<(), A::Error> {
    let len = family.len();
    let slot = family.insert(key);
    trace.entry(len, || size(&slot))?;
    let member = Fill::<TOLERANT> {
        optional: !matches!(slot, SlotMut::Json(_)),
        slot,
        trace,
    };
    let filled = trace.at_data::<TOLERANT, _, _>(key, field.name, || {
        if TOLERANT {
            return map.next_value_seed(Lenient::member(member));
        }
        map.next_value_seed(member)
    })?;
    if filled == Filled::Empty {
        family.remove(key);
    }
    Ok(())
}

/// What stands for a key that is data where no data may be shown.
const ANY: &str = "*";

/// Of a key that comes twice the last one counts, and nothing of the first is left.
#[cold]
fn forget(slot: SlotMut<'_>) {
    if let SlotMut::Option(option) = slot {
        option.clear();
    }
}

/// The next element of an array, made only when the deserializer has one.
struct Push<'a, 't, const TOLERANT: bool> {
    list: &'a mut (dyn List + 'a),
    index: usize,
    trace: &'t Trace,
}

impl<'de, const TOLERANT: bool> DeserializeSeed<'de> for Push<'_, '_, TOLERANT> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let slot = self.list.push();
        self.trace.element(self.index, || size(&slot))?;
        let filled = Fill::<TOLERANT>::new(slot, self.trace).deserialize(deserializer);
        filled.map(|_| ())
    }
}

/// An entry of an object whose keys are data.
struct Entry<'a, 't, const TOLERANT: bool> {
    map: &'a mut (dyn Map + 'a),
    key: &'a str,
    trace: &'t Trace,
}

impl<'de, const TOLERANT: bool> DeserializeSeed<'de> for Entry<'_, '_, TOLERANT> {
    type Value = Filled;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Filled, D::Error> {
        let len = self.map.len();
        let slot = self.map.insert(self.key);
        self.trace.entry(len, || size(&slot))?;
        Fill::<TOLERANT>::new(slot, self.trace).deserialize(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Deserializer;

    use crate::record::deserialize;

    #[derive(Default)]
    struct Inner {
        a: Option<i64>,
        b: Option<i64>,
    }

    struct Outer {
        inner: Option<Inner>,
    }

    crate::runtime::record! {
        Inner {
            0: a => "a",
            1: b => "b",
        }
    }

    crate::runtime::record! {
        Outer {
            0: inner => "inner",
        }
    }

    #[test]
    fn of_a_key_that_comes_twice_nothing_but_the_last_is_left() -> serde_json::Result<()> {
        for (second, expected) in [
            (
                r#"{"b":2}"#,
                Some(Inner {
                    a: None,
                    b: Some(2),
                }),
            ),
            ("{}", Some(Inner::default())),
            ("null", None),
            ("\"\"", None),
        ] {
            let text = format!(r#"{{"inner":{{"a":1}},"inner":{second}}}"#);
            let outer: Outer = deserialize(&mut Deserializer::from_str(&text))?;
            assert_eq!(outer.inner, expected, "{text}");
        }
        Ok(())
    }
}
