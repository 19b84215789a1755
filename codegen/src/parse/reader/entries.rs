//! What is inside of a value: elements, entries, the fields of a struct.

use std::cell::RefCell;
use std::collections::HashSet;
use std::slice;

use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeSeed, EnumAccess, Error as _, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};

use super::{Around, Halt, Reader};
use crate::parse::describe::{self, Form};
use crate::yaml::{Entry, Map, Node, Value};

fn key<'de, K: DeserializeSeed<'de>>(seed: K, key: &str) -> Result<Option<K::Value>, Halt> {
    let key: StrDeserializer<'_, Halt> = key.into_deserializer();
    seed.deserialize(key).map(Some)
}

/// The elements of a list.
pub(super) struct Elements<'r> {
    list: Reader<'r>,
    values: std::iter::Enumerate<slice::Iter<'r, Node>>,
}

impl<'r> Elements<'r> {
    pub(super) fn new(list: Reader<'r>, values: &'r [Node]) -> Self {
        Self {
            list,
            values: values.iter().enumerate(),
        }
    }
}

impl<'de> SeqAccess<'de> for Elements<'_> {
    type Error = Halt;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Halt> {
        let Some((index, _)) = self.values.next() else {
            return Ok(None);
        };
        let element = Reader {
            place: self.list.place.index(index),
            key: "",
            around: None,
            ..self.list
        };
        seed.deserialize(element).map(Some)
    }
}

/// The entries of a mapping whose keys are data.
pub(super) struct Entries<'r> {
    mapping: Reader<'r>,
    around: Around<'r>,
    rest: slice::Iter<'r, Entry>,
    next: Option<&'r Entry>,
}

impl<'r> Entries<'r> {
    pub(super) fn new(mapping: Reader<'r>, map: &'r Map) -> Self {
        Self {
            mapping,
            around: Around::new(map),
            rest: map.entries().iter(),
            next: None,
        }
    }
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Halt;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Halt> {
        self.next = self.rest.next();
        self.next.map_or(Ok(None), |entry| key(seed, &entry.key))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Halt> {
        let entry = self
            .next
            .ok_or_else(|| Halt::custom("a value without a key"))?;
        seed.deserialize(Reader {
            place: self.mapping.place.entry(entry),
            key: &entry.key,
            around: Some(&self.around),
            ..self.mapping
        })
    }
}

impl<'r> Around<'r> {
    fn new(map: &'r Map) -> Self {
        Self {
            map,
            flat: RefCell::default(),
        }
    }
}

/// The entries of a mapping that becomes a struct.
pub(super) struct Fields<'r> {
    mapping: Reader<'r>,
    around: Around<'r>,
    form: Form,
    rest: slice::Iter<'r, Entry>,
    next: Option<(&'static str, Option<&'r Entry>)>,
    /// The keys of the struct that are there.
    present: HashSet<&'static str>,
    /// Whether it should take over the keys of another mapping, so that none is told to be missing.
    merged: bool,
    /// Whether text was taken apart at its commas, so that what follows looks like keys.
    commas: bool,
}

impl<'r> Fields<'r> {
    pub(super) fn new(mapping: Reader<'r>, map: &'r Map, form: Form) -> Self {
        if let Some(node) = mapping.place.node() {
            let mut forms = mapping.notes.forms.borrow_mut();
            forms.entry(node.span.start).or_insert(form.keys);
        }
        let present = map
            .entries()
            .iter()
            .filter_map(|entry| form.known(&entry.key));
        Self {
            mapping,
            around: Around::new(map),
            form,
            rest: map.entries().iter(),
            next: None,
            present: present.collect(),
            merged: false,
            commas: false,
        }
    }

    /// The next entry that the struct has a field for.
    fn known(&mut self) -> Option<(&'static str, &'r Entry)> {
        loop {
            let entry = self.rest.next()?;
            let name = self.form.known(&entry.key).or_else(|| self.misspelt(entry));
            if let Some(name) = name {
                return Some((name, entry));
            }
        }
    }

    /// Notes an unknown key, and tells what it was meant to be, if that is not there already.
    fn misspelt(&mut self, entry: &Entry) -> Option<&'static str> {
        let notes = self.mapping.notes;
        let place = self.mapping.place.entry(entry);
        let word = describe::meant(&entry.key, self.form.keys);
        if let Some(word) = word {
            let first = self.present.insert(word);
            let error = describe::misspelt(place, &entry.key, word, first);
            if !first {
                notes.note(error);
                return None;
            }
            notes.found.borrow_mut().push(error);
            notes.renamed.borrow_mut().insert(entry.key_span, word);
            return Some(word);
        }
        let follows = self.commas && entry.key != "<<";
        if entry.key == "<<" {
            self.merged = true;
        } else {
            self.commas |= matches!(entry.value.value, Value::Null);
        }
        notes.unsound.set(true);
        if !follows {
            notes.note(describe::unknown_key(
                place,
                &entry.key,
                self.form,
                self.commas,
            ));
        }
        None
    }

    /// The next key that the struct cannot do without and that is not there. It is told, unless nothing is there.
    fn missing(&mut self) -> Option<&'static str> {
        let notes = self.mapping.notes;
        let required = notes.required.borrow();
        let mut missing =
            self.form.keys.iter().copied().filter(|key| {
                required.contains(&(self.form.name, key)) && !self.present.contains(key)
            });
        let key = missing.next()?;
        self.present.insert(key);
        notes.unsound.set(true);
        if !self.merged && self.mapping.place.node().is_some() {
            notes.note(describe::missing_key(self.mapping.place, key));
        }
        Some(key)
    }
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Halt;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Halt> {
        let known = self.known().map(|(name, entry)| (name, Some(entry)));
        self.next = known.or_else(|| self.missing().map(|name| (name, None)));
        self.next.map_or(Ok(None), |(name, _)| key(seed, name))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Halt> {
        let next = self
            .next
            .ok_or_else(|| Halt::custom("a value without a key"))?;
        let place = self.mapping.place;
        seed.deserialize(Reader {
            place: next
                .1
                .map_or_else(|| place.empty(), |entry| place.entry(entry)),
            key: next.0,
            around: Some(&self.around),
            ..self.mapping
        })
    }
}

/// One of several forms, by the kind of the value.
pub(super) struct Forms<'r> {
    pub(super) kind: &'static str,
    pub(super) reader: Reader<'r>,
}

impl<'de, 'r> EnumAccess<'de> for Forms<'r> {
    type Error = Halt;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Halt> {
        let kind: StrDeserializer<'_, Halt> = self.kind.into_deserializer();
        Ok((seed.deserialize(kind)?, self))
    }
}

impl<'de> VariantAccess<'de> for Forms<'_> {
    type Error = Halt;

    fn unit_variant(self) -> Result<(), Halt> {
        Err(Halt::custom("a form without a value"))
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Halt> {
        seed.deserialize(self.reader)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Halt> {
        self.unit_variant()?;
        Err(Halt::custom("a form of several values"))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Halt> {
        Err(Halt::custom("a form of several values"))
    }
}
