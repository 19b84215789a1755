//! Which types stand in requests.

use std::collections::{BTreeMap, BTreeSet};

use super::{Api, Field, Shape, Type, TypeDef, TypeRef};

impl Api {
    /// The types with a name that a request can hold; the others are only received.
    pub(crate) fn sent(&self) -> BTreeSet<TypeRef> {
        let mut marked = Marked {
            types: self.types(),
            sent: BTreeSet::new(),
        };
        for method in &self.methods {
            marked.fields(&method.params);
        }
        marked.sent
    }
}

struct Marked<'a> {
    types: BTreeMap<TypeRef, &'a TypeDef>,
    sent: BTreeSet<TypeRef>,
}

impl<'a> Marked<'a> {
    fn fields(&mut self, fields: &'a [Field]) {
        for field in fields {
            self.ty(&field.ty);
        }
    }

    fn ty(&mut self, ty: &'a Type) {
        match ty {
            Type::List(ty) | Type::Map(ty) | Type::Nullable(ty) => self.ty(ty),
            Type::Inline(shape) => self.shape(shape),
            Type::Named(name) if self.sent.insert(name.clone()) => {
                if let Some(def) = self.types.get(name).copied() {
                    self.shape(&def.shape);
                }
            }
            _ => {}
        }
    }

    fn shape(&mut self, shape: &'a Shape) {
        match shape {
            Shape::Object(fields) => self.fields(fields),
            Shape::Union(members) => members.iter().for_each(|member| self.ty(member)),
            _ => {}
        }
    }
}
