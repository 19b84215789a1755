//! What a list filters by: fields of its rows, and others that it describes itself.

use std::collections::BTreeMap;

use super::{List, column};
use crate::diag::{Diagnostic, alternatives};
use crate::model::{Column, Field, Filter, Operator, Shape, Type, TypeDef, TypeRef, Version};
use crate::names;
use crate::place::Place;
use crate::raw::FilterSpec;

impl<'a> List<'a, '_> {
    pub(super) fn filter(
        &mut self,
        place: &Place<'_>,
        filter: &FilterSpec,
        common: &[&'a Field],
        items: &'a [Field],
    ) {
        let part = filter.part();
        let columns = self.part(place, &part, common, items);
        let triples = self.method.version == Version::V3;
        let usual = if triples {
            Operator::REST_3
        } else {
            Operator::USUAL
        };
        for field in columns.iter().filter(|field| field.secret) {
            let message = format!("`{}` is a secret, and conditions are shown", field.wire);
            let error = place.key_error("E0701", message);
            let named = self.first(&place.key("also"), part.also, &field.wire);
            self.report(
                error
                    .also(named, "named here")
                    .help("leave it out of what is filtered by"),
            );
        }
        let logic = filter.logic && !triples;
        let reserved =
            |wire: &str| logic && (wire == "logic" || wire.bytes().all(|b| b.is_ascii_digit()));
        for field in columns.iter().filter(|field| reserved(&field.wire)) {
            let named = self.first(&place.key("also"), part.also, &field.wire);
            self.report(looks_like_logic(place, field).also(named, "named here"));
        }
        let typed = |field: &Field| {
            let ty = if field.is_family() {
                Type::Scalar
            } else {
                single(&field.ty, self.types)
            };
            (column(field), ty)
        };
        let more = &self.method.filter_more;
        let also = place.key("also");
        for field in more {
            let of_more = place.key("more");
            let place = of_more.key(&field.wire);
            if columns.iter().any(|column| column.wire == field.wire) {
                let message = format!("the rows have the field `{}`", field.wire);
                let error = place.key_error("E0701", message);
                let named = self.first(&also, part.also, &field.wire);
                self.report(
                    error
                        .also(named, "named here")
                        .help("describe it once: remove this"),
                );
            }
            if reserved(&field.wire) {
                self.report(looks_like_logic(&place, field));
            }
            for (key, given) in [
                ("required", field.required),
                ("default", field.default.is_some()),
                ("secret", field.secret),
            ] {
                if given {
                    let message = format!("a condition has no `{key}`");
                    let error = place.key(key).key_error("E0701", message);
                    self.report(error.help(format!("remove `{key}`")));
                }
            }
        }
        let columns: Vec<_> = columns.iter().copied().chain(more).map(typed).collect();
        let names: Vec<Column> = columns.iter().map(|(column, _)| column.clone()).collect();
        self.distinct(place, &names, names::condition_of, None, &part, &[]);
        let shape = Shape::Filter(Filter {
            columns,
            operators: self.operators(place, filter.operators.as_deref(), usual),
            logic,
            ignores: part.ignores.to_vec(),
            triples,
        });
        self.param(place, part.param, part.doc, Type::Inline(Box::new(shape)));
    }

    fn operators(
        &mut self,
        place: &Place<'_>,
        given: Option<&[Operator]>,
        usual: &[Operator],
    ) -> Vec<Operator> {
        let mut operators = Vec::new();
        for (index, operator) in given.unwrap_or(usual).iter().enumerate() {
            let of_operators = place.key("operators");
            let place = of_operators.index(index);
            if operators.contains(operator) {
                let message = format!("`{}` is named twice", operator.prefix());
                let first = given
                    .iter()
                    .copied()
                    .flatten()
                    .position(|other| other == operator);
                let first = first.and_then(|first| of_operators.index(first).at_value());
                let error = place
                    .value_error("E0701", message)
                    .also(first, "here first");
                self.report(error.help("remove one of them"));
            } else if self.method.version == Version::V3 && !usual.contains(operator) {
                let message = format!("REST 3 has no operator `{}`", operator.prefix());
                let known: Vec<&str> = usual.iter().map(|operator| operator.sign()).collect();
                let error = place.value_error("E0701", message);
                self.report(error.help(format!("it may be {}", alternatives(&known))));
            } else {
                operators.push(*operator);
            }
        }
        operators
    }
}

fn looks_like_logic(place: &Place<'_>, field: &Field) -> Diagnostic {
    let message = format!(
        "a condition on `{}` looks like logic or a group",
        field.wire
    );
    let error = place.key_error("E0701", message);
    error.help("leave it out, or remove `logic: true` if there are no groups")
}

/// The type of the values that a field is compared with: of a list its elements, of an object its text.
pub(in crate::check) fn single(ty: &Type, types: &BTreeMap<TypeRef, &TypeDef>) -> Type {
    match ty {
        Type::Nullable(ty) | Type::List(ty) => single(ty, types),
        Type::Json => Type::Scalar,
        Type::Inline(shape) if matches!(**shape, Shape::Union(_)) => Type::Scalar,
        Type::Named(name) => match types.get(name).map(|def| &def.shape) {
            Some(Shape::Object(_)) => Type::String,
            _ => ty.clone(),
        },
        Type::Inline(shape) if matches!(**shape, Shape::Integers(_)) => Type::Integer,
        Type::Map(_) | Type::Inline(_) | Type::Null => Type::String,
        ty => ty.clone(),
    }
}
