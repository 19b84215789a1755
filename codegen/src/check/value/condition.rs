//! Conditions of filters, as prefixed keys and as triples.

use super::Values;
use crate::diag::{Diagnostic, alternatives};
use crate::model::{Filter, Operand, Operator, Type};
use crate::place::Place;
use yaml::{Node, Value};

impl Values<'_, '_> {
    /// The conditions that the list demands. Those of REST 3 come first, for so the crate sends them.
    pub(super) fn demands(&self, at: Place<'_>, filter: &Filter) {
        for (index, demand) in filter.demands.iter().enumerate() {
            let key = demand.key(filter.triples);
            let (is_there, help) = if filter.triples {
                let sign = demand.operator.map(Operator::sign);
                let shown = sign.map_or_else(String::new, |sign| format!("{sign:?}, "));
                let is_there = begins(at.index(index), &key, sign);
                (is_there, format!("begin with `[{key}, {shown}…]`"))
            } else {
                (at.key(&key).node().is_some(), format!("add `{key}`"))
            };
            if !is_there {
                let message = format!("this list demands a condition `{key}`");
                self.report(at.value_error(self.code, message).help(help));
            }
        }
    }

    /// The conditions of a filter by their keys: `>=ID`; and groups of them.
    pub(super) fn filter(&self, at: Place<'_>, filter: &Filter, decl: Place<'_>) {
        let mut groups = 0;
        for (key, at) in at.entries() {
            if filter.logic && key == "logic" {
                if !matches!(at.value(), Value::Text(text) if text == "AND" || text == "OR") {
                    self.wrong(at, "`AND` or `OR`", decl);
                }
            } else if filter.is_group(key) {
                if *key != groups.to_string() {
                    let message = format!("the next group is called `{groups}`");
                    let help = format!("write `\"{groups}\"`: groups are counted from 0");
                    self.report(at.key_error(self.code, message).help(help));
                }
                groups += 1;
                match at.value() {
                    Value::Map(_) => self.filter(at, filter, decl),
                    _ => self.wrong(at, "a mapping of conditions", decl),
                }
            } else {
                let is_list = matches!(at.value(), Value::List(_));
                let (operator, field) = filter.split(key, is_list);
                if let Some(operator) = operator
                    && !filter.operators.contains(&operator)
                {
                    let error = at.key_error(self.code, no_operator(operator.prefix()));
                    self.operators(error, filter, Operator::prefix);
                }
                self.condition(at, filter, field, operator, decl);
            }
        }
    }

    /// The conditions of REST 3: `[field, operator, value]`, or a group of them.
    pub(super) fn triples(&self, at: Place<'_>, filter: &Filter, decl: Place<'_>) {
        for at in at.elements() {
            match at.value() {
                Value::Map(_) => self.group(at, filter, decl),
                Value::List(parts) => self.triple(at, parts, filter, decl),
                _ => self.wrong(at, "a condition", decl),
            }
        }
    }

    fn triple(&self, at: Place<'_>, parts: &[Node], filter: &Filter, decl: Place<'_>) {
        let parts: Vec<&Value> = parts.iter().map(|part| &part.value).collect();
        let (field, sign) = match parts[..] {
            [Value::Text(field), _] => {
                return self.condition(at.index(1), filter, field, None, decl);
            }
            [Value::Text(field), Value::Text(sign), _] => (field, sign),
            _ => return self.wrong(at, "a field, an operator and a value", decl),
        };
        let mut operators = filter.operators.iter().copied();
        let operator = operators.find(|operator| operator.sign() == sign);
        if operator.is_none() {
            let error = at.index(1).value_error(self.code, no_operator(sign));
            self.operators(error, filter, Operator::sign);
        }
        self.condition(at.index(2), filter, field, operator, decl);
    }

    fn group(&self, at: Place<'_>, filter: &Filter, decl: Place<'_>) {
        for (key, at) in at.entries() {
            match (key, at.value()) {
                ("logic", Value::Text(text)) if text == "and" || text == "or" => {}
                ("conditions", Value::List(_)) => self.triples(at, filter, decl),
                _ => self.wrong(at, "`logic` and `conditions`", decl),
            }
        }
        for key in ["logic", "conditions"] {
            if at.key(key).node().is_none() {
                let error = at.value_error(self.code, format!("this group has no `{key}`"));
                self.report(error.help("a group is written `{ logic: or, conditions: [ … ] }`"));
            }
        }
    }

    fn condition(
        &self,
        at: Place<'_>,
        filter: &Filter,
        field: &str,
        operator: Option<Operator>,
        decl: Place<'_>,
    ) {
        let Some((_, ty)) = filter.column(field) else {
            let known = filter.columns.iter();
            let known = known.map(|(column, _)| column.wire.as_str());
            return self.no_column(at, field, known.collect());
        };
        match (operator.map_or(Operand::One, Operator::operand), at.value()) {
            (Operand::One, _) => self.value(at, ty, false, decl),
            (Operand::Text, _) => self.value(at, &Type::String, false, decl),
            (Operand::Two, Value::List(values)) if values.len() != 2 => {
                self.wrong(at, "a list of two values", decl);
            }
            (Operand::List | Operand::Two, Value::List(_)) => self.each(at, ty, decl),
            (Operand::List | Operand::Two, _) => self.wrong(at, "a list", decl),
        }
    }

    pub(super) fn no_column(&self, at: Place<'_>, name: &str, known: Vec<&str>) {
        let error = at.key_error(self.code, format!("the list has no field `{name}` here"));
        self.report(error.suggest(name, known));
    }

    /// The way out of a wrong operator.
    fn operators(&self, error: Diagnostic, filter: &Filter, spell: fn(Operator) -> &'static str) {
        let known: Vec<&str> = filter.operators.iter().map(|known| spell(*known)).collect();
        self.report(error.help(format!("it may be {}", alternatives(&known))));
    }
}

/// Whether a condition of REST 3 is one on this field with this sign, or without any.
fn begins(at: Place<'_>, field: &str, sign: Option<&str>) -> bool {
    let Value::List(parts) = at.value() else {
        return false;
    };
    let begin = [Some(field), sign].into_iter().flatten();
    let is = |part: &Node, text: &str| matches!(&part.value, Value::Text(of) if of == text);
    parts.len() == 2 + usize::from(sign.is_some())
        && parts.iter().zip(begin).all(|(part, text)| is(part, text))
}

fn no_operator(sign: &str) -> String {
    format!("this list knows no operator `{sign}`")
}
