//! Lists: what they select, filter and sort by are fields of the objects that they answer.

mod filter;
mod rows;
mod spots;

use std::collections::{BTreeMap, HashMap};

use crate::diag::Diagnostic;
use crate::model::{
    Api, Column, Field, Limits, Method, Order, Paging, Select, Shape, Type, TypeDef, TypeRef,
};
use crate::names;
use crate::parse::Specs;
use crate::place::{Files, Place};
use crate::raw::{ListPart, ListSpec};
pub(super) use filter::single;
use rows::{fields_of, is_mistaken, items};

/// Gives every list its parameters.
pub(super) fn resolve(
    api: &mut Api,
    specs: &Specs<'_>,
    files: &Files<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut added = Vec::new();
    let types = api.types();
    for ((file, spec), method) in specs.methods.iter().zip(&api.methods) {
        let mut list = List {
            files,
            root: files.root(file),
            fields: spec.list.as_ref().map_or(&[], |list| &list.fields),
            types: &types,
            method,
            params: Vec::new(),
            lost: false,
            diagnostics,
        };
        let root = list.root;
        let place = root.key("list");
        let paging = spec.list.as_ref().and_then(|spec| list.add(&place, spec));
        let lost = spec.list.is_some() && list.lost;
        added.push((list.params, paging, lost));
    }
    for (method, (params, paging, lost)) in api.methods.iter_mut().zip(added) {
        method.params.extend(params);
        method.paging = paging;
        method.params_mistaken = lost;
    }
}

