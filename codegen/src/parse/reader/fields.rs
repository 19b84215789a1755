//! The fields of a struct, from the entries of a mapping.

use std::slice;

use super::{Around, Reader};
use crate::parse::describe::{self, Form};
use yaml::{Entry, Value};

/// The keys of a struct with their values: first those that are there, then those that it cannot do without.
pub(super) struct Fields<'r> {
    mapping: Reader<'r>,
    around: &'r Around<'r>,
    form: Form,
    rest: slice::Iter<'r, Entry>,
    /// The keys of the struct that are there.
    present: Vec<&'static str>,
    /// Whether text was taken apart at its commas, so that what follows looks like keys.
    commas: bool,
}

impl<'r> Fields<'r> {
    pub(super) fn new(mapping: Reader<'r>, around: &'r Around<'r>, form: Form) -> Self {
        if let Some(node) = mapping.place.node() {
            let form = (node.span.start, form.keys);
            mapping.notes.forms.borrow_mut().push(form);
        }
        let entries = around.map.entries().iter();
        Self {
            mapping,
            around,
            form,
            present: entries
                .clone()
                .filter_map(|entry| form.known(&entry.key))
                .collect(),
            rest: entries,
            commas: false,
        }
    }

    /// Notes an unknown key, and tells what it was meant to be, if that is not there already.
    fn misspelt(&mut self, entry: &Entry) -> Option<&'static str> {
        let notes = self.mapping.notes;
        let place = self.mapping.place.entry(entry);
        let word = describe::meant(&entry.key, self.form.keys);
        if let Some(word) = word {
            let first = !self.present.contains(&word);
            let error = describe::misspelt(place, &entry.key, word, first);
            if !first {
                notes.note(error);
                return None;
            }
            self.present.push(word);
            notes.found.borrow_mut().push(error);
            notes.renamed.borrow_mut().insert(entry.key_span, word);
            return Some(word);
        }
        let follows = self.commas;
        self.commas |= matches!(entry.value.value, Value::Null);
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
        self.present.push(key);
        notes.unsound.set(true);
        if self.mapping.place.node().is_some() {
            notes.note(describe::missing_key(self.mapping.place, key));
        }
        Some(key)
    }
}

impl<'r> Iterator for Fields<'r> {
    type Item = (&'static str, Reader<'r>);

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(entry) = self.rest.next() {
            let known = self.form.known(&entry.key);
            if let Some(name) = known.or_else(|| self.misspelt(entry)) {
                let value = self.mapping.entry(entry, self.around);
                return Some((name, Reader { key: name, ..value }));
            }
        }
        let name = self.missing()?;
        Some((name, self.mapping.nothing()))
    }
}
