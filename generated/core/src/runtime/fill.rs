//! Copying and comparing, over slots.

use super::encode::to_value;
use super::record::{Kind, Record, Slot, SlotMut};
use super::scalar::Scalar;

/// A copy of a record.
#[inline]
pub fn cloned<T: Record>(record: &T) -> T {
    let mut clone = T::empty();
    copy(record, &mut clone);
    clone
}

/// Copies every field of `from` into `to`, a blank value of the same type.
pub fn copy(from: &dyn Record, to: &mut dyn Record) {
    for index in 0..from.def().fields.len() {
        fill(from.get(index), to.get_mut(index));
    }
}

/// Copies a value into a blank slot of the same type. Slots of different types are left alone: a type that describes
/// itself cannot produce them.
pub(crate) fn fill(from: Slot<'_>, to: SlotMut<'_>) {
    match (from, to) {
        (Slot::Absent, SlotMut::Option(to)) => to.clear(),
        // Absent and null are two things where one `Option` lies in the other.
        (Slot::Null, SlotMut::Option(to)) => match to.fill() {
            SlotMut::Option(inner) => inner.clear(),
            SlotMut::Unit => {}
            _ => to.clear(),
        },
        (from, SlotMut::Option(to)) => fill(from, to.fill()),
        (from, SlotMut::Union(to)) => {
            if let Some(to) = to.pick(kind(from)) {
                fill(from, to);
            }
        }
        (Slot::Record(record), SlotMut::Cases(to)) => fill(from, to.pick(Some(record.def().name))),
        (from, SlotMut::Cases(to)) => fill(from, to.pick(None)),
        (from, SlotMut::Choice(to)) => {
            let json = to_value(from).unwrap_or_default();
            fill(from, to.pick(&json));
        }
        (Slot::Bool(from), SlotMut::Bool(to)) => *to = from,
        (Slot::Integer(from), SlotMut::Integer(to)) => *to = from,
        (Slot::Integer(from), SlotMut::Code(to)) => to.set(from),
        (Slot::Double(from), SlotMut::Double(to)) => *to = from,
        (Slot::Decimal(from), SlotMut::Decimal(to)) => to.clone_from(from),
        (Slot::Money(from), SlotMut::Text(to)) => to.set(&from.to_string()),
        (Slot::Text(from), SlotMut::String(to)) => from.clone_into(to),
        (Slot::Text(from) | Slot::Base64(from), SlotMut::Text(to)) => to.set(from),
        (Slot::Bool(from), SlotMut::Scalar(to)) => *to = Scalar::Boolean(from),
        (Slot::Integer(from), SlotMut::Scalar(to)) => *to = Scalar::Integer(from),
        (Slot::Double(from), SlotMut::Scalar(to)) => *to = Scalar::Double(from),
        (Slot::Text(from), SlotMut::Scalar(to)) => *to = from.into(),
        (Slot::Json(from), SlotMut::Json(to)) => to.clone_from(from),
        (Slot::List(from), SlotMut::List(to)) => {
            for index in 0..from.len() {
                fill(from.get(index), to.push());
            }
        }
        (Slot::Double(_), SlotMut::Map(to)) => to.spoil(),
        (Slot::Double(_), SlotMut::List(to)) => to.spoil(),
        (Slot::Map(from), SlotMut::Map(to)) => {
            for (key, value) in from.entries() {
                fill(value, to.insert(key));
            }
        }
        (Slot::Record(from), SlotMut::Record(to)) => copy(from, to),
        _ => {}
    }
}

