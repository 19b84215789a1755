//! Lists: what they select, filter and sort by are fields of the objects that they answer.

mod filter;
mod inside;
mod paging;
mod part;
mod rows;
mod walk;

use std::ops::Deref;

use part::Part;

use super::context::Types;
use super::scope::Scope;
use crate::model::{Field, Object, Order, Output, Paging, Select, Shape, Type, Version};
use crate::names;
use crate::place::Place;
use crate::raw::ListSpec;

/// What a list takes besides the parameters that are described.
#[derive(Default)]
pub(super) struct Listing {
    pub(super) params: Vec<Field>,
    pub(super) paging: Option<Paging>,
}

/// A list, and the method that it belongs to.
pub(super) struct List<'l, 'c> {
    pub(super) types: &'l Types,
    pub(super) root: Place<'c>,
    pub(super) spec: &'l ListSpec,
    pub(super) scope: &'l Scope<'l, 'c>,
    pub(super) version: Version,
    /// The parameters that are described.
    pub(super) described: &'l [Field],
    pub(super) result: &'l Output,
    /// The parameters that the list has so far.
    pub(super) params: Vec<Field>,
    /// The fields of the rows.
    pub(super) rows: &'l [Field],
    /// Those that all parts have.
    pub(super) common: Vec<&'l Field>,
}

impl<'l, 'c> Deref for List<'l, 'c> {
    type Target = Scope<'l, 'c>;

    fn deref(&self) -> &Scope<'l, 'c> {
        self.scope
    }
}

impl<'l, 'c> List<'l, 'c> {
    /// None if the rows are not known, and so neither all of the parameters.
    pub(super) fn check(mut self) -> Option<Listing> {
        let place = self.root.key("list");
        let spec = self.spec;
        let more = spec.filter.as_ref().map_or_else(Vec::new, |filter| {
            let defaults = self.defaults.borrow().len();
            let more = place.key("filter").key("more");
            let Object { fields, .. } = self.object(more, &filter.more);
            // A condition has none, whatever its type.
            self.defaults.borrow_mut().truncate(defaults);
            fields
        });
        let rows = self.find_rows(place)?;
        self.rows = rows.fields;
        self.common = self.common(place, &rows);
        if let Some(select) = &spec.select {
            let place = place.key("select");
            self.optional(place, &rows);
            let part = self.part(place, select.part(), &select.more);
            let all = select.all.as_deref();
            self.all(&part, all);
            self.distinct(&part, names::variant, all);
            let shape = Shape::Select(Select {
                columns: part.columns(),
                all: select.all.clone(),
                ignores: part.spec.ignores.to_vec(),
            });
            let ty = Type::List(Box::new(Type::Inline(Box::new(shape))));
            self.part_param(place, &part, ty, false);
        }
        if let Some(filter) = &spec.filter {
            let place = place.key("filter");
            let part = self.part(place, filter.part(), &[]);
            self.filter(part, filter, &more);
        }
        if let Some(order) = &spec.order {
            let place = place.key("order");
            let part = self.part(place, order.part(), &order.more);
            self.distinct(&part, names::condition_of, None);
            let (columns, ignores) = (part.columns(), part.spec.ignores.to_vec());
            let ty = Type::Inline(Box::new(Shape::Order(Order { columns, ignores })));
            self.part_param(place, &part, ty, false);
        }
        let paging = spec.paging.as_ref().and_then(|paging| {
            let mut style = self.style(place.key("paging"), paging)?;
            let mut walk = self.walk(place.key("paging"), paging);
            if let Some(param) = &spec.inside {
                style.move_into(param);
                walk.iter_mut().for_each(|walk| walk.move_into(param));
            }
            let (items, size) = (rows.field.cloned(), paging.size);
            Some(Paging {
                style,
                walk,
                items,
                size,
            })
        });
        let params = self.params;
        Some(Listing { params, paging })
    }

    /// The parameter of a part, whose default is checked as that of a parameter that is described.
    fn part_param(&mut self, place: Place<'c>, part: &Part<'_>, ty: Type, required: bool) {
        let param = Field {
            default: part.spec.default.cloned(),
            required,
            ..field(part.spec.param, part.spec.doc, ty)
        };
        if param.default.is_some() {
            let mut defaults = self.defaults.borrow_mut();
            defaults.push((place, param.clone()));
        }
        self.param(place, param);
    }

    fn param(&mut self, place: Place<'_>, param: Field) {
        let wire = param.wire.as_str();
        if wire.trim().is_empty() || wire.contains('*') {
            let message = format!("`{wire}` is no possible name of a parameter here");
            let error = place.key_error("E0703", message);
            self.report(error.help("write the name as the vendor spells it"));
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
            self.report(error.help("describe it once; another name is given by `param`"));
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
        ..Field::default()
    }
}
