//! A part of a list, `select`, `filter` or `order`: the fields that it names.

use std::collections::HashMap;

use super::List;
use super::rows::{Rows, is_column};
use crate::diag::FileSpan;
use crate::model::{Column, Field};
use crate::names;
use crate::place::Place;
use crate::raw::ListPart;

pub(super) struct Part<'p> {
    pub(super) place: Place<'p>,
    pub(super) spec: ListPart<'p>,
    /// Names that no field of the rows has.
    more: &'p [String],
    pub(super) columns: Vec<PartColumn<'p>>,
}

/// A column that a part names.
pub(super) struct PartColumn<'p> {
    pub(super) column: Column,
    /// The field of the rows, or another that it describes.
    pub(super) field: Option<&'p Field>,
    /// Where it stands under `more`.
    pub(super) at: Option<Place<'p>>,
}

impl<'p> PartColumn<'p> {
    pub(super) fn new(field: &'p Field, at: Option<Place<'p>>) -> Self {
        let (wire, rename, doc) = (field.wire.clone(), field.rename.clone(), field.doc.clone());
        let (column, field) = (Column { wire, rename, doc }, Some(field));
        Self { column, field, at }
    }
}

impl Part<'_> {
    pub(super) fn has(&self, wire: &str) -> bool {
        self.columns.iter().any(|named| named.column.wire == wire)
    }

    pub(super) fn columns(&self) -> Vec<Column> {
        let columns = self.columns.iter();
        columns.map(|named| named.column.clone()).collect()
    }
}

impl<'l, 'c> List<'l, 'c> {
    /// The part there, with the common fields and its own.
    pub(super) fn part(&self, at: Place<'l>, spec: ListPart<'l>, more: &'l [String]) -> Part<'l> {
        if spec.doc.is_some_and(|doc| doc.trim().is_empty()) {
            let error = at.key("doc").key_error("E0602", "this text is empty");
            self.report(error.help("leave it out: there is a sentence of the kind"));
        }
        let mut fields = self.except(at.key("except"), spec.except, self.common.clone());
        if self.spec.fields.is_none() {
            // What nobody has named need not be left out by name.
            fields.retain(|field| !spec.ignores.contains(&field.wire));
        }
        let fields = self.columns(at.key("also"), spec.also, fields);
        let columns = fields.into_iter().map(|field| PartColumn::new(field, None));
        let mut part = Part {
            place: at,
            spec,
            more,
            columns: columns.collect(),
        };
        self.ignored(&part);
        self.more_names(&mut part);
        part
    }

    /// What has no effect in a part.
    fn ignored(&self, part: &Part<'_>) {
        let (place, names) = (part.place.key("ignores"), part.spec.ignores);
        for (index, name) in names.iter().enumerate() {
            if part.has(name) {
                let message = format!("`{name}` cannot have an effect and have none");
                let error = place.index(index).value_error("E0701", message);
                let error = error.also(self.named_at(part, name), "it has one");
                self.report(error.help("remove one of the two"));
            } else if names[..index].contains(name) {
                self.twice(place, names, index);
            }
        }
    }

    /// Names that no field of the rows has.
    fn more_names(&self, part: &mut Part<'l>) {
        let place = part.place.key("more");
        for (index, name) in part.more.iter().enumerate() {
            let at = place.index(index);
            if name.trim().is_empty() {
                let error = at.value_error("E0701", "this name is empty");
                self.report(error.help("write the name, or remove it"));
            } else if part.has(name) {
                self.twice(place, part.more, index);
            } else {
                let (wire, rename, doc) = (name.clone(), None, String::new());
                let (column, field, at) = (Column { wire, rename, doc }, None, Some(at));
                part.columns.push(PartColumn { column, field, at });
            }
        }
    }

    /// What all parts have: the fields that are named, or else those that the rows have anyway.
    pub(super) fn common(&self, place: Place<'_>, rows: &Rows<'l>) -> Vec<&'l Field> {
        let spec = self.spec;
        let fields = match &spec.fields {
            Some(names) => self.columns(place.key("fields"), names, Vec::new()),
            None => {
                let fields = rows.fields.iter();
                fields
                    .filter(|field| is_column(field, self.types))
                    .collect()
            }
        };
        let named = spec.fields.is_some();
        let needless = [("except", &spec.except), ("also", &spec.also)];
        let mut needless = needless
            .into_iter()
            .filter(|(_, names)| named && !names.is_empty());
        if let Some((key, _)) = needless.next() {
            let message = format!("`fields` names all of them, so `{key}` says nothing");
            let error = place.key(key).key_error("E0701", message);
            let error = error.also(place.key("fields").at_key(), "all of them");
            self.report(error.help("remove one of the two"));
            return fields;
        }
        let fields = self.except(place.key("except"), &spec.except, fields);
        self.columns(place.key("also"), &spec.also, fields)
    }