/// What a value is in JSON.
fn kind(slot: Slot<'_>) -> Kind {
    match slot {
        Slot::Absent | Slot::Null => Kind::Null,
        Slot::Bool(_) => Kind::Boolean,
        Slot::Integer(_) | Slot::Double(_) | Slot::Decimal(_) => Kind::Number,
        Slot::Text(_) | Slot::Base64(_) | Slot::Money(_) => Kind::String,
        Slot::List(_) => Kind::Array,
        Slot::Record(record) if record.def().array => Kind::Array,
        Slot::Map(_) | Slot::Record(_) => Kind::Object,
        Slot::Json(value) => match value {
            serde_json::Value::Null => Kind::Null,
            serde_json::Value::Bool(_) => Kind::Boolean,
            serde_json::Value::Number(_) => Kind::Number,
            serde_json::Value::String(_) => Kind::String,
            serde_json::Value::Array(_) => Kind::Array,
            serde_json::Value::Object(_) => Kind::Object,
        },
    }
}

/// Compares every field of two values of the same type.
pub fn eq(a: &dyn Record, b: &dyn Record) -> bool {
    (0..a.def().fields.len()).all(|index| same(a.get(index), b.get(index)))
}

pub(super) fn same(a: Slot<'_>, b: Slot<'_>) -> bool {
    match (a, b) {
        (Slot::Absent, Slot::Absent) | (Slot::Null, Slot::Null) => true,
        (Slot::Bool(a), Slot::Bool(b)) => a == b,
        (Slot::Integer(a), Slot::Integer(b)) => a == b,
        (Slot::Double(a), Slot::Double(b)) => a == b,
        (Slot::Decimal(a), Slot::Decimal(b)) => a == b,
        (Slot::Money(a), Slot::Money(b)) => a == b,
        (Slot::Text(a), Slot::Text(b)) | (Slot::Base64(a), Slot::Base64(b)) => a == b,
        (Slot::Json(a), Slot::Json(b)) => a == b,
        (Slot::List(a), Slot::List(b)) => {
            a.len() == b.len() && (0..a.len()).all(|index| same(a.get(index), b.get(index)))
        }
        (Slot::Map(a), Slot::Map(b)) => {
            a.len() == b.len()
                && a.entries()
                    .zip(b.entries())
                    .all(|((a_key, a), (b_key, b))| a_key == b_key && same(a, b))
        }
        // One of several records need not be the same one.
        (Slot::Record(a), Slot::Record(b)) => a.def().is(b.def()) && eq(a, b),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::same;
    use crate::runtime::{Nullable, Wire};

    struct Change {
        plain: Option<i64>,
        note: Option<Nullable<String>>,
        parent: Nullable<i64>,
    }

    crate::runtime::record! {
        Change {
            0: plain => "plain",
            1: note => "note",
            2: parent => "parent" required,
        }
    }

    struct Other {
        plain: Option<i64>,
    }

    struct Third {
        plain: Option<i64>,
    }

    mod elsewhere {
        pub(super) struct Other {
            pub(super) title: Option<i64>,
        }

        crate::runtime::record! { Other { 0: title => "title" } }
    }

    crate::runtime::record! { Other { 0: plain => "plain" } }
    crate::runtime::record! { Third { 0: plain => "plain" } }

    #[test]
    fn records_of_different_types_differ() {
        let other = |plain| Other { plain };
        let third = Third { plain: Some(1) };
        let elsewhere = elsewhere::Other { title: Some(1) };
        let slots = |a: &dyn Wire, b: &dyn Wire| same(a.slot(), b.slot());
        assert!(slots(&other(Some(1)), &other(Some(1))));
        assert!(!slots(&other(Some(1)), &other(None)));
        assert!(!slots(&other(Some(1)), &third));
        assert!(!slots(&other(Some(1)), &elsewhere));
    }

    #[test]
    fn a_clone_keeps_null_apart_from_nothing() {
        let nothing = Change {
            plain: None,
            note: None,
            parent: Nullable::Null,
        };
        let null = Change {
            note: Some(Nullable::Null),
            ..nothing.clone()
        };
        let value = Change {
            plain: Some(1),
            note: Some("a".to_owned().into()),
            parent: 2.into(),
        };
        for change in [&nothing, &null, &value] {
            assert_eq!(change.clone(), *change);
        }
        assert_ne!(nothing, null);
    }
}
