//! The keys of a JSON object.

use std::borrow::Cow;
use std::fmt;

use serde_core::de::{self, DeserializeSeed, Deserializer, Visitor};

use super::def::FieldDef;
use super::trace::Trace;

/// Finds the field of a key; the server mostly sends them in the order of the table.
///
/// It is an index, one beyond the last if there is none. That of a family leaves the key here.
pub(super) struct Keys<'t> {
    fields: &'static [FieldDef],
    /// The field that is expected next.
    next: usize,
    pub(super) family: String,
    trace: &'t Trace,
}

impl<'t> Keys<'t> {
    pub(super) fn new(fields: &'static [FieldDef], trace: &'t Trace) -> Self {
        Self {
            fields,
            next: 0,
            family: String::new(),
            trace,
        }
    }

    #[inline]
    fn find(&mut self, key: &str) -> usize {
        match self.fields.get(self.next) {
            Some(field) if field.name == key && !field.family => {
                self.next += 1;
                self.next - 1
            }
            _ => self.search(key),
        }
    }

    #[inline(never)]
    fn search(&mut self, key: &str) -> usize {
        let is = |index: &usize| {
            let field = self.fields.get(*index);
            field.is_some_and(|field| field.name == key && !field.family)
        };
        // The one before the last, if the order is reversed; one that lies ahead; any.
        let guess = self.next.checked_sub(2).filter(is);
        let ahead = || (self.next + 1..self.fields.len()).find(is);
        if let Some(index) = guess.or_else(ahead).or_else(|| (0..self.next).find(is)) {
            self.next = index + 1;
            return index;
        }
        self.trace.other_key(key);
        let Some(index) = family_of(self.fields, key) else {
            return self.fields.len();
        };
        key.clone_into(&mut self.family);
        index
    }
}

impl<'de> DeserializeSeed<'de> for &mut Keys<'_> {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for &mut Keys<'_> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    #[inline]
    fn visit_str<E>(self, key: &str) -> Result<usize, E> {
        Ok(self.find(key))
    }
}

/// The family that a key which no field has belongs to: the one that says most about it, `UF_*` before `*`.
pub(super) fn family_of(fields: &[FieldDef], key: &str) -> Option<usize> {
    let families = fields.iter().enumerate();
    let families = families.filter(|(_, field)| field.family_has(key));
    let most = families.max_by_key(|(_, field)| field.name.len());
    most.map(|(index, _)| index)
}

/// A key of a map, borrowed where the format allows it.
pub(crate) struct TextKey<'de>(pub(crate) Cow<'de, str>);

impl<'de> de::Deserialize<'de> for TextKey<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;

        impl<'de> Visitor<'de> for TextVisitor {
            type Value = TextKey<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E>(self, key: &'de str) -> Result<TextKey<'de>, E> {
                Ok(TextKey(Cow::Borrowed(key)))
            }

            fn visit_str<E>(self, key: &str) -> Result<TextKey<'de>, E> {
                Ok(TextKey(Cow::Owned(key.to_owned())))
            }
        }

        deserializer.deserialize_str(TextVisitor)
    }
}

/// The set of fields that arrived; only a record of more than 64 fields allocates.
pub(super) struct Seen {
    first: u64,
    rest: Vec<u64>,
}

impl Seen {
    pub(super) fn new(fields: usize) -> Self {
        Self {
            first: 0,
            rest: vec![0; fields.saturating_sub(1) / 64],
        }
    }

    /// Whether it was not there.
    #[inline]
    pub(super) fn insert(&mut self, index: usize) -> bool {
        let word = match (index / 64).checked_sub(1) {
            None => &mut self.first,
            Some(word) => &mut self.rest[word],
        };
        let bit = 1 << (index % 64);
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    pub(super) fn contains(&self, index: usize) -> bool {
        let word = (index / 64)
            .checked_sub(1)
            .map_or(self.first, |word| self.rest[word]);
        word & (1 << (index % 64)) != 0
    }
}
