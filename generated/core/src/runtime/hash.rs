//! A number that is the same for equal values, over slots.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::iter::once;

use serde_json::Value;

use super::record::Slot;

/// Equal values have the same; others have the same once in 2^64 times.
pub(crate) fn fingerprint<'a>(values: impl Iterator<Item = Slot<'a>>) -> u64 {
    let mut hasher = DefaultHasher::new();
    values.for_each(|value| hash(value, &mut hasher));
    hasher.finish()
}

/// What identifies a row: a number that is the same for equal values of its field `id`; nothing if it has none.
pub(crate) fn identity(row: Slot<'_>) -> Option<u64> {
    let id = match row {
        Slot::Record(row) => {
            let mut fields = row.def().fields.iter();
            row.get(fields.position(|field| field.name.eq_ignore_ascii_case("id"))?)
        }
        Slot::Json(Value::Object(row)) => {
            let mut fields = row.iter();
            Slot::Json(fields.find(|(name, _)| name.eq_ignore_ascii_case("id"))?.1)
        }
        Slot::Map(row) => row.entries().find(|(name, _)| *name == "id")?.1,
        _ => return None,
    };
    // A number and its text are the same, as in all that PHP sends.
    match id {
        Slot::Integer(id) => Some(of_number(id)),
        Slot::Json(Value::Number(id)) => Some(of_number(id.as_i64()?)),
        Slot::Text(id) => Some(of_text(id)),
        Slot::Json(Value::String(id)) => Some(of_text(id)),
        _ => None,
    }
}

fn of_text(id: &str) -> u64 {
    match id.parse() {
        Ok(id) => of_number(id),
        Err(_) => fingerprint(once(Slot::Text(id))),
    }
}

fn of_number(id: i64) -> u64 {
    fingerprint(once(Slot::Integer(id)))
}

fn hash(slot: Slot<'_>, hasher: &mut DefaultHasher) {
    std::mem::discriminant(&slot).hash(hasher);
    match slot {
        Slot::Absent | Slot::Null => {}
        Slot::Bool(value) => value.hash(hasher),
        Slot::Integer(value) => value.hash(hasher),
        Slot::Double(value) => value.to_bits().hash(hasher),
        Slot::Decimal(value) => value.hash(hasher),
        Slot::Money(value) => value.hash(hasher),
        Slot::Text(value) | Slot::Base64(value) => value.hash(hasher),
        Slot::Json(value) => value.hash(hasher),
        Slot::List(list) => {
            hasher.write_usize(list.len());
            for index in 0..list.len() {
                hash(list.get(index), hasher);
            }
        }
        Slot::Map(map) => {
            hasher.write_usize(map.len());
            for (key, value) in map.entries() {
                key.hash(hasher);
                hash(value, hasher);
            }
        }
        Slot::Record(record) => {
            for index in 0..record.def().fields.len() {
                let value = record.get(index);
                // Most fields of most rows.
                if !matches!(value, Slot::Absent) {
                    hasher.write_usize(index);
                    hash(value, hasher);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::iter::once;

    use super::fingerprint;
    use crate::record::Wire as _;

    #[test]
    fn what_differs_anywhere_has_another_fingerprint() {
        let lists: [Vec<Vec<Option<i64>>>; 6] = [
            vec![],
            vec![vec![]],
            vec![vec![None]],
            vec![vec![Some(0)]],
            vec![vec![Some(0)], vec![]],
            vec![vec![], vec![Some(0)]],
        ];
        for (index, list) in lists.iter().enumerate() {
            for (other_index, other) in lists.iter().enumerate() {
                let same =
                    fingerprint(once(list.slot())) == fingerprint(once(other.clone().slot()));
                assert_eq!(same, index == other_index, "{list:?} {other:?}");
            }
        }
    }
}
