//! Types: objects to structs, value sets to open enums, identifiers to newtypes.

use super::list::{self, order_item};
use super::{Lowering, doc};
use crate::docs;
use crate::model::{self, ScalarKind, Shape, Type, TypeDef, TypeRef};
use crate::names;
use crate::rust::{Arg, Enum, EnumKind, Field, Id, Item, Struct, Ty, Variant, Wire};

/// The side of a call that a type stands on.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Side {
    /// It is sent: it can be built, and `null` differs from nothing.
    Request,
    /// It is only received.
    Answer,
}

impl Lowering<'_> {
    /// The items of named types.
    pub(super) fn type_items(
        &self,
        types: &[TypeDef],
        name: impl Fn(&str) -> TypeRef,
    ) -> Vec<Item> {
        let mut items = Vec::new();
        for def in types {
            let side = if self.sent.contains(&name(&def.name)) {
                Side::Request
            } else {
                Side::Answer
            };
            self.shape(
                &def.name,
                docs::prose(&def.doc, &self.links),
                &def.shape,
                side,
                &mut items,
            );
        }
        items
    }

    fn shape(
        &self,
        ident: &str,
        docs: Vec<String>,
        shape: &Shape,
        side: Side,
        items: &mut Vec<Item>,
    ) {
        let ident = ident.to_owned();
        match shape {
            Shape::Object(fields) => {
                let constructor =
                    (side == Side::Request).then(|| doc::constructor("fields", fields));
                self.object(
                    Struct {
                        ident,
                        docs,
                        deprecated: None,
                        fields: Vec::new(),
                        constructor,
                        positional: false,
                    },
                    fields,
                    side,
                    items,
                );
            }
            Shape::Id(kind) => items.push(Item::Id(Id {
                ident,
                docs,
                integer: *kind == ScalarKind::Integer,
            })),
            Shape::Strings(values) => {
                let variants = values.iter().map(|value| {
                    self.variant(
                        value,
                        names::type_name(&value.wire),
                        Wire::Text(value.wire.clone()),
                    )
                });
                items.push(open_enum(
                    ident,
                    docs,
                    EnumKind::Strings,
                    variants.collect(),
                ));
            }
            Shape::Integers(values) => {
                let variants = values.iter().map(|(number, value)| {
                    self.variant(
                        value,
                        names::integer_variant(*number),
                        Wire::Integer(*number),
                    )
                });
                items.push(open_enum(
                    ident,
                    docs,
                    EnumKind::Integers,
                    variants.collect(),
                ));
            }
            Shape::Select(select) => items.push(self.select(ident, docs, select)),
            Shape::Filter(filter) => items.push(self.filter(ident, docs, filter)),
            Shape::Order(order) => items.push(order_item(ident, docs, order)),
            Shape::Union(members) => {
                let index = items.len();
                let union = self.union(ident, docs, members, side, items);
                items.insert(index, union);
            }
            // Nothing is written where there is a mistake.
            Shape::Mistaken => {}
        }
    }

    fn variant(&self, value: &model::Value, derived: String, wire: Wire) -> Variant {
        let ident = value.rename.clone().unwrap_or(derived);
        let mut docs = docs::prose(&value.doc, &self.links);
        doc::add(
            &mut docs,
            &[format!("{} in JSON.", docs::code(&value.wire))],
        );
        Variant {
            ident,
            docs,
            wire: Some(wire),
        }
    }

    /// A struct with `fields`, and after it the types of its fields that have no name of their own.
    pub(super) fn object(
        &self,
        object: Struct,
        fields: &[model::Field],
        side: Side,
        items: &mut Vec<Item>,
    ) {
        let mut inline = Vec::new();
        let parent = object.ident.clone();
        let lowered = fields
            .iter()
            .map(|field| self.field(&parent, field, side, &mut inline))
            .collect();
        items.push(Item::Struct(Struct {
            fields: lowered,
            ..object
        }));
        items.append(&mut inline);
    }

    fn field(
        &self,
        parent: &str,
        field: &model::Field,
        side: Side,
        items: &mut Vec<Item>,
    ) -> Field {
        let ident = names::renamed(field.rename.as_deref(), &field.wire);
        let (name, docs) = if field.ty.inline().is_some() {
            let own_doc = || format!("The field {} of [`{parent}`].", docs::code(&field.wire));
            (
                names::nested(parent, field.rename.as_deref().unwrap_or(&field.wire)),
                vec![list::type_doc(&field.ty, parent).unwrap_or_else(own_doc)],
            )
        } else {
            Default::default()
        };
        let ty = self.ty(&field.ty, &name, docs, side, items);
        let ty = match ty {
            Ty::Json if field.is_family() => Ty::Rest,
            ty if field.is_family() => Ty::Map(Box::new(ty)),
            // What may be absent may be null: one `Option` says both.
            Ty::Option(ty) if !field.required => *ty,
            ty => ty,
        };
        Field {
            docs: self.field_docs(field, &ident),
            deprecated: self.deprecation(field.deprecated.as_ref()),
            setter: names::setter(&ident),
            ident,
            wire: field.wire.clone(),
            arg: if field.is_family() {
                self.family_arg(&field.ty, &ty)
            } else {
                self.arg(&field.ty, &ty)
            },
            family: field.is_family(),
            ty,
            required: field.required,
            secret: field.secret,
            limits: field.limits.clone(),
        }
    }

    /// The Rust type of `ty`; a shape without a name becomes an item called `name`.
    pub(super) fn ty(
        &self,
        ty: &Type,
        name: &str,
        docs: Vec<String>,
        side: Side,
        items: &mut Vec<Item>,
    ) -> Ty {
        match ty {
            Type::String => Ty::String,
            Type::Integer => Ty::I64,
            Type::Double => Ty::F64,
            Type::Boolean => Ty::Bool,
            Type::Flag => Ty::Flag,
            Type::DateTime => Ty::DateTime,
            Type::Date => Ty::Date,
            Type::Scalar => Ty::Scalar,
            Type::File => Ty::File,
            Type::Base64 => Ty::Base64,
            Type::Order => Ty::Order,
            Type::Pagination => Ty::Pagination,
            Type::Json => Ty::Json,
            Type::Null => Ty::Unit,
            Type::Named(name) => Ty::Path(self.type_path(name)),
            Type::Inline(shape) => {
                self.shape(name, docs, shape, side, items);
                Ty::Path(name.to_owned())
            }
            Type::List(ty) => Ty::Vec(Box::new(self.ty(ty, name, docs, side, items))),
            Type::Map(ty) => Ty::Map(Box::new(self.ty(ty, name, docs, side, items))),
            Type::Nullable(ty) => {
                let ty = Box::new(self.ty(ty, name, docs, side, items));
                if side == Side::Request {
                    Ty::Nullable(ty)
                } else {
                    Ty::Option(ty)
                }
            }
        }
    }

    fn arg(&self, model: &Type, ty: &Ty) -> Arg {
        match (model, ty) {
            (Type::List(inner), Ty::Vec(item)) => Arg::Items {
                ty: (**item).clone(),
                into: self.takes_into(inner),
            },
            (Type::Map(inner), Ty::Map(item)) => Arg::Entries {
                ty: (**item).clone(),
                into: self.takes_into(inner),
            },
            _ if self.takes_into(model) => Arg::Into,
            _ => Arg::Plain,
        }
    }

    fn family_arg(&self, model: &Type, ty: &Ty) -> Arg {
        match ty {
            Ty::Map(item) => Arg::Entries {
                ty: (**item).clone(),
                into: self.takes_into(model),
            },
            _ => Arg::Into,
        }
    }

    /// Whether an argument of the type is anything that becomes one: text, identifiers, what wraps another value. The
    /// variants of an enum are named, so that none is misspelt.
    pub(super) fn takes_into(&self, ty: &Type) -> bool {
        match ty {
            Type::Integer | Type::Double | Type::Boolean | Type::Null => false,
            Type::File | Type::Base64 | Type::Order | Type::Pagination => false,
            Type::Inline(shape) => matches!(**shape, Shape::Union(_)),
            Type::Named(name) => {
                let def = self.types.get(name);
                def.is_some_and(|def| matches!(def.shape, Shape::Id(_)))
            }
            _ => true,
        }
    }
}

pub(super) fn open_enum(
    ident: String,
    docs: Vec<String>,
    kind: EnumKind,
    variants: Vec<Variant>,
) -> Item {
    let unknown_doc = "A value that this version of the crate does not know.";
    Item::Enum(Enum {
        ident,
        docs,
        kind,
        variants,
        unknown_doc,
    })
}
