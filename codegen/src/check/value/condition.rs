//! Conditions of filters, as prefixed keys and as triples.

use super::Values;
use crate::diag::alternatives;
use crate::json::Json;
use crate::model::{Filter, Operand, Operator, Type};
use crate::place::Place;

impl<'a> Values<'a, '_> {
    pub(super) fn filter(
        &mut self,
        place: &Place<'_>,
        entries: &[(String, Json)],
        filter: &'a Filter,
        decl: &Place<'_>,
    ) {
        let mut groups = 0;
        for (key, value) in entries {
            let place = place.key(key);
            if filter.logic && key == "logic" {
                if !matches!(value, Json::Text(text) if text == "AND" || text == "OR") {
                    self.wrong(&place, "`AND` or `OR`", value, decl);
                }
                continue;
            }
            if filter.is_group(key) {
                if *key != groups.to_string() {
                    let message = format!("the next group is called `{groups}`");
                    let error = place.key_error(self.code, message);
                    self.push(
                        error.help(format!("write `\"{groups}\"`: groups are counted from 0")),
                    );
                }
                groups += 1;
                match value {
                    Json::Map(entries) => self.filter(&place, entries, filter, decl),
                    other => self.wrong(&place, "a mapping of conditions", other, decl),
                }
                continue;
            }
            let (operator, field) = filter.split(key);
            if let Some(operator) = operator.filter(|operator| !filter.operators.contains(operator))
            {
                let message = format!("this list knows no operator `{}`", operator.prefix());
                let error = place.key_error(self.code, message);
                let known = filter.operators.iter();
                let known: Vec<&str> = known.map(|operator| operator.prefix()).collect();
                self.push(error.help(format!("it may be {}", alternatives(&known))));
            }
            self.condition(&place, filter, field, operator, value, decl);
        }
    }

    /// The conditions of REST 3: `[field, operator, value]`, or a group of them.
    pub(super) fn triples(
        &mut self,
        place: &Place<'_>,
        conditions: &[Json],
        filter: &'a Filter,
        decl: &Place<'_>,
    ) {
        for (index, condition) in conditions.iter().enumerate() {
            let place = place.index(index);
            match condition {
                Json::Map(group) => {
                    for (key, value) in group {
                        let place = place.key(key);
                        match (key.as_str(), value) {
                            ("logic", Json::Text(text)) if text == "and" || text == "or" => {}
                            ("conditions", Json::List(conditions)) => {
                                self.triples(&place, conditions, filter, decl);
                            }
                            _ => self.wrong(&place, "`logic` and `conditions`", value, decl),
                        }
                    }
                    for key in ["logic", "conditions"] {
                        if !group.iter().any(|(other, _)| other == key) {
                            let message = format!("this group has no `{key}`");
                            let error = place.value_error(self.code, message);
                            self.push(
                                error.help("a group is written `{ logic: or, conditions: [ … ] }`"),
                            );
                        }
                    }
                }
                Json::List(parts) => match parts.as_slice() {
                    [Json::Text(field), Json::Text(sign), value] => {
                        let mut operators = filter.operators.iter();
                        let operator = operators.find(|operator| operator.sign() == sign);
                        if operator.is_none() {
                            let message = format!("this list knows no operator `{sign}`");
                            let error = place.index(1).value_error(self.code, message);
                            let known = filter.operators.iter();
                            let known: Vec<&str> = known.map(|operator| operator.sign()).collect();
                            self.push(error.help(format!("it may be {}", alternatives(&known))));
                        }
                        self.condition(
                            &place.index(2),
                            filter,
                            field,
                            operator.copied(),
                            value,
                            decl,
                        );
                    }
                    _ => self.wrong(&place, "a field, an operator and a value", condition, decl),
                },
                other => self.wrong(&place, "a condition", other, decl),
            }
        }
    }

    fn condition(
        &mut self,
        place: &Place<'_>,
        filter: &'a Filter,
        field: &str,
        operator: Option<Operator>,
        value: &Json,
        decl: &Place<'_>,
    ) {
        let Some((_, ty)) = filter.column(field) else {
            let columns = filter
                .columns
                .iter()
                .map(|(column, _)| column.wire.as_str());
            self.known_column(place, field, &columns.collect::<Vec<_>>());
            return;
        };
        match (operator.map_or(Operand::One, Operator::operand), value) {
            (Operand::One, value) => self.value(place, value, ty, decl),
            (Operand::Text, value) => self.value(place, value, &Type::String, decl),
            (Operand::Two, Json::List(values)) if values.len() != 2 => {
                self.wrong(place, "a list of two values", value, decl);
            }
            (Operand::List | Operand::Two, Json::List(values)) => {
                for (index, value) in values.iter().enumerate() {
                    self.value(&place.index(index), value, ty, decl);
                }
            }
            (Operand::List | Operand::Two, other) => self.wrong(place, "a list", other, decl),
        }
    }

    pub(super) fn known_column(&mut self, place: &Place<'_>, name: &str, known: &[&str]) {
        if !known.contains(&name) {
            let error = place.key_error(self.code, format!("the list has no field `{name}` here"));
            self.push(error.suggest(name, known.iter().copied()));
        }
    }
}
