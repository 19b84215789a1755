//! What a list takes: the enum of `select`, the filter, the order.

use super::lowering::{Lowering, Side};
use super::types::open_enum;
use crate::docs::{code, item};
use crate::model::{self, Operator, Select, Shape};
use crate::names;
use crate::rust::{Column, Conditions, Def, EnumKind, Filter, Order, Path, Wire};

impl Lowering<'_> {
    pub(super) fn select(&self, select: &Select) -> Def {
        let all = select.all.as_ref();
        let all = all.map(|wire| (names::ALL.to_owned(), "All of them.", wire));
        let columns = select.columns.iter().filter(|column| !column.is_family());
        let columns = columns.map(|column| {
            let ident = names::select_variant(column);
            (ident, column.doc.as_str(), &column.wire)
        });
        let variants = all.into_iter().chain(columns);
        let variants = variants
            .map(|(ident, doc, wire)| self.variant(ident, doc, wire, Wire::Text(wire.clone())));
        open_enum(EnumKind::Strings, variants.collect())
    }

    pub(super) fn filter(&self, filter: &model::Filter) -> Filter {
        let inline = || Path::here(String::new());
        let (families, single): (Vec<_>, Vec<_>) = filter
            .columns
            .iter()
            .partition(|(column, _)| column.is_family());
        let columns = single.into_iter().map(|(column, ty)| {
            let ty = self.ty(ty, &inline, Side::Response);
            (self::column(column), ty)
        });
        // Operators and their types are called alike; a name without an operator is always possible, but for triples.
        let bare = (!filter.triples).then(|| "Bare".to_owned());
        let operators = filter
            .operators
            .iter()
            .map(|operator| format!("{operator:?}"));
        Filter {
            columns: columns.collect(),
            operators: bare.into_iter().chain(operators).collect(),
            conditions: match (filter.triples, filter.logic) {
                (true, _) => Conditions::Triples,
                (false, true) => Conditions::Groups,
                (false, false) => Conditions::Flat,
            },
            open: !families.is_empty(),
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
    let operators = filter
        .operators
        .iter()
        .filter(|operator| !(ne && **operator == Operator::Not));
    let functions = operators.filter_map(|operator| function(*operator));
    let functions: Vec<String> = functions
        .map(|name| item(name, &format!("crate::filter::{name}")))
        .collect();
    format!(
        "Each method adds a condition; a second one on the same field with the same operator {again}. Conditions are made \
         by {}.",
        functions.join(", ")
    )
}

pub(super) const ORDER_DOC: &str = "What is named first decides first. A field that is named again keeps its place and \
                                    takes the new direction.";

pub(super) fn order(order: &model::Order) -> Order {
    let (families, single): (Vec<_>, Vec<_>) =
        order.columns.iter().partition(|column| column.is_family());
    Order {
        columns: single.into_iter().map(column).collect(),
        open: !families.is_empty(),
    }
}

fn column(column: &model::Column) -> Column {
    Column {
        ident: names::condition(column),
        wire: column.wire.clone(),
    }
}

/// The type of a parameter of a list, in a sentence; none for any other.
pub(super) fn type_doc(shape: &Shape, parent: &str) -> Option<String> {
    Some(match shape {
        Shape::Select(_) => format!("A field of the rows that [`{parent}`] answers."),
        Shape::Filter(_) => format!("Which rows [`{parent}`] answers: conditions on their fields."),
        Shape::Order(_) => format!("How [`{parent}`] sorts its rows."),
        _ => return None,
    })
}

/// What a parameter of a list does, where its spec says no more than its kind.
pub(super) fn param_doc(shape: &Shape) -> &'static str {
    match shape {
        Shape::Select(_) => "The fields to answer; without it all of them.",
        Shape::Filter(_) => "Which rows to answer; without it all of them.",
        Shape::Order(_) => "How to sort; without it the rows come in any order.",
        _ => "",
    }
}

/// What the server takes in a parameter of a list without any effect.
pub(super) fn ignored(shape: &Shape) -> Option<String> {
    let ignores = match shape {
        Shape::Select(select) => &select.ignores,
        Shape::Filter(filter) => &filter.ignores,
        Shape::Order(order) => &order.ignores,
        _ => return None,
    };
    let names: Vec<String> = ignores.iter().map(|name| code(name)).collect();
    let names = names.join(" and ");
    (!names.is_empty()).then(|| format!("The server takes {names} as well, without any effect."))
}

/// The function that makes a condition; none for another spelling of one that has.
pub(super) fn function(operator: Operator) -> Option<&'static str> {
    Some(match operator {
        Operator::Eq => "eq",
        Operator::Ne => "ne",
        Operator::Gt => "gt",
        Operator::Ge => "ge",
        Operator::Lt => "lt",
        Operator::Le => "le",
        Operator::In => "is_in",
        Operator::NotIn => "is_not_in",
        Operator::Contains => "contains",
        Operator::Like => "like",
        Operator::Between => "between",
        Operator::NotBetween => "not_between",
        Operator::NotContains => "not_contains",
        Operator::NotLike => "not_like",
        Operator::Words => "words",
        Operator::Not => "not",
        Operator::LikeAlt | Operator::NotLikeAlt => return None,
    })
}
