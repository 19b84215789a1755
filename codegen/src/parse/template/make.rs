//! One method, made of a template and its words.

use std::collections::{BTreeMap, BTreeSet};

use yaml::{Duplicate, Entry, Map, Node, Span, Value};

use super::read::{TEMPLATE, Template, WITH};
use super::words::{Piece, capital, pieces, small};
use crate::diag::{Diagnostic, closest};
use crate::place::Place;

/// What a template and the method at `root` say together, unless something is missing; and where texts stand in which
/// something was replaced. The text of the template begins at `own`.
pub(super) fn make(
    template: &Template<'_>,
    root: Place<'_>,
    own: usize,
    found: &mut Vec<Diagnostic>,
) -> (Option<Value>, Vec<Span>) {
    let mut maker = Maker {
        template,
        with: root.key(WITH),
        own,
        replaced: Vec::new(),
        used: BTreeSet::new(),
        missing: BTreeMap::new(),
        found: Vec::new(),
    };
    let theirs = template.file.root.as_ref().map(|root| &root.value);
    let Some(Value::Map(theirs)) = theirs.filter(|_| template.is_sound) else {
        return (None, Vec::new());
    };
    let value = maker.root(theirs, root);
    maker.words(root.key(TEMPLATE));
    found.append(&mut maker.found);
    maker.replaced.sort_unstable();
    let is_whole = maker.missing.is_empty();
    (is_whole.then_some(value), maker.replaced)
}

/// Makes one method of a template.
struct Maker<'m, 's> {
    template: &'m Template<'s>,
    /// The words that the method has.
    with: Place<'m>,
    /// Where the text of the template begins, behind that of the method.
    own: usize,
    /// Where the texts stand in which something was replaced.
    replaced: Vec<Span>,
    used: BTreeSet<&'m str>,
    /// The words that the method lacks, and where they stand in the template first.
    missing: BTreeMap<String, Span>,
    found: Vec<Diagnostic>,
}

/// How deep the keys of the method are put over those of the template.
const ALL: usize = usize::MAX;

