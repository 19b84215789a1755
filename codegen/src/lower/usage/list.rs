//! What a list takes, as Rust expressions.

use super::Usage;
use super::value::literal;
use crate::json::Json as Node;
use crate::lower::list::{column_name, function};
use crate::model::{Column, Filter, Operand, Operator, Type};

impl Usage<'_, '_> {
    pub(super) fn filter(
        &mut self,
        path: &str,
        filter: &Filter,
        entries: &[(String, Node)],
    ) -> Option<String> {
        let mut text = format!("{}::new()", self.path(path));
        for (key, value) in entries {
            match value {
                Node::Text(logic) if filter.logic && key == "logic" => {
                    let logic = if logic == "OR" { "Or" } else { "And" };
                    text += &format!(".logic({}::{logic})", self.path("crate::filter::Logic"));
                }
                Node::Map(entries) if filter.is_group(key) => {
                    text += &format!(".group({})", self.filter(path, filter, entries)?);
                }
                value => {
                    let (operator, wire) = filter.split(key);
                    text += &self.compared(filter, wire, operator, value)?;
                }
            }
        }
        Some(text)
    }

    pub(super) fn triples(
        &mut self,
        path: &str,
        filter: &Filter,
        conditions: &[Node],
    ) -> Option<String> {
        let mut text = format!("{}::new()", self.path(path));
        for condition in conditions {
            match condition {
                Node::List(parts) => {
                    let [Node::Text(field), Node::Text(sign), value] = parts.as_slice() else {
                        return None;
                    };
                    let mut operators = filter.operators.iter();
                    let operator = operators.find(|operator| operator.sign() == sign)?;
                    text += &self.compared(filter, field, Some(*operator), value)?;
                }
                Node::Map(group) => {
                    let part = |name: &str| {
                        group
                            .iter()
                            .find(|(key, _)| key == name)
                            .map(|(_, node)| node)
                    };
                    let Some(Node::List(conditions)) = part("conditions") else {
                        return None;
                    };
                    let or = matches!(part("logic"), Some(Node::Text(logic)) if logic == "or");
                    let logic = self.path("crate::filter::Logic");
                    let inner = self.triples(path, filter, conditions)?;
                    text += &format!(
                        ".group({logic}::{}, {inner})",
                        if or { "Or" } else { "And" }
                    );
                }
                _ => return None,
            }
        }
        Some(text)
    }

    fn compared(
        &mut self,
        filter: &Filter,
        wire: &str,
        operator: Option<Operator>,
        value: &Node,
    ) -> Option<String> {
        let (column, ty) = filter.column(wire)?;
        let condition = self.condition(operator, ty, value)?;
        Some(if column.is_family() {
            format!(".field({wire:?}, {condition})")
        } else {
            format!(".{}({condition})", column_name(column))
        })
    }

    fn condition(&mut self, operator: Option<Operator>, ty: &Type, node: &Node) -> Option<String> {
        let operand = match operator.map_or(Operand::One, Operator::operand) {
            Operand::One => ty,
            Operand::List | Operand::Two => &Type::List(Box::new(ty.clone())),
            Operand::Text => &Type::String,
        };
        if let Some(function) = operator.and_then(function) {
            let function = self.path(&format!("crate::filter::{function}"));
            let args = match node {
                Node::List(values)
                    if operator.is_some_and(|operator| operator.operand() == Operand::Two) =>
                {
                    self.elements(values.iter(), ty, "")?.join(", ")
                }
                node => self.arg(node, operand, "")?,
            };
            return Some(format!("{function}({args})"));
        }
        let operator = operator.map_or("Bare".to_owned(), |operator| format!("{operator:?}"));
        let condition = self.path("crate::filter::Condition");
        let operator = self.path(&format!("crate::filter::op::{operator}"));
        let value = self.exact(node, operand, "")?;
        Some(format!("{condition}::<_, {operator}>::new(&{value})"))
    }

    pub(super) fn direction(&mut self, node: &Node) -> Option<String> {
        let direction = self.path("crate::Direction");
        Some(match node {
            Node::Text(text) if text == "ASC" => format!("{direction}::Asc"),
            Node::Text(text) if text == "DESC" => format!("{direction}::Desc"),
            other => format!("{direction}::from({})", literal(other)?),
        })
    }

    pub(super) fn order(
        &mut self,
        path: &str,
        columns: &[Column],
        entries: &[(String, Node)],
    ) -> Option<String> {
        let mut text = format!("{}::new()", self.path(path));
        for (key, value) in entries {
            let column = columns.iter().find(|column| column.has(key))?;
            let direction = self.direction(value)?;
            text += &if column.is_family() {
                format!(".field({key:?}, {direction})")
            } else {
                format!(".{}({direction})", column_name(column))
            };
        }
        Some(text)
    }
}
