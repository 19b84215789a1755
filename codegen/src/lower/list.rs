//! What a list takes: the enum of `select`, the filter, the order.

use super::types::{Side, open_enum};
use super::{Lowering, doc};
use crate::docs;
use crate::model::{self, Operator, Select, Shape, Type};
use crate::names;
use crate::rust::{Column, Conditions, EnumKind, Filter, Item, Order, Variant, Wire};

impl Lowering<'_> {
    pub(super) fn select(&self, ident: String, docs: Vec<String>, select: &Select) -> Item {
        let all = select
            .all
            .as_ref()
            .map(|wire| (names::ALL.to_owned(), wire, vec!["All of them.".to_owned()]));
        let columns = select.columns.iter().filter(|column| !column.is_family());
        let columns = columns.map(|column| {
            let docs = docs::prose(&column.doc, &self.links);
            let ident = names::variant(column.rename.as_deref(), &column.wire);
            (ident, &column.wire, docs)
        });
        let variants = all
            .into_iter()
            .chain(columns)
            .map(|(ident, wire, mut docs)| {
                doc::add(&mut docs, &[format!("{} in JSON.", docs::code(wire))]);
                Variant {
                    ident,
                    docs,
                    wire: Some(Wire::Text(wire.clone())),
                }
            });
        open_enum(ident, docs, EnumKind::Strings, variants.collect())
    }

    pub(super) fn filter(
        &self,
        ident: String,
        mut docs: Vec<String>,
        filter: &model::Filter,
    ) -> Item {
        let again = if filter.triples {
            "is one more"
        } else if filter.logic {
            "is sent as a group of its own"
        } else {
            "replaces the first"
        };
        let functions = filter
            .operators
            .iter()
            .filter(|operator| {
                **operator != Operator::Not || !filter.operators.contains(&Operator::Ne)
            })
            .filter_map(|operator| function(*operator));
        let functions: Vec<String> = functions
            .map(|name| docs::item(name, &format!("crate::filter::{name}")))
            .collect();
        let sentence = format!(
            "Each method adds a condition; a second one on the same field with the same operator {again}. Conditions are made \
             by {}.",
            functions.join(", ")
        );
        doc::add(&mut docs, &doc::words(&sentence));
        let single = filter
            .columns
            .iter()
            .filter(|(column, _)| !column.is_family());
        let open = single.clone().count() < filter.columns.len();
        let columns = single.map(|(column, ty)| {
            let ty = self.ty(ty, "", Vec::new(), Side::Answer, &mut Vec::new());
            (self::column(column), ty)
        });
        Item::Filter(Filter {
            ident,
            docs,
            columns: columns.collect(),
            operators: operators(filter),
            conditions: match (filter.triples, filter.logic) {
                (true, _) => Conditions::Triples,
                (false, true) => Conditions::Groups,
                (false, false) => Conditions::Flat,
            },
            open,
        })
    }
}

pub(super) fn order_item(ident: String, mut docs: Vec<String>, order: &model::Order) -> Item {
    let sentence = "What is named first decides first. A field that is named again keeps its place and takes the new direction.";
    doc::add(&mut docs, &doc::words(sentence));
    let single = order.columns.iter().filter(|column| !column.is_family());
    let open = single.clone().count() < order.columns.len();
    Item::Order(Order {
        ident,
        docs,
        columns: single.map(column).collect(),
        open,
    })
}

fn column(column: &model::Column) -> Column {
    Column {
        ident: column_name(column),
        wire: column.wire.clone(),
    }
}

/// The type of a parameter of a list, in a sentence; none for any other.
pub(super) fn type_doc(ty: &Type, parent: &str) -> Option<String> {
    Some(match shape(ty)? {
        Shape::Select(_) => format!("A field of the rows that [`{parent}`] answers."),
        Shape::Filter(_) => format!("Which rows [`{parent}`] answers: conditions on their fields."),
        Shape::Order(_) => format!("How [`{parent}`] sorts its rows."),
        Shape::Object(_) | Shape::Strings(_) | Shape::Integers(_) => return None,
        Shape::Id(_) | Shape::Union(_) => return None,
    })
}

/// What a parameter of a list does, where its spec says no more than its kind.
pub(super) fn param_doc(ty: &Type) -> &'static str {
    match shape(ty) {
        Some(Shape::Select(_)) => "The fields to answer; without it all of them.",
        Some(Shape::Filter(_)) => "Which rows to answer; without it all of them.",
        Some(Shape::Order(_)) => "How to sort; without it the rows come in any order.",
        Some(Shape::Object(_) | Shape::Strings(_) | Shape::Integers(_)) | None => "",
        Some(Shape::Id(_) | Shape::Union(_)) => "",
    }
}

/// What the server takes in a parameter of a list without any effect.
pub(super) fn ignored(ty: &Type) -> Option<String> {
    let ignores = match shape(ty)? {
        Shape::Select(select) => &select.ignores,
        Shape::Filter(filter) => &filter.ignores,
        Shape::Order(order) => &order.ignores,
        Shape::Object(_) | Shape::Strings(_) | Shape::Integers(_) => return None,
        Shape::Id(_) | Shape::Union(_) => return None,
    };
    let names: Vec<String> = ignores.iter().map(|name| docs::code(name)).collect();
    (!names.is_empty()).then(|| {
        format!(
            "The server takes {} as well, without any effect.",
            names.join(" and ")
        )
    })
}

fn shape(ty: &Type) -> Option<&Shape> {
    match ty {
        Type::List(ty) => shape(ty),
        Type::Inline(shape) => Some(shape),
        _ => None,
    }
}

/// The method of a filter or an order for a field.
pub(super) fn column_name(column: &model::Column) -> String {
    names::condition_of(column.rename.as_deref(), &column.wire)
}

/// The types of operators, which are called alike; a name without an operator is always possible.
fn operators(filter: &model::Filter) -> Vec<String> {
    let bare = (!filter.triples).then(|| "Bare".to_owned());
    let operators = filter
        .operators
        .iter()
        .map(|operator| format!("{operator:?}"));
    bare.into_iter().chain(operators).collect()
}

/// The function that makes a condition; none for another spelling of one that has.
pub(super) fn function(operator: Operator) -> Option<&'static str> {
    match operator {
        Operator::Eq => Some("eq"),
        Operator::Ne => Some("ne"),
        Operator::Gt => Some("gt"),
        Operator::Ge => Some("ge"),
        Operator::Lt => Some("lt"),
        Operator::Le => Some("le"),
        Operator::In => Some("is_in"),
        Operator::NotIn => Some("is_not_in"),
        Operator::Contains => Some("contains"),
        Operator::Like => Some("like"),
        Operator::Between => Some("between"),
        Operator::NotBetween => Some("not_between"),
        Operator::NotContains => Some("not_contains"),
        Operator::NotLike => Some("not_like"),
        Operator::Words => Some("words"),
        Operator::Not => Some("not"),
        Operator::LikeAlt | Operator::NotLikeAlt => None,
    }
}
