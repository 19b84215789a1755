//! What a list filters by: fields of its rows, and others that it describes itself.

use super::List;
use super::part::{Part, PartColumn};
use super::rows::single;
use crate::diag::alternatives;
use crate::model::{Demand, Field, Filter, Operator, Shape, Type, Version};
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
        let mut filter = Filter {
            columns: columns.collect(),
            operators: self.operators(part.place.key("operators"), spec.operators.as_deref()),
            demands: Vec::new(),
            logic,
            ignores: part.spec.ignores.to_vec(),
            triples,
        };
        filter.demands = self.demands(part.place.key("required"), &spec.required, &filter);
        let required = !filter.demands.is_empty();
        let ty = Type::Inline(Box::new(Shape::Filter(filter)));
        self.part_param(self.root.key("list").key("filter"), &part, ty, required);
    }

    /// The conditions that the list demands.
    fn demands(&self, place: Place<'_>, given: &[String], filter: &Filter) -> Vec<Demand> {
        let mut demands: Vec<Demand> = Vec::new();
        for (index, key) in given.iter().enumerate() {
            let at = place.index(index);
            let (operator, wire) = filter.split(key, false);
            let Some((column, _)) = filter
                .column(wire)
                .filter(|(column, _)| !column.is_family())
            else {
                let message = format!("this list does not filter by `{wire}`");
                let known = filter.columns.iter().map(|(column, _)| column);
                let known = known.filter(|column| !column.is_family());
                let known = known.map(|column| column.wire.as_str());
                let error = at.value_error("E0821", message);
                self.report(error.suggest(wire, known));
                continue;
            };
            let equals = Some(Operator::Eq);
            let (error, help) = if demands.iter().any(|other| other.wire == column.wire) {
                (format!("`{wire}` is named twice"), "remove one of them")
            } else if filter.triples && operator.is_some() {
                let help = "write the field alone: the operator is `=`";
                (format!("`{key}` is not a field"), help)
            } else if operator.is_some() && operator != equals {
                let help = "write the field with `=` before it, or alone";
                (
                    format!("`{key}` does not say that `{wire}` equals something"),
                    help,
                )
            } else if operator.is_some() && !filter.operators.contains(&Operator::Eq) {
                let help = "write the field alone, or add `=` to the `operators`";
                ("this list knows no operator `=`".to_owned(), help)
            } else {
                let known = equals.filter(|equals| filter.operators.contains(equals));
                demands.push(Demand {
                    wire: column.wire.clone(),
                    operator: if filter.triples { known } else { operator },
                });
                continue;
            };
            self.report(at.value_error("E0822", error).help(help));
        }
        demands
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
            // Its word is `in`.
            let operator = match operator {
                Operator::BareIn if self.version == Version::V3 => &Operator::In,
                other => other,
            };
            if *operator == Operator::BareIn && given.contains(&Operator::In) {
                let message = "this list knows two ways to say that a field is one of a list";
                let error = at.value_error("E0701", message);
                self.report(error.help("remove `in`: `@` says the same"));
            } else if operators.contains(operator) {
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
