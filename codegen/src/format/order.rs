//! The order of keys: that of the structs of the language. What is the author's data keeps its own.

use yaml::Node;

use crate::parse::{SYSTEM, TYPES, read_file};
use crate::place::File;
use crate::raw::{MethodSpec, SharedSpec, SystemSpec};

/// Puts the keys of the tree of a file in order.
pub(super) fn sort(file: &File<'_>, root: &mut Node) {
    // The structs tell their keys when the file is read.
    let forms = match file.path.rsplit('/').next() {
        _ if file.path == SYSTEM => read_file::<SystemSpec>(file).1.forms,
        Some(TYPES) => read_file::<SharedSpec>(file).1.forms,
        _ => read_file::<MethodSpec>(file).1.forms,
    };
    root.each_map(&mut |span, entries| {
        let Some(form) = forms.get(&span.start) else {
            return;
        };
        // An unknown key stays behind the key that stands before it.
        let mut last = 0;
        let mut place = |key: &str| {
            let known = form.iter().position(|known| *known == key);
            last = known.map_or(last, |place| place + 1);
            last
        };
        let placed = entries.drain(..).map(|entry| (place(&entry.key), entry));
        let mut placed: Vec<_> = placed.collect();
        placed.sort_by_key(|(place, _)| *place);
        entries.extend(placed.into_iter().map(|(_, entry)| entry));
    });
}