impl<'m> Maker<'m, '_> {
    /// Both mappings as one. What the method says comes first: it is what is shown of the whole.
    fn root(&mut self, theirs: &Map, own: Place<'m>) -> Value {
        let mut map = Map::default();
        let is_theirs = |key: &str| theirs.get(key).is_some();
        if let Value::Map(own) = own.value() {
            for entry in own.entries().iter().filter(|entry| !is_theirs(&entry.key)) {
                map.push(entry.clone());
            }
        }
        for entry in theirs.entries() {
            // An example is a whole: its method says all of it.
            let depth = if entry.key == "examples" { 1 } else { ALL };
            self.entry(entry, own, depth, &mut map);
        }
        Value::Map(map)
    }

    /// An entry of the template, with what the method says under its key.
    fn entry(&mut self, theirs: &Entry, own: Place<'m>, depth: usize, map: &mut Map) {
        let key_span = self.moved(theirs.key_span);
        let key = self.text(&theirs.key, theirs.key_span);
        let own = own.key(&key);
        let value = match own.node() {
            None => self.node(&theirs.value),
            Some(Node {
                value: Value::Null, ..
            }) => return,
            Some(_) => self.over(&theirs.value, own, depth),
        };
        if let Some(Duplicate { key, span, first }) = map.push(Entry {
            key,
            key_span,
            value,
        }) {
            let message = format!("the key `{key}` stands here twice");
            let error = Diagnostic::new(self.template.file.path, self.back(span), "E0002", message);
            let first = (self.template.file.path.to_owned(), self.back(first));
            let error = error.also(Some(first), "here first");
            self.found
                .push(error.also(self.with.at_key(), "with these words"));
        }
    }

    /// A value of the template under one of the method: mappings as one, anything else is the method's.
    fn over(&mut self, theirs: &Node, own: Place<'m>, depth: usize) -> Node {
        match (&theirs.value, own.node()) {
            (
                Value::Map(theirs_map),
                Some(Node {
                    value: Value::Map(own_map),
                    ..
                }),
            ) if depth > 0 => {
                let mut map = Map::default();
                for entry in theirs_map.entries() {
                    self.entry(entry, own, depth - 1, &mut map);
                }
                for entry in own_map.entries() {
                    let is_known = map.get(&entry.key).is_some();
                    if entry.value.value != Value::Null {
                        // What both have is there by now.
                        map.push(entry.clone());
                    } else if !is_known && !self.has(theirs_map, &entry.key) {
                        let message =
                            format!("the template has no `{}` to leave out here", entry.key);
                        let error = own.entry(entry).key_error("E0847", message);
                        let keys = theirs_map.entries().iter().map(|entry| entry.key.as_str());
                        self.found.push(error.suggest(&entry.key, keys));
                    }
                }
                Node {
                    span: self.moved(theirs.span),
                    style: theirs.style,
                    value: Value::Map(map),
                }
            }
            (_, Some(own)) => own.clone(),
            (_, None) => self.node(theirs),
        }
    }

    /// Whether a mapping of the template has a key, its words replaced.
    fn has(&mut self, map: &Map, key: &str) -> bool {
        let mut entries = map.entries().iter();
        entries.any(|entry| self.text(&entry.key, entry.key_span) == key)
    }

    /// A value of the template, its words replaced.
    fn node(&mut self, theirs: &Node) -> Node {
        let value = match &theirs.value {
            Value::Text(text) => {
                if let [Piece::Word(word)] = pieces(text)[..]
                    && let Some(place) = self.exact(word)
                    && let Some(node) = place.node()
                {
                    return node.clone();
                }
                Value::Text(self.text(text, theirs.span))
            }
            Value::List(values) => {
                Value::List(values.iter().map(|value| self.node(value)).collect())
            }
            Value::Map(theirs) => {
                let mut map = Map::default();
                for entry in theirs.entries() {
                    self.entry(entry, self.with.empty(), ALL, &mut map);
                }
                Value::Map(map)
            }
            scalar => scalar.clone(),
        };
        Node {
            span: self.moved(theirs.span),
            style: theirs.style,
            value,
        }
    }

    /// The word of this very name.
    fn exact(&mut self, word: &str) -> Option<Place<'m>> {
        let place = self.with.key(word);
        place.node()?;
        self.used.insert(place.name());
        Some(place)
    }

    /// A text of the template, its words replaced.
    fn text(&mut self, text: &str, span: Span) -> String {
        let pieces = pieces(text);
        if pieces.iter().any(|piece| *piece != Piece::Text(text)) {
            let moved = self.moved(span);
            self.replaced.push(moved);
        }
        let mut all = String::new();
        for piece in &pieces {
            match piece {
                Piece::Text(text) => all += text,
                Piece::Stray(_) => {}
                Piece::Word(word) => {
                    let (place, small) = match self.exact(word) {
                        Some(place) => (Some(place), None),
                        None => {
                            let small = small(word);
                            (small.as_deref().and_then(|small| self.exact(small)), small)
                        }
                    };
                    let Some(place) = place else {
                        let spot = self.spot(word, span);
                        let name = small.unwrap_or_else(|| (*word).to_owned());
                        self.missing.entry(name).or_insert(spot);
                        continue;
                    };
                    match place.value() {
                        Value::Text(value) if small.is_some() => all += &capital(value),
                        Value::Text(value) => all += value,
                        Value::Number(value) => all += &value.to_string(),
                        _ => {
                            let kind = place.node().map_or("nothing", Node::kind);
                            self.no_text(word, span, kind);
                        }
                    }
                }
            }
        }
        all
    }

    fn no_text(&mut self, word: &str, span: Span, kind: &str) {
        let name = small(word).filter(|_| self.with.key(word).node().is_none());
        let place = self.with.key(name.as_deref().unwrap_or(word));
        let message = format!("`{}` stands within text, and is {kind}", place.name());
        let error = place.value_error("E0845", message);
        let used = (self.template.file.path.to_owned(), self.spot(word, span));
        let error = error.also(Some(used), "used here");
        let error =
            error.help("write text; only what stands alone in a template may be anything else");
        let same = |told: &Diagnostic| (told.code, told.range) == (error.code, error.range);
        if !self.found.iter().any(same) {
            self.found.push(error);
        }
    }

    /// Tells the words that the method lacks, and those that nothing is made of.
    fn words(&mut self, name: Place<'m>) {
        let template = self.template.file.path;
        let missing: Vec<&str> = self.missing.keys().map(String::as_str).collect();
        let mut meant = BTreeSet::new();
        for (word, place) in self
            .with
            .entries()
            .filter(|(word, _)| !self.used.contains(word))
        {
            let message = format!("the template has no word `{word}`");
            let error = place.key_error("E0842", message);
            let error = error.help("remove it: everything is the same without it");
            let near = closest(word, &missing);
            meant.extend(near);
            let known = self.template.words.iter().map(String::as_str);
            let error = match near {
                Some(near) => error.suggest(word, [near]),
                None if missing.is_empty() => error,
                None => error.suggest(word, known),
            };
            self.found.push(error);
        }
        for (word, span) in self
            .missing
            .iter()
            .filter(|(word, _)| !meant.contains(word.as_str()))
        {
            let message = format!("the template takes a word `{word}`, which is missing");
            let at = if self.with.node().is_some() {
                self.with
            } else {
                name
            };
            let error = at.key_error("E0841", message);
            let error = error.also(Some((template.to_owned(), *span)), "used here");
            self.found
                .push(error.help(format!("write `with: {{ {word}: … }}`")));
        }
    }

    /// Where a word stands in a text of the template.
    fn spot(&self, word: &str, span: Span) -> Span {
        let text = self.template.file.text.get(span.start..span.end);
        let forms = [format!("${word}"), format!("$({word})")];
        let found = forms
            .iter()
            .find_map(|form| Some((text?.find(form)?, form.len())));
        found.map_or(span, |(at, len)| {
            (span.start + at..span.start + at + len).into()
        })
    }

    /// A span of the template in the text of the whole.
    fn moved(&self, span: Span) -> Span {
        (span.start + self.own..span.end + self.own).into()
    }

    fn back(&self, span: Span) -> Span {
        (span.start - self.own..span.end - self.own).into()
    }
}
