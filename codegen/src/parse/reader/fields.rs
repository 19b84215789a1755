//! The fields of a struct, from the entries of a mapping.

use std::slice;

use yaml::Entry;

use super::Reader;
use crate::parse::describe::{self, Form};

/// The keys of a struct with their values: first those that are there, then those that it cannot do without.
pub(super) struct Fields<'r> {
    mapping: Reader<'r>,
    form: Form,
    rest: slice::Iter<'r, Entry>,
    /// The keys of the struct that are there.
    present: Vec<&'static str>,
}

impl<'r> Fields<'r> {
    pub(super) fn new(mapping: Reader<'r>, entries: &'r [Entry], form: Form) -> Self {
        if let Some(node) = mapping.place.node() {
            let form = (node.span.start, form.keys);
            mapping.notes.forms.borrow_mut().push(form);
        }
        let known = entries.iter().filter_map(|entry| form.known(&entry.key));
        Self {
            mapping,
            form,
            present: known.collect(),
            rest: entries.iter(),
        }
    }

    /// Notes an unknown key, and tells what it was meant to be, if that is not there already.
    fn misspelt(&mut self, entry: &Entry) -> Option<&'static str> {
        let notes = self.mapping.notes;
        let place = self.mapping.place.entry(entry);
        let Some(word) = describe::meant(&entry.key, self.form.keys) else {
            notes.note(describe::unknown_key(place, entry, self.form));
            return None;
        };
        let first = !self.present.contains(&word);
        let error = describe::misspelt(place, &entry.key, word, first);
        if !first {
            notes.note(error);
            return None;
        }
        self.present.push(word);
        notes.found.borrow_mut().push(error);
        notes.renamed.borrow_mut().insert(entry.key_span, word);
        Some(word)
    }

    /// The next key that the struct cannot do without and that is not there. It is told, unless nothing is there.
    fn missing(&mut self) -> Option<&'static str> {
        let notes = self.mapping.notes;
        let required = notes.required.borrow();
        let is_missing =
            |key: &&str| required.contains(&(self.form.name, key)) && !self.present.contains(key);
        let key = self.form.keys.iter().copied().find(is_missing)?;
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
                return Some((name, self.mapping.at(self.mapping.place.entry(entry))));
            }
        }
        let name = self.missing()?;
        Some((name, self.mapping.nothing()))
    }
}
