//! The order of keys: that of the structs of the language. What is the author's data keeps its own.

use std::collections::HashMap;

use super::tree::Value;
use crate::parse::{SYSTEM, TYPES, read_file};
use crate::place::File;
use crate::raw::{MethodSpec, SharedSpec, SystemSpec};
use yaml::Node;

/// The keys of each mapping that becomes a struct, by where it begins.
pub(super) struct Order(HashMap<usize, &'static [&'static str]>);

impl Order {
    /// The structs tell their keys when the file is read.
    pub(super) fn of(file: &File<'_>) -> Self {
        let forms = match file.path.rsplit('/').next() {
            _ if file.path == SYSTEM => read_file::<SystemSpec>(file).forms,
            Some(TYPES) => read_file::<SharedSpec>(file).forms,
            _ => read_file::<MethodSpec>(file).forms,
        };
        // What an alias stands for is read again elsewhere; it is written where it is read first.
        Self(forms.into_iter().rev().collect())
    }

    /// Sorts the keys of a tree.
    pub(super) fn sort(&self, value: &mut Value) {
        let Value::Collection(collection) = value else {
            return;
        };
        if let Some(known) = self
            .0
            .get(&collection.start)
            .filter(|_| !collection.is_list)
        {
            let keys = collection.entries.iter();
            let keys = keys.map(|entry| entry.key.as_ref().map_or("", |key| key.text.as_str()));
            let places = places(keys, known);
            sort_by_places(&mut collection.entries, &places);
        }
        for entry in &mut collection.entries {
            self.sort(&mut entry.value);
        }
    }

    /// Sorts the keys of a document.
    pub(super) fn sort_data(&self, root: &mut Node) {
        root.each_map(&mut |span, entries| {
            if let Some(known) = self.0.get(&span.start) {
                let places = places(entries.iter().map(|entry| entry.key.as_str()), known);
                sort_by_places(entries, &places);
            }
        });
    }
}

/// The place of each key. An unknown one stays behind the key that stands before it.
fn places<'k>(keys: impl Iterator<Item = &'k str>, known: &[&str]) -> Vec<usize> {
    let mut last = 0;
    keys.map(|key| {
        if let Some(place) = known.iter().position(|known| *known == key) {
            last = place + 1;
        }
        last
    })
    .collect()
}

fn sort_by_places<T>(entries: &mut Vec<T>, places: &[usize]) {
    let mut placed: Vec<_> = places.iter().zip(entries.drain(..)).collect();
    placed.sort_by_key(|(place, _)| **place);
    entries.extend(placed.into_iter().map(|(_, entry)| entry));
}
