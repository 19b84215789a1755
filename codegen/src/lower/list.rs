//! What a list takes: the enum of `select`, the filter, the order.

use super::lowering::{Lowering, Side};
use crate::docs::{code, item, own};
use crate::model::{self, Operator, Shape};
use crate::names;
use crate::rust::{Column, Conditions, Demand, Filter, Order, Path};

impl Lowering<'_> {
    pub(super) fn filter(&self, filter: &model::Filter) -> Filter {
        // No column has a shape without a name.
        let inline = || Path::here(String::new());
        let columns = filter.columns.iter().filter_map(|(column, ty)| {
            let column = self::column(column)?;
            let ty_of = self.ty(ty, &inline, Side::Response);
            Some((column, ty_of, self.notation(ty)))
        });
        let columns: Vec<_> = columns.collect();
        let demands = filter.demands.iter().filter_map(|demand| {
            let (column, ty) = filter.column(&demand.wire)?;
            let sign = match filter.triples {
                true => Operator::sign,
                false => Operator::prefix,
            };
            Some(Demand {
                column: self::column(column)?,
                ty: self.ty(ty, &inline, Side::Response),
                notation: self.notation(ty),
                operator: demand.operator.map_or("", sign),
            })
        });
        Filter {
            open: columns.len() < filter.columns.len(),
            demands: demands.collect(),
            columns,
            operators: operators(filter).map(|of| spelt(filter, of)).collect(),
            conditions: match (filter.triples, filter.logic) {
                (true, _) => Conditions::Triples,
                (false, true) => Conditions::Groups,
                (false, false) => Conditions::Flat,
            },
        }
    }
}

/// The operators of a list, and none for a name without one, which is always possible.
fn operators(filter: &model::Filter) -> impl Iterator<Item = Option<Operator>> {
    let operators = filter.operators.iter().copied().map(Some);
    [None].into_iter().chain(operators)
}

/// The type of an operator in the crate, and how the list spells it, if that is not how most do.
fn spelt(filter: &model::Filter, operator: Option<Operator>) -> (String, Option<&'static str>) {
    let meaning = filter.meaning(operator);
    let usual = meaning.map_or("", Operator::prefix);
    let spelling = operator.map_or(
        "",
        if filter.triples {
            Operator::sign
        } else {
            Operator::prefix
        },
    );
    (
        names::operator(meaning),
        (spelling != usual).then_some(spelling),
    )
}

/// The conditions that a filter must have.
pub(super) fn demanded(shape: &Shape) -> Option<String> {
    let Shape::Filter(filter) = shape else {
        return None;
    };
    let keys = filter
        .demands
        .iter()
        .map(|demand| demand.key(filter.triples));
    let keys: Vec<String> = keys.collect();
    (!keys.is_empty()).then(|| keys.join(" "))
}

pub(super) fn filter_doc(filter: &model::Filter) -> String {
    let demands = match filter.demands.is_empty() {
        true => "",
        false => "`new` takes the conditions that the list demands. ",
    };
    let again = match (filter.triples, filter.logic) {
        (true, _) => "is one more",
        (false, true) => "is sent as a group of its own",
        (false, false) => "replaces the first",
    };
    let meanings = operators(filter).filter_map(|operator| filter.meaning(operator));
    let functions = meanings.filter_map(names::comparison);
    let links = functions.map(|name| item(&name, &format!("crate::filter::{name}")));
    format!(
        "{demands}Each method adds a condition; a second one on the same field with the same operator {again}. Conditions are made \
         by {}.",
        links.collect::<Vec<_>>().join(", ")
    )
}

pub(super) const ORDER_DOC: &str = "What is named first decides first. A field that is named again keeps its place and \
                                    takes the new direction.";

pub(super) fn order(order: &model::Order) -> Order {
    Order {
        columns: order.columns.iter().filter_map(column).collect(),
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
    let parent = own(parent);
    Some(match shape {
        Shape::Select(_) => format!("A field of the rows that {parent} answers."),
        Shape::Filter(_) => format!("Which rows {parent} answers: conditions on their fields."),
        Shape::Order(_) => format!("How {parent} sorts its rows."),
        Shape::Object(_) | Shape::Strings(_) | Shape::Integers(_) => return None,
        Shape::Id(_) | Shape::Union(_) | Shape::Cases(_) | Shape::Own(_) => return None,
    })
}

/// What a parameter of a list does, where its spec says no more than its kind.
pub(super) fn param_doc(shape: &Shape, has_default: bool) -> &'static str {
    match (shape, has_default) {
        (Shape::Select(_), true) => "The fields to answer.",
        (Shape::Select(_), false) => "The fields to answer; without it all of them.",
        (Shape::Filter(_), true) => "Which rows to answer.",
        (Shape::Filter(filter), _) if !filter.demands.is_empty() => "Which rows to answer.",
        (Shape::Filter(_), false) => "Which rows to answer; without it all of them.",
        (Shape::Order(_), true) => "How to sort.",
        (Shape::Order(_), false) => "How to sort; without it the rows come in any order.",
        (Shape::Object(_) | Shape::Strings(_) | Shape::Integers(_), _) => "",
        (Shape::Id(_) | Shape::Union(_) | Shape::Cases(_) | Shape::Own(_), _) => "",
    }
}

/// What the server takes in a parameter of a list without any effect.
pub(super) fn ignored(shape: &Shape) -> Option<String> {
    let ignores = match shape {
        Shape::Select(select) => &select.ignores,
        Shape::Filter(filter) => &filter.ignores,
        Shape::Order(order) => &order.ignores,
        Shape::Object(_) | Shape::Strings(_) | Shape::Integers(_) => return None,
        Shape::Id(_) | Shape::Union(_) | Shape::Cases(_) | Shape::Own(_) => return None,
    };
    let names: Vec<String> = ignores.iter().map(|name| code(name)).collect();
    let names = names.join(" and ");
    (!names.is_empty()).then(|| format!("The server takes {names} as well, without any effect."))
}
