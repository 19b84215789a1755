//! Defaults: each is what its field takes.

use super::context::{Checker, Types};
use super::value::{Direction, Values};
use crate::model::{Object, Shape, Type};
use crate::place::Place;

pub(super) struct Defaults<'c>(Values<'c>);

impl<'c> Defaults<'c> {
    pub(super) fn new(checker: &'c Checker<'c>, types: &'c Types<'c>) -> Self {
        Self(Values {
            checker,
            types,
            direction: Direction::Sent,
            code: "E0402",
        })
    }

    /// Those of every type with a name.
    pub(super) fn types(&self) {
        for (name, def) in self.0.types {
            self.shape(self.0.checker.described(name), &def.shape);
        }
    }

    /// Those of the fields at `place`.
    pub(super) fn object(&self, place: Place<'_>, object: &Object) {
        for field in &object.fields {
            let place = place.key(&field.wire);
            if field.default.is_some() && !field.required {
                self.0.field(place.key("default"), field, place);
            }
            self.ty(place, &field.ty);
        }
    }

    pub(super) fn ty(&self, place: Place<'_>, ty: &Type) {
        if let Some(shape) = ty.inline() {
            self.shape(place, shape);
        }
    }

    fn shape(&self, place: Place<'_>, shape: &Shape) {
        match shape {
            Shape::Object(object) => self.object(place.key("fields"), object),
            Shape::Union(members) => members.iter().for_each(|member| self.ty(place, member)),
            Shape::Strings(_) | Shape::Integers(_) | Shape::Id(_) => {}
            Shape::Select(_) | Shape::Filter(_) | Shape::Order(_) => {}
        }
    }
}
