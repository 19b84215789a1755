//! Which types stand in requests, and which anywhere.

use std::collections::{BTreeMap, BTreeSet};

use super::{Api, Field, Shape, Type, TypeDef, TypeRef};

impl Api {
    /// The types with a name that a request can hold; the others are only received.
    pub(crate) fn sent(&self) -> BTreeSet<TypeRef> {
        let mut marked = self.marked();
        for method in &self.methods {
            marked.fields(&method.params);
        }
        marked.sent
    }

    /// The types with a name that a method uses, for whatever.
    pub(crate) fn used(&self) -> BTreeSet<TypeRef> {
        let mut marked = self.marked();
        for method in &self.methods {
            marked.fields(&method.params);
            marked.fields(&method.filter_more);
            marked.ty(&method.result.ty);
        }
        marked.fields(&self.system.time);
        marked.sent
    }

    /// The types with a name that a type leads to.
    pub(crate) fn reached(&self, def: &TypeDef) -> BTreeSet<TypeRef> {
        let mut marked = self.marked();
        marked.def(def);
        marked.sent
    }

    fn marked(&self) -> Marked<'_> {
        Marked {
            types: self.types(),
            sent: BTreeSet::new(),
        }
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
            Type::Named(name) => self.name(name),
            _ => {}
        }
    }

    fn name(&mut self, name: &TypeRef) {
        if let Some(def) = self.types.get(name).copied()
            && self.sent.insert(name.clone())
        {
            self.def(def);
        }
    }

    fn def(&mut self, def: &'a TypeDef) {
        self.shape(&def.shape);
        if let Some(partial) = &def.partial {
            self.name(&partial.base);
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