    /// The columns without those that `names` name.
    fn except(
        &self,
        place: Place<'_>,
        names: &[String],
        mut columns: Vec<&'l Field>,
    ) -> Vec<&'l Field> {
        for (index, name) in names.iter().enumerate() {
            if names[..index].contains(name) {
                self.twice(place, names, index);
                continue;
            }
            let before = columns.len();
            columns.retain(|column| column.wire != *name);
            if columns.len() == before {
                let message = format!("there is no `{name}` to leave out");
                let error = place.index(index).value_error("E0701", message);
                let known = columns.iter().map(|column| column.wire.as_str());
                self.report(error.suggest(name, known));
            }
        }
        columns
    }

    /// The names of the fields that a part takes from the list.
    pub(super) fn inherited<'a>(
        &'a self,
        part: &ListPart<'a>,
    ) -> impl Iterator<Item = &'a str> + use<'a, 'l, 'c> {
        let (ignores, except) = (part.ignores, part.except);
        let names = self.common.iter().map(|field| field.wire.as_str());
        let is_out = move |name: &&str| {
            let mut out = ignores.iter().chain(except);
            !out.any(|other| other == name)
        };
        names.filter(is_out)
    }

    /// The fields that `names` name, after the `columns` before them.
    pub(super) fn columns(
        &self,
        place: Place<'_>,
        names: &[String],
        mut columns: Vec<&'l Field>,
    ) -> Vec<&'l Field> {
        for (index, name) in names.iter().enumerate() {
            match self.rows.iter().find(|field| field.wire == *name) {
                Some(field) if columns.iter().all(|column| column.wire != field.wire) => {
                    columns.push(field);
                }
                Some(_) => self.twice(place, names, index),
                None => {
                    let message = format!("the objects of this list have no field `{name}`");
                    let error = place.index(index).value_error("E0701", message);
                    let known = self.rows.iter().map(|field| field.wire.as_str());
                    self.report(error.suggest(name, known));
                }
            }
        }
        columns
    }

    /// A name that stands for all columns is none of them.
    pub(super) fn all(&self, part: &Part<'_>, all: Option<&str>) {
        let Some(all) = all else { return };
        let place = part.place.key("all");
        let help = "write the name that stands for all fields: `*`";
        if all.trim().is_empty() {
            let error = place.value_error("E0602", "this text is empty");
            self.report(error.help(help));
        } else if part.has(all) {
            let message = format!("`{all}` is a field, and cannot stand for all of them");
            let error = place.value_error("E0701", message);
            let error = error.also(self.named_at(part, all), "the field");
            self.report(error.help(help));
        }
    }

    /// What stands for the columns in Rust must have names of its own, as has what stands for `all`.
    pub(super) fn distinct(
        &self,
        part: &Part<'_>,
        name: fn(Option<&str>, &str) -> String,
        all: Option<&str>,
    ) {
        let all = all.map(|all| (names::ALL.to_owned(), all));
        let mut taken: HashMap<String, &str> = all.into_iter().collect();
        let at = |wire: &str| {
            let mut columns = part.columns.iter();
            columns.find_map(|named| named.at.filter(|_| named.column.wire == wire))
        };
        let columns = part.columns.iter().map(|named| &named.column);
        for column in columns.filter(|column| !column.is_family()) {
            let wire = &column.wire;
            let name = name(column.rename.as_deref(), wire);
            if let Some(other) = taken.insert(name.clone(), wire)
                && other != wire
            {
                let message = format!("`{wire}` and `{other}` are both called `{name}` in Rust");
                let error = at(wire).unwrap_or(part.place).key_error("E0301", message);
                let first = at(other).and_then(|at| at.at_key());
                let first = first.or_else(|| self.named_at(part, other));
                let error = error.also(first, "called so already");
                self.report(error.help(if part.more.contains(wire) {
                    "leave one of them out: names under `more` have no `rename`"
                } else {
                    "give one of the fields another name with `rename`"
                }));
            }
        }
    }

    /// Where a part names a field.
    pub(super) fn named_at(&self, part: &Part<'_>, name: &str) -> Option<FileSpan> {
        self.first(part.place.key("also"), part.spec.also, name)
    }

    /// Where a field is named first: among `names`, or among those that all parts have.
    fn first(&self, place: Place<'_>, names: &[String], name: &str) -> Option<FileSpan> {
        let of = |names: &[String]| names.iter().position(|other| other == name);
        let list = self.root.key("list");
        let named = self.spec.fields.as_deref().unwrap_or_default();
        let place = match (of(named), of(&self.spec.also)) {
            (Some(index), _) => list.key("fields").index(index),
            (None, Some(index)) => list.key("also").index(index),
            (None, None) => place.index(of(names)?),
        };
        place.at_value()
    }

    /// A name that stands in a list of `names`, and before that in it or elsewhere.
    fn twice(&self, place: Place<'_>, names: &[String], index: usize) {
        let name = &names[index];
        let (message, help) = match self.first(place, names, name) {
            Some(_) => (format!("`{name}` is named twice"), "remove one of them"),
            None => (format!("the list has `{name}` anyway"), "remove it"),
        };
        let error = place.index(index).value_error("E0701", message);
        let error = error.also(self.first(place, names, name), "here first");
        self.report(error.help(help));
    }
}
