//! The parts of a request and of its rows that paging reads and changes.

use crate::runtime::fill::fill;
use crate::runtime::record::{Record, Slot, SlotMut};

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
        Slot::Json(row) => match row.get(name)? {
            serde_json::Value::String(text) => match text.parse() {
                Ok(number) => Slot::Integer(number),
                Err(_) => Slot::Text(text),
            },
            value => Slot::Integer(value.as_i64()?),
        },
        _ => return None,
    };
    (!matches!(value, Slot::Absent | Slot::Null)).then_some(value)
}

pub(super) fn integer(record: &dyn Record, name: &str) -> Option<i64> {
    match get(record, name)? {
        Slot::Integer(number) => Some(number),
        _ => None,
    }
}

pub(super) fn set(record: &mut dyn Record, name: &str, number: Option<i64>) -> bool {
    number.is_some_and(|number| put(record, name, |slot| copy(Slot::Integer(number), slot)))
}

/// Changes the parameter `name`, which is there afterwards.
pub(super) fn put(
    record: &mut dyn Record,
    name: &str,
    change: impl FnOnce(SlotMut<'_>) -> bool,
) -> bool {
    let Some(index) = index(record, name) else {
        return false;
    };
    let mut slot = record.get_mut(index);
    while let SlotMut::Option(option) = slot {
        slot = option.value();
    }
    change(slot)
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
