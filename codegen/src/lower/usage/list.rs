//! What a list takes, as Rust expressions.

use super::Usage;
use super::value::literal;
use crate::lower::list::{column_name, function};
use crate::model::{Column, Filter, Operand, Operator, Type};
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
                    let (operator, wire) = filter.split(key);
                    let mut columns = filter.columns.iter();
                    let (column, ty) = columns.find(|(column, _)| column.wire == wire)?;
                    let condition = self.condition(operator, ty, value)?;
                    text += &format!(".{}({condition})", column_name(column));
                }
            }
        }
        Some(text)
    }

    fn condition(&mut self, operator: Option<Operator>, ty: &Type, node: &Node) -> Option<String> {
        let operand = match operator.map_or(Operand::One, Operator::operand) {
            Operand::One => ty,
            Operand::List => &Type::List(Box::new(ty.clone())),
            Operand::Text => &Type::String,
        };
        if let Some(function) = operator.and_then(function) {
            let function = self.path(&format!("crate::filter::{function}"));
            return Some(format!("{function}({})", self.arg(node, operand, "")?));
        }
        let operator = operator.map_or("Bare".to_owned(), |operator| format!("{operator:?}"));
        let condition = self.path("crate::filter::Condition");
        let operator = self.path(&format!("crate::filter::op::{operator}"));
        let value = self.exact(node, operand, "")?;
        Some(format!("{condition}::<_, {operator}>::new(&{value})"))
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
