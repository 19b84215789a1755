//! Types: objects to structs, value sets to open enums, identifiers to newtypes.

use super::doc;
use super::list::{self, ORDER_DOC};
use super::lowering::{Lowering, Side};
use super::required;
use crate::docs::code;
use crate::model::{self, ScalarKind, Shape, TypeDef, TypeRef};
use crate::names;
use crate::rust::{Case, Cases, Def, Id, Item, Own, Path, Struct};

impl Lowering<'_> {
    /// The items of the named types of an owner.
    pub(super) fn type_items(&self, types: &[TypeDef], owner: &[String], local: bool) -> Vec<Item> {
        let items = types.iter().flat_map(|def| {
            let side = self.side(&TypeRef::new(owner.to_vec(), local, &def.name));
            self.shape(def.name.clone(), self.prose(&def.doc), &def.shape, side)
        });
        items.collect()
    }

    /// The item of a shape, and after it those of the shapes in it that have no name of their own.
    pub(super) fn shape(
        &self,
        ident: String,
        mut docs: Vec<String>,
        shape: &Shape,
        side: Side,
    ) -> Vec<Item> {
        let mut nested = Vec::new();
        let def = match shape {
            Shape::Object(object) => {
                let constructor = || doc::constructor("fields", &object.fields);
                nested = self.nested(&ident, &object.fields, side);
                let fields = self.fields(&ident, &object.fields, side);
                let sent = (side == Side::Request).then_some(object);
                let required = sent.and_then(|object| required::item(&ident, object, &fields));
                let named = required.as_ref().map(|item| item.ident.clone());
                nested.extend(required);
                Def::Struct(Struct {
                    fields,
                    constructor: sent.map(|_| constructor()),
                    required: named,
                    ..Struct::default()
                })
            }
            Shape::Id(id) => {
                let from = id.from.iter().map(|name| self.type_path(name));
                let from: Vec<Path> = from.collect();
                doc::add(&mut docs, doc::made_of(&from));
                let integer = id.kind == ScalarKind::Integer;
                Def::Id(Id { integer, from })
            }
            Shape::Strings(values) => self.strings(values),
            Shape::Integers(values) => self.integers(values),
            Shape::Select(select) => self.select(select),
            Shape::Filter(filter) => {
                doc::add(&mut docs, list::filter_doc(filter).split(' '));
                Def::Filter(self.filter(filter))
            }
            Shape::Order(order) => {
                doc::add(&mut docs, ORDER_DOC.split(' '));
                Def::Order(list::order(order))
            }
            Shape::Cases(cases) => {
                doc::add(&mut docs, cases_doc(cases));
                Def::Cases(self.cases_of(cases, side))
            }
            Shape::Own(own) => Def::Own(Own {
                module: names::own_module(&ident),
                code: own.code.clone(),
                uses: (own.types.iter())
                    .map(|ty| self.ty(ty, &|| Path::of(""), side))
                    .collect(),
            }),
            Shape::Union(members) => {
                let (union, items) = self.union(&ident, members, side);
                nested = items;
                Def::Union(union)
            }
        };
        let item = Item { ident, docs, def };
        [item].into_iter().chain(nested).collect()
    }

    fn cases_of(&self, cases: &model::Cases, side: Side) -> Cases {
        let lowered = cases.cases.iter().map(|case| {
            let values: Vec<String> = case.values.iter().map(|value| code(value)).collect();
            Case {
                ident: names::member(&case.ty),
                docs: vec![format!("For {}.", values.join(" and "))],
                ty: self.ty(&case.ty, &|| Path::of(""), side),
                values: case.values.clone(),
            }
        });
        Cases {
            by: cases.by.clone().unwrap_or_default(),
            cases: lowered.collect(),
        }
    }
}

/// What decides which of the objects it is.
fn cases_doc(cases: &model::Cases) -> Option<String> {
    let by = code(cases.by.as_ref()?);
    Some(format!("The field {by} beside it says which."))
}