pub(super) struct List<'a, 'd> {
    files: &'a Files<'a>,
    pub(super) root: Place<'a>,
    /// Those that it selects, filters by and sorts by alike.
    fields: &'a [String],
    pub(super) types: &'a BTreeMap<TypeRef, &'a TypeDef>,
    pub(super) method: &'a Method,
    /// Those that the list has so far.
    pub(super) params: Vec<Field>,
    /// Whether the rows are not known, and so neither all of the parameters.
    lost: bool,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl<'a> List<'a, '_> {
    fn add(&mut self, place: &Place<'_>, spec: &ListSpec) -> Option<Paging> {
        let result = &self.method.result.ty;
        let (rows, field) = match &spec.items {
            None => (result, None),
            Some(name) => {
                let fields = fields_of(result, self.types).unwrap_or_default();
                let fields = fields.iter().filter(|field| !field.is_family());
                match fields.clone().find(|field| field.wire == *name) {
                    Some(field) => (&field.ty, Some(field)),
                    None if is_mistaken(result, self.types) => {
                        self.lost = true;
                        return None;
                    }
                    None => {
                        self.lost = true;
                        let message = format!("the result has no field `{name}`");
                        let error = place.key("items").value_error("E0701", message);
                        let known: Vec<&str> = fields.map(|field| field.wire.as_str()).collect();
                        self.report(if known.is_empty() {
                            error.help("`items` names a field of an object; a list needs none")
                        } else {
                            error.suggest(name, known)
                        });
                        return None;
                    }
                }
            }
        };
        let Some(items) = items(rows, self.types) else {
            self.lost = true;
            if !is_mistaken(rows, self.types) {
                let message = "the result of this method is no list of objects";
                let error = place.key_error("E0701", message);
                let result = self.root.key("result").at_key();
                let error = error.also(result, "the result");
                self.report(error.help(match rows {
                    Type::Nullable(_) => "leave out `| null`: a list that is null is empty",
                    _ => {
                        "answer `T[]`; where the rows are a field of the result, name it by `items`"
                    }
                }));
            }
            return None;
        };
        if field.is_some_and(|field| field.secret) && spec.paging.is_some() {
            let message = "rows that are a secret cannot come in pages";
            let error = place.key("items").value_error("E0701", message);
            self.report(error.help("mark the fields of the rows that are `secret`"));
        }
        if spec.paging.is_some() && matches!(rows, Type::Map(_)) {
            let error = place
                .key("paging")
                .key_error("E0704", "a map of rows has no pages");
            self.report(error.help("write a list: rows by their identifiers are decoded as one"));
        }
        if spec.paging.is_some() && field.is_some() && matches!(result, Type::Nullable(_)) {
            let message = "a result that may be null has no pages";
            let error = place.key("paging").key_error("E0704", message);
            self.report(error.help("leave out `| null`"));
        }
        let mut common = Vec::new();
        self.columns(&place.key("fields"), &spec.fields, items, &mut common);
        if let Some(select) = &spec.select {
            let (place, part) = (place.key("select"), select.part());
            for field in items.iter().filter(|field| field.required) {
                let message = format!(
                    "`{}` is required, and `select` may leave it out",
                    field.wire
                );
                let error = place.key_error("E0702", message);
                let error = error.also(self.declared(rows, &field.wire), "required here");
                self.report(
                    error.help(
                        "answer objects without required fields, for example a `partial` type",
                    ),
                );
            }
            let fields = self.part(&place, &part, &common, items);
            let columns = self.named(&place, &fields, &select.more);
            let all = select.all.as_deref();
            self.distinct(&place, &columns, names::variant, all, &part, &select.more);
            let shape = Shape::Select(Select {
                columns,
                all: select.all.clone(),
                ignores: part.ignores.to_vec(),
            });
            let ty = Type::List(Box::new(Type::Inline(Box::new(shape))));
            self.param(&place, part.param, part.doc, ty);
        }
        if let Some(filter) = &spec.filter {
            self.filter(&place.key("filter"), filter, &common, items);
        }
        if let Some(order) = &spec.order {
            let (place, part) = (place.key("order"), order.part());
            let fields = self.part(&place, &part, &common, items);
            let columns = self.named(&place, &fields, &order.more);
            self.distinct(
                &place,
                &columns,
                names::condition_of,
                None,
                &part,
                &order.more,
            );
            let shape = Shape::Order(Order {
                columns,
                ignores: part.ignores.to_vec(),
            });
            self.param(&place, part.param, part.doc, Type::Inline(Box::new(shape)));
        }
        let paging = spec.paging.as_ref()?;
        let way = self.way(&place.key("paging"), paging, spec, items)?;
        Some(Paging {
            way,
            items: field.cloned(),
            size: paging.size,
        })
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn param(&mut self, place: &Place<'_>, wire: &str, doc: Option<&str>, ty: Type) {
        if wire.trim().is_empty() || wire.contains('*') {
            let message = format!("`{wire}` is no possible name of a parameter here");
            let error = place.key_error("E0703", message);
            self.report(error.help("write the name as the vendor spells it"));
        }
        let name = names::field(wire);
        let mut taken = self.method.params.iter().chain(&self.params);
        let same = |field: &&Field| {
            field.wire == wire || names::renamed(field.rename.as_deref(), &field.wire) == name
        };
        if let Some(other) = taken.find(same) {
            let message = format!("there is a parameter `{}` already", other.wire);
            let error = place.key_error("E0703", message);
            let params = self.root.key("params");
            let error = error.also(params.key(&other.wire).at_key(), "described here");
            self.report(error.help("describe it once; another name is given by `param`"));
        }
        self.params.push(Field {
            wire: wire.to_owned(),
            ty,
            doc: doc.unwrap_or_default().to_owned(),
            required: false,
            default: None,
            limits: Limits::default(),
            secret: false,
            deprecated: None,
            rename: None,
        });
    }

    /// The fields of a part: the common ones, and its own.
    fn part(
        &mut self,
        place: &Place<'_>,
        part: &ListPart<'_>,
        common: &[&'a Field],
        items: &'a [Field],
    ) -> Vec<&'a Field> {
        if part.doc.is_some_and(|doc| doc.trim().is_empty()) {
            let error = place.key("doc").key_error("E0602", "this text is empty");
            self.report(error.help("leave it out: there is a sentence of the kind"));
        }
        let mut columns = common.to_vec();
        self.columns(&place.key("also"), part.also, items, &mut columns);
        let ignores = place.key("ignores");
        for (index, name) in part.ignores.iter().enumerate() {
            let at = ignores.index(index);
            if columns.iter().any(|field| field.wire == *name) {
                let message = format!("`{name}` cannot have an effect and have none");
                let error = at.value_error("E0701", message);
                let other = self.first(&place.key("also"), part.also, name);
                self.report(
                    error
                        .also(other, "it has one")
                        .help("remove one of the two"),
                );
            } else if part.ignores[..index].contains(name) {
                self.twice(&ignores, part.ignores, index);
            }
        }
        columns
    }

    /// Adds the fields that `names` name to `columns`.
    fn columns(
        &mut self,
        place: &Place<'_>,
        names: &[String],
        items: &'a [Field],
        columns: &mut Vec<&'a Field>,
    ) {
        for (index, name) in names.iter().enumerate() {
            match items.iter().find(|field| field.wire == *name) {
                Some(field) if columns.iter().all(|column| column.wire != field.wire) => {
                    columns.push(field);
                }
                Some(_) => self.twice(place, names, index),
                None => {
                    let message = format!("the objects of this list have no field `{name}`");
                    let error = place.index(index).value_error("E0701", message);
                    self.report(error.suggest(name, items.iter().map(|field| field.wire.as_str())));
                }
            }
        }
    }

    /// The columns of fields, and of names that are none.
    fn named(&mut self, place: &Place<'_>, fields: &[&Field], more: &[String]) -> Vec<Column> {
        let mut columns: Vec<Column> = fields.iter().map(|field| column(field)).collect();
        let place = place.key("more");
        for (index, name) in more.iter().enumerate() {
            if name.trim().is_empty() {
                let error = place
                    .index(index)
                    .value_error("E0701", "this name is empty");
                self.report(error.help("write the name, or remove it"));
            } else if columns.iter().any(|column| column.wire == *name) {
                self.twice(&place, more, index);
            } else {
                columns.push(Column {
                    wire: name.clone(),
                    rename: None,
                    doc: String::new(),
                });
            }
        }
        columns
    }

    /// What stands for the columns in Rust must have names of its own.
    fn distinct(
        &mut self,
        place: &Place<'_>,
        columns: &[Column],
        name: fn(Option<&str>, &str) -> String,
        all: Option<&str>,
        part: &ListPart<'_>,
        more: &[String],
    ) {
        let mut taken = HashMap::new();
        if let Some(all) = all {
            taken.insert(names::ALL.to_owned(), all);
            if all.trim().is_empty() {
                let place = place.key("all");
                let error = place.value_error("E0602", "this text is empty");
                self.report(error.help("write the name that stands for all fields: `*`"));
            } else if columns.iter().any(|column| column.wire == all) {
                let message = format!("`{all}` is a field, and cannot stand for all of them");
                let error = place.key("all").value_error("E0701", message);
                let field = self.first(&place.key("also"), part.also, all);
                self.report(
                    error
                        .also(field, "the field")
                        .help("write the name that stands for all fields: `*`"),
                );
            }
        }
        for column in columns.iter().filter(|column| !column.is_family()) {
            let name = name(column.rename.as_deref(), &column.wire);
            if let Some(other) = taken.insert(name.clone(), &column.wire)
                && *other != *column.wire
            {
                let message = format!(
                    "`{}` and `{other}` are both called `{name}` in Rust",
                    column.wire
                );
                let of_more = place.key("more");
                let (error, way_out) = match more.iter().position(|name| *name == column.wire) {
                    Some(index) => (
                        of_more.index(index).value_error("E0301", message),
                        "leave one of them out: names under `more` have no `rename`",
                    ),
                    None => {
                        let own = of_more.key(&column.wire);
                        let at = if own.at_key().is_some() { &own } else { place };
                        (
                            at.key_error("E0301", message),
                            "give one of the fields another name with `rename`",
                        )
                    }
                };
                let more = more.iter().position(|name| *name == *other);
                let other = match more {
                    Some(index) => of_more.index(index).at_value(),
                    None => self.first(&place.key("also"), part.also, other),
                };
                self.report(error.also(other, "called so already").help(way_out));
            }
        }
    }
}

fn column(field: &Field) -> Column {
    Column {
        wire: field.wire.clone(),
        rename: field.rename.clone(),
        doc: field.doc.clone(),
    }
}
