//! What a list filters by: fields of its rows, and others that it describes itself.

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
        self.more(&part, more);
        let described = part.place.key("more");
        let more = more.iter();
        let more = more.map(|field| PartColumn::new(field, Some(described.key(&field.wire))));
        part.columns.extend(more);
        self.conditions(&part, logic);
        self.distinct(&part, names::condition_of, None);
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

    /// Fields that no condition can be on.
    fn conditions(&self, part: &Part<'_>, logic: bool) {
        for PartColumn { column, field, at } in &part.columns {
            let (wire, place) = (&column.wire, at.unwrap_or(part.place));
            let named = || self.named_at(part, wire).filter(|_| at.is_none());
            if at.is_none() && field.is_some_and(|field| field.secret) {
                let message = format!("`{wire}` is a secret, and conditions are shown");
                let error = place.key_error("E0701", message);
                let error = error.also(named(), "named here");
                self.report(error.help("leave it out of what is filtered by"));
            }
            if logic && is_logic(wire) {
                let message = format!("a condition on `{wire}` looks like logic or a group");
                let error = place.key_error("E0701", message);
                let error = error.also(named(), "named here");
                let help = "leave it out, or remove `logic: true` if there are no groups";
                self.report(error.help(help));
            }
        }
    }

    /// Fields that the rows do not have.
    fn more(&self, part: &Part<'_>, more: &[Field]) {
        for field in more {
            let place = part.place.key("more").key(&field.wire);
            if part.has(&field.wire) {
                let message = format!("the rows have the field `{}`", field.wire);
                let error = place.key_error("E0701", message);
                let error = error.also(self.named_at(part, &field.wire), "named here");
                self.report(error.help("describe it once: remove this"));
            }
            let keys = [
                ("required", field.required),
                ("default", field.default.is_some()),
                ("secret", field.secret),
            ];
            for (key, _) in keys.into_iter().filter(|(_, given)| *given) {
                let message = format!("a condition has no `{key}`");
                let error = place.key(key).key_error("E0701", message);
                self.report(error.help(format!("remove `{key}`")));
            }
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
