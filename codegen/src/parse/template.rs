//! Templates: what a family of methods has in common, with the words in which its methods differ.
//!
//! A method that names a template becomes the template's tree, each word replaced, with the method's own keys put over
//! it. This happens before the tree is read, so no later stage knows of it. The text of the template is put behind the
//! method's own, and every span of a part that the template has lies there. [`told`] turns a span back.

mod words;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use yaml::{Duplicate, Entry, Map, Node, Span, Value};

use super::document::{SYSTEM, TYPES, above, document, name};
use crate::diag::{Diagnostic, closest};
use crate::place::{File, Files, Made, Place};
use words::{Piece, capital, pieces, small};

/// The templates by path.
pub(super) type Templates<'s> = BTreeMap<&'s str, Template<'s>>;

pub(super) struct Template<'s> {
    pub(super) file: File<'s>,
    /// Whether a method can be made of it.
    is_sound: bool,
    /// The names of its words, without the capitals.
    words: BTreeSet<String>,
}

/// Whether the file is a template: `_userfield.add.yaml`.
pub(super) fn is_template(path: &str) -> bool {
    let name = name(path);
    let own = name
        .strip_prefix('_')
        .and_then(|name| name.strip_suffix(".yaml"));
    own.is_some_and(|own| !own.is_empty()) && name != TYPES && path != SYSTEM
}

/// What a method calls a template.
fn called(path: &str) -> &str {
    name(path).trim_start_matches('_').trim_end_matches(".yaml")
}

impl<'s> Template<'s> {
    /// Reads a template, and looks for what is wrong with it whatever method is made of it.
    pub(super) fn read(path: &'s str, text: &'s str, found: &mut Vec<Diagnostic>) -> Self {
        let mut file = File::new(path, text);
        let before = found.len();
        document(&mut file, found);
        let mut words = BTreeSet::new();
        let place = file.place();
        match place.node().map(|node| &node.value) {
            None => {}
            Some(Value::Map(_)) => {
                if let Some((_, at)) = place.entries().find(|(key, _)| *key == TEMPLATE) {
                    let message = "a template is not made of another one";
                    let error = at.key_error("E0844", message);
                    found.push(error.help("write here what the other one says"));
                }
                look(place, &mut words, found);
            }
            Some(_) => {
                let found_here = place.node().map_or_else(String::new, Node::found);
                let message = format!("expected a mapping, found {found_here}");
                let error = place.value_error("E0005", message);
                found.push(error.help("a template has the keys of a method's spec"));
            }
        }
        let is_sound = found.len() == before;
        Self {
            file,
            is_sound,
            words,
        }
    }
}

/// The key that names a template, and the one with the words.
const TEMPLATE: &str = "template";
const WITH: &str = "with";

