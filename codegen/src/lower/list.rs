//! What a list takes: the enum of `select`, the filter, the order.

use super::lowering::{Lowering, Side};
use crate::docs::{code, item};
use crate::model::{self, Operator, Shape};
use crate::names;
use crate::rust::{Column, Conditions, Filter, Order, Path};

impl Lowering<'_> {
    pub(super) fn filter(&self, filter: &model::Filter) -> Filter {
        // No column has a shape without a name.
        let inline = || Path::here(String::new());
        let columns = filter.columns.iter().filter_map(|(column, ty)| {
            let column = self::column(column)?;
            Some((column, self.ty(ty, &inline, Side::Response)))
        });
        let columns: Vec<_> = columns.collect();
        // A name without an operator is always possible, but for triples.
        let bare = (!filter.triples).then_some(None);
        let operators = filter.operators.iter().copied().map(Some);
        let operators = bare.into_iter().chain(operators);
        Filter {
            open: columns.len() < filter.columns.len(),
            columns,
            operators: operators.map(names::operator).collect(),
            conditions: match (filter.triples, filter.logic) {
                (true, _) => Conditions::Triples,
                (false, true) => Conditions::Groups,
                (false, false) => Conditions::Flat,
            },
        }
    }
}

pub(super) fn filter_doc(filter: &model::Filter) -> String {
    let again = match (filter.triples, filter.logic) {
        (true, _) => "is one more",
        (false, true) => "is sent as a group of its own",
        (false, false) => "replaces the first",
    };
    let ne = filter.operators.contains(&Operator::Ne);
    let operators = filter.operators.iter().copied();
    let operators = operators.filter(|operator| !(ne && *operator == Operator::Not));
    let functions = operators.filter_map(names::comparison);
    let links = functions.map(|name| item(&name, &format!("crate::filter::{name}")));
    format!(
        "Each method adds a condition; a second one on the same field with the same operator {again}. Conditions are made \
         by {}.",
        links.collect::<Vec<_>>().join(", ")
    )
}

pub(super) const ORDER_DOC: &str = "What is named first decides first. A field that is named again keeps its place and \
                                    takes the new direction.";

pub(super) fn order(order: &model::Order) -> Order {
    let columns: Vec<Column> = order.columns.iter().filter_map(column).collect();
    Order {
        open: columns.len() < order.columns.len(),
        columns,
    }
}

/// A column that has a method; none for a family, whose fields are named by the caller.
fn column(column: &model::Column) -> Option<Column> {
    (!column.is_family()).then(|| Column {
        ident: names::condition(column),
        wire: column.wire.clone(),
    })
}

/// The type of a parameter of a list, in a sentence; none for any other.
pub(super) fn type_doc(shape: &Shape, parent: &str) -> Option<String> {
    Some(match shape {
        Shape::Select(_) => format!("A field of the rows that [`{parent}`] answers."),
        Shape::Filter(_) => format!("Which rows [`{parent}`] answers: conditions on their fields."),
        Shape::Order(_) => format!("How [`{parent}`] sorts its rows."),
        Shape::Object(_) | Shape::Strings(_) | Shape::Integers(_) => return None,
        Shape::Id(_) | Shape::Union(_) | Shape::Cases(_) => return None,
    })
}

/// What a parameter of a list does, where its spec says no more than its kind.
pub(super) fn param_doc(shape: &Shape) -> &'static str {
    match shape {
        Shape::Select(_) => "The fields to answer; without it all of them.",
        Shape::Filter(_) => "Which rows to answer; without it all of them.",
        Shape::Order(_) => "How to sort; without it the rows come in any order.",
        Shape::Object(_) | Shape::Strings(_) | Shape::Integers(_) => "",
        Shape::Id(_) | Shape::Union(_) | Shape::Cases(_) => "",
    }
}

/// What the server takes in a parameter of a list without any effect.
pub(super) fn ignored(shape: &Shape) -> Option<String> {
    let ignores = match shape {
        Shape::Select(select) => &select.ignores,
        Shape::Filter(filter) => &filter.ignores,
        Shape::Order(order) => &order.ignores,
        Shape::Object(_) | Shape::Strings(_) | Shape::Integers(_) => return None,
        Shape::Id(_) | Shape::Union(_) | Shape::Cases(_) => return None,
    };
    let names: Vec<String> = ignores.iter().map(|name| code(name)).collect();
    let names = names.join(" and ");
    (!names.is_empty()).then(|| format!("The server takes {names} as well, without any effect."))
}
