//! `Debug` over slots. A secret is masked here and nowhere else.

use std::fmt;

use super::notation::Notation;
use super::record::{Record, Slot};

/// Formats a record under the names that its fields have in the JSON: those that are there. Most fields of most records are
/// optional and absent, and would hide the others.
pub fn debug(record: &dyn Record, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let def = record.def();
    let mut out = f.debug_struct(def.name);
    for (index, field) in def.fields.iter().enumerate() {
        match record.get(index) {
            Slot::Absent => &mut out,
            Slot::Map(family) if field.family && family.is_empty() => &mut out,
            Slot::Null => out.field(field.name, &Slot::Null),
            _ if field.secret => out.field(field.name, &format_args!("***")),
            value => out.field(field.name, &Shown(value, field.notation)),
        };
    }
    out.finish()
}

impl fmt::Debug for Slot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Shown(*self, Notation::Boolean).fmt(f)
    }
}

/// A value, and the notation of the booleans in it: they are shown as they are sent.
struct Shown<'a>(Slot<'a>, Notation);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(slot, notation) = *self;
        match slot {
            Slot::Absent => f.write_str("None"),
            Slot::Null => f.write_str("null"),
            Slot::Bool(value) => match notation.slot(value) {
                Slot::Text(value) => value.fmt(f),
                Slot::Integer(value) => value.fmt(f),
                _ => value.fmt(f),
            },
            Slot::Integer(value) => value.fmt(f),
            Slot::Double(value) => value.fmt(f),
            Slot::Decimal(value) => value.fmt(f),
            Slot::Money(value) => fmt::Display::fmt(value, f),
            Slot::Text(value) => value.fmt(f),
            Slot::Base64(value) => write!(f, "{} characters of base64", value.len()),
            Slot::Json(value) => fmt::Display::fmt(value, f),
            Slot::List(list) => f
                .debug_list()
                .entries((0..list.len()).map(|index| Self(list.get(index), notation)))
                .finish(),
            Slot::Map(map) => {
                let entries = map.entries();
                let entries = entries.map(|(key, value)| (key, Self(value, notation)));
                f.debug_map().entries(entries).finish()
            }
            Slot::Record(record) => debug(record, f),
        }
    }
}
