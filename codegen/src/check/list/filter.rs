//! What a list filters by: fields of its rows, and others that it describes itself.

use std::collections::HashMap;

use super::part::{Part, PartColumn};
use super::rows::single;
use super::{List, field};
use crate::diag::alternatives;
use crate::model::{Field, Filter, Operator, Shape, Type, Version};
use crate::names;
use crate::place::Place;
use crate::raw::FilterSpec;

impl List<'_, '_> {
    pub(super) fn filter<'p>(&mut self, mut part: Part<'p>, spec: &FilterSpec, more: &'p [Field]) {
        let triples = self.version == Version::V3;
        let logic = spec.logic && !triples;
        self.conditions(&part, logic);
        self.more(&part, more, logic);
        let described = part.place.key("more");
        let more = more.iter();
        let more = more.map(|field| PartColumn::new(field, Some(described.key(&field.wire))));
        part.columns.extend(more);
        self.distinct(&part, names::condition_of, HashMap::new());
        let columns = part.columns.iter().map(|named| {
            let field = named.field.filter(|field| !field.is_family());
            let ty = field.map_or(Type::Scalar, |field| single(&field.ty, self.types));
            (named.column.clone(), ty)
        });
        let shape = Shape::Filter(Filter {
            columns: columns.collect(),
            operators: self.operators(part.place.key("operators"), spec.operators.as_deref()),
            logic,
            ignores: part.spec.ignores.to_vec(),
            triples,
        });
        let ty = Type::Inline(Box::new(shape));
        self.param(part.place, field(part.spec.param, part.spec.doc, ty));
    }

    /// The fields of the rows.
    fn conditions(&self, part: &Part<'_>, logic: bool) {
        for field in part.columns.iter().filter_map(|named| named.field) {
            let named = || self.named_at(part, &field.wire);
            if field.secret {
                let message = format!("`{}` is a secret, and conditions are shown", field.wire);
                let error = part.place.key_error("E0701", message);
                let error = error.also(named(), "named here");
                self.report(error.help("leave it out of what is filtered by"));
            }
            if logic && is_logic(&field.wire) {
                let error = part.place.key_error("E0701", looks_like_logic(&field.wire));
                self.report(error.also(named(), "named here").help(NO_LOGIC));
            }
        }
    }

    /// Fields that the rows do not have.
    fn more(&self, part: &Part<'_>, more: &[Field], logic: bool) {
        for field in more {
            let place = part.place.key("more").key(&field.wire);
            if part.has(&field.wire) {
                let message = format!("the rows have the field `{}`", field.wire);
                let error = place.key_error("E0701", message);
                let error = error.also(self.named_at(part, &field.wire), "named here");
                self.report(error.help("describe it once: remove this"));
            }
            if logic && is_logic(&field.wire) {
                let error = place.key_error("E0701", looks_like_logic(&field.wire));
                self.report(error.help(NO_LOGIC));
            }
            let keys = [
                ("required", field.required),
                ("default", field.default.is_some()),
                ("secret", field.secret),
            ];
            self.refuse(place, keys, |at, key| {
                let error = at.key_error("E0701", format!("a condition has no `{key}`"));
                error.help(format!("remove `{key}`"))
            });
        }
    }

    fn operators(&self, place: Place<'_>, given: Option<&[Operator]>) -> Vec<Operator> {
        let usual = match self.version {
            Version::V2 => Operator::USUAL,
            Version::V3 => Operator::REST_3,
        };
        let given = given.unwrap_or(usual);
        let mut operators = Vec::new();
        for (index, operator) in given.iter().enumerate() {
            let at = place.index(index);
            if operators.contains(operator) {
                let message = format!("`{}` is named twice", operator.prefix());
                let first = given.iter().position(|other| other == operator);
                let first = first.and_then(|first| place.index(first).at_value());
                let error = at.value_error("E0701", message).also(first, "here first");
                self.report(error.help("remove one of them"));
            } else if self.version == Version::V3 && !usual.contains(operator) {
                let message = format!("REST 3 has no operator `{}`", operator.prefix());
                let known: Vec<&str> = usual.iter().map(|operator| operator.sign()).collect();
                let error = at.value_error("E0701", message);
                self.report(error.help(format!("it may be {}", alternatives(&known))));
            } else {
                operators.push(*operator);
            }
        }
        operators
    }
}

/// Whether a condition on the field would be taken for logic, or for a group of conditions.
fn is_logic(wire: &str) -> bool {
    wire == "logic" || wire.bytes().all(|byte| byte.is_ascii_digit())
}

fn looks_like_logic(wire: &str) -> String {
    format!("a condition on `{wire}` looks like logic or a group")
}

const NO_LOGIC: &str = "leave it out, or remove `logic: true` if there are no groups";
