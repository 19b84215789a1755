//! What a list takes, as Rust expressions.

use super::builder::{Builder, Entries, Expr};
use super::value::{find, literal};
use crate::json::Json;
use crate::model::{Column, Demand, Filter, Operand, Operator, Order, Type};
use crate::names;
use crate::rust::Path;

impl Builder<'_, '_> {
    /// The filter itself, or a group in it, which need not have the conditions that are `demanded`.
    pub(super) fn filter(
        &mut self,
        path: &Path,
        filter: &Filter,
        demanded: &[Demand],
        entries: &Entries,
    ) -> Expr {
        let demanded: Vec<String> = demanded.iter().map(|demand| demand.key(false)).collect();
        let args = demanded.iter().map(|key| find(entries, key));
        let mut text = self.begun(path, filter, args.collect::<Option<_>>()?)?;
        for (key, value) in entries.iter().filter(|(key, _)| !demanded.contains(key)) {
            text += &match value {
                Json::Text(logic) if filter.logic && key == "logic" => {
                    format!(".logic({})", self.logic(logic == "OR"))
                }
                Json::Map(entries) if filter.is_group(key) => {
                    format!(".group({})", self.filter(path, filter, &[], entries)?)
                }
                value => {
                    let is_list = matches!(value, Json::List(_));
                    self.compared(filter, filter.split(key, is_list), value)?
                }
            };
        }
        Some(text)
    }

    pub(super) fn triples(
        &mut self,
        path: &Path,
        filter: &Filter,
        demanded: &[Demand],
        conditions: &[Json],
    ) -> Expr {
        let (first, conditions) = conditions.split_at_checked(demanded.len())?;
        let args = first.iter().map(|condition| match condition {
            Json::List(parts) => parts.last(),
            _ => None,
        });
        let mut text = self.begun(path, filter, args.collect::<Option<_>>()?)?;
        for condition in conditions {
            text += &match condition {
                Json::List(parts) => {
                    let (field, operator, value) = match parts.as_slice() {
                        [Json::Text(field), value] => (field, None, value),
                        [Json::Text(field), Json::Text(sign), value] => {
                            let mut operators = filter.operators.iter().copied();
                            let operator = operators.find(|operator| operator.sign() == sign)?;
                            (field, Some(operator), value)
                        }
                        _ => return None,
                    };
                    self.compared(filter, (operator, field), value)?
                }
                Json::Map(group) => {
                    let Some(Json::List(conditions)) = find(group, "conditions") else {
                        return None;
                    };
                    let or = find(group, "logic") == Some(&Json::Text("or".to_owned()));
                    let (logic, group) =
                        (self.logic(or), self.triples(path, filter, &[], conditions)?);
                    format!(".group({logic}, {group})")
                }
                _ => return None,
            };
        }
        Some(text)
    }

    /// The constructor of a filter, with the values of the conditions that it must have; of a group without them.
    fn begun(&mut self, path: &Path, filter: &Filter, values: Vec<&Json>) -> Expr {
        let constructor = match (filter.demands.is_empty(), values.is_empty()) {
            (false, true) => "nested",
            _ => "new",
        };
        let args = filter.demands.iter().zip(values).map(|(demand, value)| {
            let (_, ty) = filter.column(&demand.wire)?;
            self.arg(value, ty, &Path::here(String::new()))
        });
        let args: Option<Vec<String>> = args.collect();
        let args = args?.join(", ");
        Some(format!("{}::{constructor}({args})", self.path(path)))
    }

    fn logic(&mut self, or: bool) -> String {
        self.item("filter::Logic") + if or { "::Or" } else { "::And" }
    }

    fn compared(&mut self, filter: &Filter, key: (Option<Operator>, &str), value: &Json) -> Expr {
        let (operator, wire) = key;
        let (column, ty) = filter.column(wire)?;
        let condition = self.condition(filter, operator, ty, value)?;
        Some(set(column, wire, &condition))
    }

    fn condition(
        &mut self,
        filter: &Filter,
        operator: Option<Operator>,
        ty: &Type,
        node: &Json,
    ) -> Expr {
        let operator = filter.meaning(operator);
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
                    self.elements(values.iter().collect(), ty, &at)?.join(", ")
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

    pub(super) fn direction(&mut self, node: &Json) -> Expr {
        let direction = self.item("Direction");
        Some(match node {
            Json::Text(text) if text == "ASC" => format!("{direction}::Asc"),
            Json::Text(text) if text == "DESC" => format!("{direction}::Desc"),
            other => format!("{direction}::from({})", literal(other)?),
        })
    }

    pub(super) fn order(&mut self, path: &Path, order: &Order, entries: &Entries) -> Expr {
        let mut text = format!("{}::new()", self.path(path));
        for (key, value) in entries {
            let column = order.columns.iter().find(|column| column.has(key))?;
            text += &set(column, key, &self.direction(value)?);
        }
        Some(text)
    }
}

/// The call that gives a column a condition or a direction.
fn set(column: &Column, wire: &str, argument: &str) -> String {
    match column.is_family() {
        true => format!(".field({wire:?}, {argument})"),
        false => format!(".{}({argument})", names::condition(column)),
    }
}
