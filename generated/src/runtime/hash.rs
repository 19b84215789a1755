//! A number that is the same for equal values, over slots.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::record::{List, Slot};

/// Equal lists have the same; others have the same once in 2^64 times.
pub(crate) fn fingerprint(list: &dyn List) -> u64 {
    let mut hasher = DefaultHasher::new();
    hash(Slot::List(list), &mut hasher);
    hasher.finish()
}

fn hash(slot: Slot<'_>, hasher: &mut DefaultHasher) {
    std::mem::discriminant(&slot).hash(hasher);
    match slot {
        Slot::Absent | Slot::Null => {}
        Slot::Bool(value) => value.hash(hasher),
        Slot::Integer(value) => value.hash(hasher),
        Slot::Double(value) => value.to_bits().hash(hasher),
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
    use super::fingerprint;

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
                let same = fingerprint(list) == fingerprint(&other.clone());
                assert_eq!(same, index == other_index, "{list:?} {other:?}");
            }
        }
    }
}