/// Collects the words of a value, and tells every dollar that begins none.
fn look(place: Place<'_>, words: &mut BTreeSet<String>, found: &mut Vec<Diagnostic>) {
    let mut text = |text: &str, error: &dyn Fn(String) -> Diagnostic| {
        for piece in pieces(text) {
            match piece {
                Piece::Text(_) => {}
                Piece::Word(word) => drop(words.insert(small(word).unwrap_or(word.to_owned()))),
                Piece::Stray(range) => {
                    let message =
                        format!("`{}` begins no word of the template", &text[range.clone()]);
                    let help =
                        "write `$name`, or `$(name)` where a letter follows; a dollar is `$$`";
                    found.push(error(message).within(range, text).help(help));
                }
            }
        }
    };
    match place.value() {
        Value::Text(value) => text(value, &|message| place.value_error("E0846", message)),
        Value::Map(_) => {
            for (key, place) in place.entries() {
                text(key, &|message| place.key_error("E0846", message));
            }
            for (_, place) in place.entries() {
                look(place, words, found);
            }
        }
        Value::List(_) => place.elements().for_each(|place| look(place, words, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Turns a method that names a template into what the two say together. Gives whether there is something to read.
pub(super) fn expand<'s>(
    file: &mut File<'s>,
    templates: &Templates<'s>,
    found: &mut Vec<Diagnostic>,
) -> bool {
    let root = file.place();
    let (name, with) = (root.key(TEMPLATE), root.key(WITH));
    let called = match name.node().map(|node| &node.value) {
        None if with.node().is_some() => {
            let error = with.key_error("E0203", "`with` goes with `template`");
            found.push(error.help("name the template whose words these are"));
            return false;
        }
        None => return true,
        Some(Value::Text(called)) => called.as_str(),
        Some(_) => {
            let found_here = name.node().map_or_else(String::new, Node::found);
            let message = format!("expected text, found {found_here}");
            let error = name.value_error("E0005", message);
            found.push(error.help("write the name of a template"));
            return false;
        }
    };
    let Some(template) = find(file.path, called, templates) else {
        let error = name.value_error("E0840", format!("there is no template `{called}`"));
        let error = error.help(format!("write `_{called}.yaml` in this folder or above"));
        let known = above(file.path).flat_map(|folder| templates_in(folder, templates));
        found.push(error.suggest(called, known));
        return false;
    };
    let own = file.text.len() + 1;
    let mut made = Made {
        template: template.file.path,
        own,
        replaced: Vec::new(),
        by: name.at_value().map_or(Span::default(), |(_, span)| span),
    };
    let mut tree = None;
    if let Some(Node {
        value: Value::Map(theirs),
        ..
    }) = &template.file.root
        && template.is_sound
    {
        let mut maker = Maker {
            template,
            with,
            own,
            replaced: Vec::new(),
            used: BTreeSet::new(),
            missing: BTreeMap::new(),
            found: Vec::new(),
        };
        let value = maker.root(theirs, root);
        maker.words(name);
        found.append(&mut maker.found);
        made.replaced = maker.replaced;
        made.replaced.sort_unstable();
        if maker.missing.is_empty() {
            tree = Some(value);
        }
    }
    let Some(value) = tree else {
        file.made = Some(made);
        return false;
    };
    if let Some(root) = &mut file.root {
        root.value = value;
    }
    file.text = Cow::Owned([&file.text, "\n", &template.file.text].concat());
    file.made = Some(made);
    true
}

/// The template that a file means: the nearest of this name, in its folder or above.
fn find<'t, 's>(path: &str, name: &str, templates: &'t Templates<'s>) -> Option<&'t Template<'s>> {
    let mut paths = above(path).map(|folder| format!("{folder}_{name}.yaml"));
    paths.find_map(|path| templates.get(path.as_str()))
}

/// What the templates of a folder are called.
fn templates_in<'t>(folder: &str, templates: &'t Templates<'_>) -> impl Iterator<Item = &'t str> {
    let files = templates.keys().filter(move |path| {
        let name = path.strip_prefix(folder);
        name.is_some_and(|name| !name.contains('/'))
    });
    files.map(|path| called(path))
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

/// Tells the templates of which no method is made.
pub(super) fn unused(templates: &Templates<'_>, files: &[File<'_>], found: &mut Vec<Diagnostic>) {
    // What cannot be read may be made of any.
    if found
        .iter()
        .any(|mistake| ["E0001", "E0840"].contains(&mistake.code))
    {
        return;
    }
    let made = files
        .iter()
        .filter_map(|file| Some(file.made.as_ref()?.template));
    let made: BTreeSet<&str> = made.collect();
    for (path, template) in templates.iter().filter(|(path, _)| !made.contains(*path)) {
        let (file, name) = (name(path), called(path));
        let place = template.file.place();
        let error = place.value_error(
            "E0843",
            format!("no method is made of the template `{name}`"),
        );
        found.push(error.help(match closest(file, &[TYPES]) {
            Some(types) => format!("types that methods share stand in `{types}`"),
            None => {
                format!("remove it, or write `template: {name}` in a spec of this folder or below")
            }
        }));
    }
}

/// The mistakes where they stand. What stands in a template is told once, for the first of the methods made of it.
pub(crate) fn told(files: &Files<'_>, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut first = BTreeMap::new();
    let told = found.into_iter().filter_map(|mut mistake| {
        for related in &mut mistake.related {
            if let Some((made, span)) = origin(files, &related.file, related.range) {
                (related.file, related.range) = (made.template.to_owned(), span);
            }
        }
        let Some((made, span)) = origin(files, &mistake.file, mistake.range) else {
            return Some(mistake);
        };
        let method = std::mem::replace(&mut mistake.file, made.template.to_owned());
        mistake.range = span;
        let key = (mistake.file.clone(), span, mistake.code);
        let is_first = *first.entry(key).or_insert_with(|| method.clone()) == method;
        is_first.then(|| mistake.also(Some((method, made.by)), "for this method"))
    });
    told.collect()
}

/// The template that a span of a file lies in, and where it lies there. Of a text with words all is shown.
fn origin<'f>(files: &'f Files<'_>, path: &str, span: Span) -> Option<(&'f Made<'f>, Span)> {
    let file = files.by_path.get(path)?;
    let made = file.made.as_ref().filter(|made| span.start >= made.own)?;
    let before = made
        .replaced
        .partition_point(|text| text.start <= span.start);
    let around = made.replaced[..before].last();
    let span = match around.filter(|text| span.start < text.end) {
        Some(text) => {
            let line = file
                .text
                .get(text.start..text.end)
                .and_then(|text| text.lines().next());
            (text.start..text.start + line.map_or(0, str::len)).into()
        }
        None => span,
    };
    Some((made, (span.start - made.own..span.end - made.own).into()))
}
