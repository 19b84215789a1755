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
            let mut notes = mapping.notes.borrow_mut();
            notes.forms.insert(node.span.start, form.keys);
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
        let place = self.mapping.place.entry(entry);
        let Some(word) = describe::meant(&entry.key, self.form.keys) else {
            let error = describe::unknown_key(place, entry, self.form);
            self.mapping.note(error);
            return None;
        };
        let first = !self.present.contains(&word);
        let error = describe::misspelt(place, &entry.key, word, first);
        if !first {
            self.mapping.note(error);
            return None;
        }
        self.present.push(word);
        let mut notes = self.mapping.notes.borrow_mut();
        notes.diagnostics.push(error);
        notes.renamed.insert(entry.key_span, word);
        Some(word)
    }

    /// The next key that the struct cannot do without and that is not there. It is told, unless nothing is there.
    fn missing(&mut self) -> Option<&'static str> {
        let Reader { notes, place } = self.mapping;
        let Form { name, keys } = self.form;
        let mut notes = notes.borrow_mut();
        let is_missing = |key: &&&'static str| {
            notes.required.contains(&(name, key)) && !self.present.contains(key)
        };
        let key = *keys.iter().find(is_missing)?;
        self.present.push(key);
        notes.unsound = true;
        let mistake = place.node().map(|_| describe::missing_key(place, key));
        notes.diagnostics.extend(mistake);
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
