//! The parts of a request and of its rows that paging reads and changes.

use serde_json::Value;

use super::page::count;
use crate::runtime::fill::fill;
use crate::runtime::record::{Map, Record, Slot, SlotMut};

/// The parameters of a request, by name; `params.filter` is the field `filter` of the parameter `params`.
// Public only because a hidden method of `PagedRequest` returns it.
pub enum Params<'a> {
    /// Of a request whose type is known.
    Record(&'a mut (dyn Record + 'a)),
    /// Of a call without a spec.
    Json(&'a mut Value),
}

impl Params<'_> {
    pub(super) fn get(&self, name: &str) -> Option<Slot<'_>> {
        match self {
            Self::Record(record) => match name.split_once('.') {
                None => get(&**record, name),
                Some((outer, inner)) => match get(&**record, outer)? {
                    Slot::Record(inside) => get(inside, inner),
                    _ => None,
                },
            },
            Self::Json(json) => match name
                .split('.')
                .try_fold(&**json, |json, key| json.get(key))?
            {
                Value::Null => None,
                Value::Bool(value) => Some(Slot::Bool(*value)),
                Value::Number(number) => number.as_i64().map(Slot::Integer),
                Value::String(text) => Some(text.parse().map_or(Slot::Text(text), Slot::Integer)),
                Value::Array(list) => Some(Slot::List(list)),
                Value::Object(map) => Some(Slot::Map(map)),
            },
        }
    }

    pub(super) fn integer(&self, name: &str) -> Option<i64> {
        match self.get(name)? {
            Slot::Integer(number) => Some(number),
            _ => None,
        }
    }

    /// The number `name` of the parameter `param`, an object.
    pub(super) fn integer_in(&self, param: &str, name: &str) -> Option<i64> {
        match self.get(param)? {
            Slot::Record(inside) => match get(inside, name)? {
                Slot::Integer(number) => Some(number),
                _ => None,
            },
            Slot::Map(inside) => {
                let mut entries = inside.entries().filter(|(key, _)| *key == name);
                match entries.next()?.1 {
                    Slot::Json(number) => number.as_i64(),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// How many rows a page is asked for.
    pub(super) fn limit_of(&self, param: &str, size: usize) -> i64 {
        let limit = self.integer(param).filter(|limit| *limit > 0);
        limit.unwrap_or_else(|| count(size))
    }

    /// Removes the parameter `name`.
    pub(super) fn clear(&mut self, name: &str) {
        if let Some((outer, inner)) = name.split_once('.') {
            // What holds it is not made for that.
            if self
                .get(outer)
                .is_some_and(|slot| !matches!(slot, Slot::Absent))
            {
                self.inside(outer, |params| {
                    params.clear(inner);
                    true
                });
            }
            return;
        }
        match self {
            Self::Record(record) => {
                let index = index(&**record, name);
                if let Some(SlotMut::Option(option)) = index.map(|index| record.get_mut(index)) {
                    option.clear();
                }
            }
            Self::Json(Value::Object(json)) => drop(json.remove(name)),
            Self::Json(_) => {}
        }
    }

    pub(super) fn set(&mut self, name: &str, number: Option<i64>) -> bool {
        number.is_some_and(|number| self.put(name, |slot| copy(Slot::Integer(number), slot)))
    }

    /// Changes the parameter `name`, an object whose keys are data, which is there afterwards.
    pub(super) fn put_map(
        &mut self,
        name: &str,
        change: impl FnOnce(&mut dyn Map) -> bool,
    ) -> bool {
        self.put(name, |slot| match slot {
            SlotMut::Map(map) => change(map),
            SlotMut::Json(value) => object(value).is_some_and(|map| change(map)),
            _ => false,
        })
    }

    /// Sets the parameter `name` to a list of one text.
    #[cfg(any(feature = "client-core", feature = "blocking-core"))]
    pub(super) fn put_list(&mut self, name: &str, text: &str) -> bool {
        self.put(name, |slot| match slot {
            SlotMut::List(list) => {
                list.clear();
                copy(Slot::Text(text), list.push())
            }
            SlotMut::Json(value) => {
                *value = Value::Array(vec![text.into()]);
                true
            }
            _ => false,
        })
    }

    /// Changes what is in the parameter `name`, which is there afterwards.
    pub(super) fn inside(
        &mut self,
        name: &str,
        change: impl FnOnce(&mut Params<'_>) -> bool,
    ) -> bool {
        match self {
            Self::Record(_) => self.put(name, |slot| match slot {
                SlotMut::Record(record) => change(&mut Params::Record(record)),
                _ => false,
            }),
            Self::Json(json) => {
                let inside = object(json).map(|json| json.entry(name).or_insert(Value::Null));
                inside.is_some_and(|inside| change(&mut Params::Json(inside)))
            }
        }
    }

    /// Changes the parameter `name`, which is there afterwards.
    pub(super) fn put(&mut self, name: &str, change: impl FnOnce(SlotMut<'_>) -> bool) -> bool {
        let mut change = Some(change);
        self.put_at(name, &mut |slot| {
            change.take().is_some_and(|change| change(slot))
        })
    }

    fn put_at(&mut self, name: &str, change: &mut dyn FnMut(SlotMut<'_>) -> bool) -> bool {
        if let Some((outer, inner)) = name.split_once('.') {
            return self.inside(outer, |params| params.put_at(inner, change));
        }
        match self {
            Self::Record(record) => {
                let Some(index) = index(&**record, name) else {
                    return false;
                };
                let mut slot = record.get_mut(index);
                while let SlotMut::Option(option) = slot {
                    slot = option.value();
                }
                change(slot)
            }
            Self::Json(json) => object(json).is_some_and(|json| {
                change(match json.entry(name).or_insert(Value::Null) {
                    Value::Object(map) => SlotMut::Map(map),
                    Value::Array(list) if !list.is_empty() => SlotMut::List(list),
                    value => SlotMut::Json(value),
                })
            }),
        }
    }
}

/// The object that a value is, or becomes if nothing is lost by that.
fn object(value: &mut Value) -> Option<&mut serde_json::Map<String, Value>> {
    let is_nothing = match value {
        Value::Array(list) => list.is_empty(),
        Value::Null => true,
        _ => false,
    };
    if is_nothing {
        *value = Value::Object(serde_json::Map::new());
    }
    value.as_object_mut()
}

/// A text, also in JSON.
pub(super) fn text(slot: Slot<'_>) -> Option<&str> {
    match slot {
        Slot::Text(text) => Some(text),
        Slot::Json(json) => json.as_str(),
        _ => None,
    }
}

fn index(record: &dyn Record, name: &str) -> Option<usize> {
    let fields = record.def().fields;
    fields.iter().position(|field| field.name == name)
}

pub(super) fn get<'a>(record: &'a dyn Record, name: &str) -> Option<Slot<'a>> {
    Some(record.get(index(record, name)?))
}

/// The field `name` of a row; of one that did not decode, the row is its JSON.
pub(super) fn field<'a>(row: Slot<'a>, name: &str) -> Option<Slot<'a>> {
    let value = match row {
        Slot::Record(row) => get(row, name)?,
        Slot::Json(row) => loose(row.get(name)?)?,
        // Of a row whose type is the caller's own.
        Slot::Map(row) => match row.entries().find(|(key, _)| *key == name)?.1 {
            Slot::Json(value) => loose(value)?,
            _ => return None,
        },
        _ => return None,
    };
    (!matches!(value, Slot::Absent | Slot::Null)).then_some(value)
}

fn loose(value: &Value) -> Option<Slot<'_>> {
    match value {
        Value::String(text) => Some(text.parse().map_or(Slot::Text(text), Slot::Integer)),
        value => value.as_i64().map(Slot::Integer),
    }
}

/// Copies a value of a row into a parameter, or into the conditions, which are JSON.
pub(super) fn copy(from: Slot<'_>, to: SlotMut<'_>) -> bool {
    match (from, to) {
        (Slot::Integer(from), SlotMut::Json(to)) => *to = from.into(),
        (Slot::Text(from), SlotMut::Json(to)) => *to = from.into(),
        (from, to) => fill(from, to),
    }
    true
}
