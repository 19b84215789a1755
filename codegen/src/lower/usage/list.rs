//! What a list takes, as Rust expressions.

use super::builder::Builder;
use super::value::literal;
use crate::json::Json;
use crate::model::{Column, Filter, Operand, Operator, Type};
use crate::names;
use crate::rust::Path;

impl Builder<'_, '_> {
    pub(super) fn filter(
        &mut self,
        path: &Path,
        filter: &Filter,
        entries: &[(String, Json)],
    ) -> Option<String> {
        let mut text = format!("{}::new()", self.path(path));
        for (key, value) in entries {
            text += &match value {
                Json::Text(logic) if filter.logic && key == "logic" => {
                    format!(".logic({})", self.logic(logic == "OR"))
                }
                Json::Map(entries) if filter.is_group(key) => {
                    format!(".group({})", self.filter(path, filter, entries)?)
                }
                value => {
                    let (operator, wire) = filter.split(key);
                    self.compared(filter, wire, operator, value)?
                }
            };
        }
        Some(text)
    }

    pub(super) fn triples(
        &mut self,
        path: &Path,
        filter: &Filter,
        conditions: &[Json],
    ) -> Option<String> {
        let mut text = format!("{}::new()", self.path(path));
        for condition in conditions {
            text += &match condition {
                Json::List(parts) => {
                    let [Json::Text(field), Json::Text(sign), value] = parts.as_slice() else {
                        return None;
                    };
                    let mut operators = filter.operators.iter().copied();
                    let operator = operators.find(|operator| operator.sign() == sign)?;
                    self.compared(filter, field, Some(operator), value)?
                }
                Json::Map(group) => {
                    let part = |name| {
                        let found = group.iter().find(|(key, _)| key == name);
                        found.map(|(_, node)| node)
                    };
                    let Some(Json::List(conditions)) = part("conditions") else {
                        return None;
                    };
                    let or = matches!(part("logic"), Some(Json::Text(logic)) if logic == "or");
                    let logic = self.logic(or);
                    format!(
                        ".group({logic}, {})",
                        self.triples(path, filter, conditions)?
                    )
                }
                _ => return None,
            };
        }
        Some(text)
    }

    fn logic(&mut self, or: bool) -> String {
        self.item("filter::Logic") + if or { "::Or" } else { "::And" }
    }

    fn compared(
        &mut self,
        filter: &Filter,
        wire: &str,
        operator: Option<Operator>,
        value: &Json,
    ) -> Option<String> {
        let (column, ty) = filter.column(wire)?;
        let condition = self.condition(operator, ty, value)?;
        Some(set(column, wire, &condition))
    }

    fn condition(&mut self, operator: Option<Operator>, ty: &Type, node: &Json) -> Option<String> {
        // No column has a shape without a name.
        let at = Path::here(String::new());
        let operand = operator.map_or(Operand::One, Operator::operand);
        let whole = match operand {
            Operand::One => ty,
            Operand::List | Operand::Two => &Type::List(Box::new(ty.clone())),
            Operand::Text => &Type::String,
        };
        if let Some(function) = operator.and_then(names::comparison) {
            let function = self.item(&format!("filter::{function}"));
            let args = match node {
                Json::List(values) if operand == Operand::Two => {
                    self.elements(values.iter(), ty, &at)?.join(", ")
                }
                node => self.arg(node, whole, &at)?,
            };
            return Some(format!("{function}({args})"));
        }
        let condition = self.item("filter::Condition");
        let operator = self.item(&format!("filter::op::{}", names::operator(operator)));
        let value = self.exact(node, whole, &at)?;
        Some(format!("{condition}::<_, {operator}>::new(&{value})"))
    }

    pub(super) fn direction(&mut self, node: &Json) -> Option<String> {
        let direction = self.item("Direction");
        Some(match node {
            Json::Text(text) if text == "ASC" => format!("{direction}::Asc"),
            Json::Text(text) if text == "DESC" => format!("{direction}::Desc"),
            other => format!("{direction}::from({})", literal(other)?),
        })
    }

    pub(super) fn order(
        &mut self,
        path: &Path,
        columns: &[Column],
        entries: &[(String, Json)],
    ) -> Option<String> {
        let name = self.path(path);
        let calls = entries.iter().map(|(key, value)| {
            let column = columns.iter().find(|column| column.has(key))?;
            Some(set(column, key, &self.direction(value)?))
        });
        Some(format!(
            "{name}::new(){}",
            calls.collect::<Option<String>>()?
        ))
    }
}

/// The call that gives a column a condition or a direction.
fn set(column: &Column, wire: &str, argument: &str) -> String {
    match column.is_family() {
        true => format!(".field({wire:?}, {argument})"),
        false => format!(".{}({argument})", names::condition(column)),
    }
}
