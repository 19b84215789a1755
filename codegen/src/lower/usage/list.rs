//! What a list takes, as Rust expressions.

use super::Usage;
use super::value::literal;
use crate::lower::types::{column_name, operator_type};
use crate::model::{Column, Filter, Operator, Type};
use crate::node::Node;

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
                Node::Map(entries) if filter.logic => {
                    text += &format!(".group({})", self.filter(path, filter, entries)?);
                }
                value => {
                    let (operator, wire) = Operator::split(key);
                    let column = filter.columns.iter().find(|column| column.wire == wire)?;
                    text += &format!(
                        ".{}({})",
                        column_name(column),
                        self.condition(operator, column, value)?
                    );
                }
            }
        }
        Some(text)
    }

    fn condition(
        &mut self,
        operator: Option<Operator>,
        column: &Column,
        node: &Node,
    ) -> Option<String> {
        let text = operator.is_some_and(|operator| {
            matches!(
                operator,
                Operator::Contains | Operator::Like | Operator::LikeToo
            )
        });
        let ty = if text { &Type::String } else { &column.ty };
        let function = match operator {
            Some(Operator::Eq) => "eq",
            Some(Operator::Ne) => "ne",
            Some(Operator::Gt) => "gt",
            Some(Operator::Ge) => "ge",
            Some(Operator::Lt) => "lt",
            Some(Operator::Le) => "le",
            Some(Operator::In) => "is_in",
            Some(Operator::NotIn) => "is_not_in",
            Some(Operator::Contains) => "contains",
            Some(Operator::Like) => "like",
            // Another spelling of one of these.
            None | Some(Operator::Not | Operator::LikeToo) => {
                let operator = operator.map_or("Bare", operator_type);
                let condition = self.path("crate::filter::Condition");
                let operator = self.path(&format!("crate::filter::op::{operator}"));
                let value = self.exact(node, ty, "")?;
                return Some(format!("{condition}::<_, {operator}>::new(&{value})"));
            }
        };
        let value = match node {
            Node::List(_) => self.arg(node, &Type::List(Box::new(ty.clone())), "")?,
            node => self.arg(node, ty, "")?,
        };
        Some(format!(
            "{}({value})",
            self.path(&format!("crate::filter::{function}"))
        ))
    }

    pub(super) fn order(
        &mut self,
        path: &str,
        columns: &[Column],
        entries: &[(String, Node)],
    ) -> Option<String> {
        let mut text = format!("{}::new()", self.path(path));
        for (key, value) in entries {
            let column = columns.iter().find(|column| column.wire == *key)?;
            let direction = self.path("crate::Direction");
            let direction = match value {
                Node::Text(text) if text == "ASC" => format!("{direction}::Asc"),
                Node::Text(text) if text == "DESC" => format!("{direction}::Desc"),
                other => format!("{direction}::from({})", literal(other)?),
            };
            text += &format!(".{}({direction})", column_name(column));
        }
        Some(text)
    }
}
