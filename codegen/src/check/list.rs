//! Lists: what they select, filter and sort by are fields of the objects that they answer.

mod filter;
mod paging;
mod part;
mod rows;
mod walk;

use super::context::{Checker, Types};
use super::scope::Scope;
use crate::model::{Field, Limits, Order, Output, Paging, Select, Shape, Type, Version};
use crate::names;
use crate::place::Place;
use crate::raw::ListSpec;
use rows::Rows;

/// What a list takes besides the parameters that are described.
#[derive(Default)]
pub(super) struct Listing {
    pub(super) params: Vec<Field>,
    pub(super) paging: Option<Paging>,
    /// Whether the rows are not known, and so neither all of the parameters.
    pub(super) incomplete: bool,
}

/// A list, and the method that it belongs to.
pub(super) struct List<'l> {
    pub(super) checker: &'l Checker<'l>,
    pub(super) types: &'l Types<'l>,
    pub(super) root: Place<'l>,
    pub(super) spec: &'l ListSpec,
    pub(super) scope: &'l Scope<'l>,
    pub(super) version: Version,
    /// The parameters that are described.
    pub(super) described: &'l [Field],
    pub(super) result: &'l Output,
    /// Those that the list has so far.
    pub(super) params: Vec<Field>,
}

impl<'l> List<'l> {
    pub(super) fn check(mut self) -> Listing {
        let place = self.root.key("list");
        let spec = self.spec;
        let more = spec.filter.as_ref().map_or_else(Vec::new, |filter| {
            let more = place.key("filter").key("more");
            self.checker.object(more, &filter.more, self.scope).fields
        });
        let Some(rows) = self.rows(place) else {
            return Listing {
                incomplete: true,
                ..Listing::default()
            };
        };
        let mut common = Vec::new();
        self.columns(place.key("fields"), &spec.fields, rows.fields, &mut common);
        if let Some(select) = &spec.select {
            let place = place.key("select");
            self.optional(place, &rows);
            let part = self.part(place, select.part(), &select.more, &common, rows.fields);
            let all = select.all.as_deref();
            let columns = self.named(&part);
            self.distinct(&part, &columns, names::variant, all);
            let shape = Shape::Select(Select {
                columns,
                all: select.all.clone(),
                ignores: part.spec.ignores.to_vec(),
            });
            let ty = Type::List(Box::new(Type::Inline(Box::new(shape))));
            self.param(place, field(part.spec.param, part.spec.doc, ty));
        }
        if let Some(filter) = &spec.filter {
            let place = place.key("filter");
            let part = self.part(place, filter.part(), &[], &common, rows.fields);
            self.filter(&part, filter, &more);
        }
        if let Some(order) = &spec.order {
            let place = place.key("order");
            let part = self.part(place, order.part(), &order.more, &common, rows.fields);
            let columns = self.named(&part);
            self.distinct(&part, &columns, names::condition_of, None);
            let shape = Shape::Order(Order {
                columns,
                ignores: part.spec.ignores.to_vec(),
            });
            let ty = Type::Inline(Box::new(shape));
            self.param(place, field(part.spec.param, part.spec.doc, ty));
        }
        let paging = spec.paging.as_ref().and_then(|paging| {
            let way = self.way(place.key("paging"), paging, rows.fields)?;
            Some(Paging {
                way,
                items: rows.field.cloned(),
                size: paging.size,
            })
        });
        Listing {
            params: self.params,
            paging,
            incomplete: false,
        }
    }

    /// What may be left out by `select` cannot be required.
    fn optional(&self, place: Place<'_>, rows: &Rows<'_>) {
        let object = rows.ty.named().map(|name| self.checker.described(name));
        for field in rows.fields.iter().filter(|field| field.required) {
            let wire = &field.wire;
            let message = format!("`{wire}` is required, and `select` may leave it out");
            let declared = object.map(|object| object.key("fields").key(wire).key("required"));
            let declared = declared.and_then(|declared| declared.at_key());
            let error = place
                .key_error("E0702", message)
                .also(declared, "required here");
            let help = "answer objects without required fields, for example a `partial` type";
            self.checker.report(error.help(help));
        }
    }

    fn param(&mut self, place: Place<'_>, param: Field) {
        let wire = param.wire.as_str();
        if wire.trim().is_empty() || wire.contains('*') {
            let message = format!("`{wire}` is no possible name of a parameter here");
            let error = place.key_error("E0703", message);
            self.checker
                .report(error.help("write the name as the vendor spells it"));
        }
        let name = names::field(wire);
        let mut taken = self.described.iter().chain(&self.params);
        let same = |field: &&Field| {
            field.wire == wire || names::renamed(field.rename.as_deref(), &field.wire) == name
        };
        if let Some(other) = taken.find(same) {
            let message = format!("there is a parameter `{}` already", other.wire);
            let error = place.key_error("E0703", message);
            let other = self.root.key("params").key(&other.wire).at_key();
            let error = error.also(other, "described here");
            let help = "describe it once; another name is given by `param`";
            self.checker.report(error.help(help));
        }
        self.params.push(param);
    }
}

/// A parameter that need not be sent.
fn field(wire: &str, doc: Option<&str>, ty: Type) -> Field {
    Field {
        wire: wire.to_owned(),
        ty,
        doc: doc.unwrap_or_default().to_owned(),
        required: false,
        default: None,
        limits: Limits::default(),
        secret: false,
        deprecated: None,
        rename: None,
    }
}
