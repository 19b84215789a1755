//! Lists: what they select, filter and sort by, and how one page leads to the next.

use super::{Field, Operator, Type, family_has};

/// How one page of a list leads to the next.
pub(crate) struct Paging {
    pub(crate) style: Style,
    /// How the list is read by identifier, if it can be.
    pub(crate) walk: Option<Walk>,
    /// The field of the output that holds the rows; none if it is the list of them.
    pub(crate) items: Option<Field>,
    /// The number of rows on a page, where no limit is set.
    pub(crate) size: u32,
}

/// The way from one page to the next, with the parameters that it takes.
#[derive(Clone)]
pub(crate) enum Style {
    /// Pages have numbers, from 1; the last one is shorter.
    Page { param: String },
    /// A page begins at a row; the answer says where the next one does.
    Start { param: String },
    /// A page begins at a row, and has a number of rows.
    Offset { param: String, limit: String },
    /// A page begins after the value that a field of the last row had.
    Cursor {
        param: String,
        limit: Option<String>,
        field: String,
    },
    /// An object with the number of the page and the number of rows on it.
    Pagination { param: String },
    /// In a way that is written by hand.
    Own { code: String },
}

/// The path of a parameter that is a field of another one.
fn move_into(param: &mut String, object: &str) {
    *param = format!("{object}.{param}");
}

impl Style {
    /// Its parameters are fields of the parameter `object`.
    pub(crate) fn move_into(&mut self, object: &str) {
        let (param, limit) = match self {
            Self::Page { param } | Self::Pagination { param } => (param, None),
            // The server reads it beside all others.
            Self::Start { .. } => return,
            // It knows where they are.
            Self::Own { .. } => return,
            Self::Offset { param, limit } => (param, Some(limit)),
            Self::Cursor { param, limit, .. } => (param, limit.as_mut()),
        };
        [Some(param), limit]
            .into_iter()
            .flatten()
            .for_each(|param| move_into(param, object));
    }
}

impl Walk {
    /// Its parameters are fields of the parameter `object`.
    pub(crate) fn move_into(&mut self, object: &str) {
        let (sort, select) = (self.sort.as_mut(), self.select.as_mut());
        let params = [Some(&mut self.filter), Some(&mut self.order), sort, select];
        params
            .into_iter()
            .flatten()
            .for_each(|param| move_into(param, object));
    }
}

/// How a list is read by ascending identifier.
#[derive(Clone)]
pub(crate) struct Walk {
    /// The field of the rows that identifies them.
    pub(crate) id: String,
    /// What requests call it.
    pub(crate) name: String,
    /// The parameters that take part.
    pub(crate) filter: String,
    pub(crate) order: String,
    /// The one that names the field, where `order` has the direction alone.
    pub(crate) sort: Option<String>,
    pub(crate) select: Option<String>,
}

/// The fields that a list can answer.
#[derive(Clone)]
pub(crate) struct Select {
    pub(crate) columns: Vec<Column>,
    /// The name that stands for all of them.
    pub(crate) all: Option<String>,
    /// What the server takes without any effect.
    pub(crate) ignores: Vec<String>,
}

/// The conditions that a list takes.
#[derive(Clone)]
pub(crate) struct Filter {
    /// Each with the type of the single values that it is compared with.
    pub(crate) columns: Vec<(Column, Type)>,
    pub(crate) operators: Vec<Operator>,
    /// The conditions that every filter must have: fields that equal something.
    pub(crate) demands: Vec<Demand>,
    /// Whether there are groups of conditions, and `logic` in them.
    pub(crate) logic: bool,
    /// What the server takes without any effect.
    pub(crate) ignores: Vec<String>,
    /// Whether it is sent as a list of triples, as in REST 3.
    pub(crate) triples: bool,
}

/// A condition that every filter of a list must have.
#[derive(Clone, PartialEq)]
pub(crate) struct Demand {
    /// The field.
    pub(crate) wire: String,
    /// Whether an operator says that it equals something, or the name alone does.
    pub(crate) operator: Option<Operator>,
}

impl Demand {
    /// What is said of it: the key that it is sent under, or the field in REST 3.
    pub(crate) fn key(&self, triples: bool) -> String {
        let operator = self.operator.filter(|_| !triples);
        operator.map_or("", Operator::prefix).to_owned() + &self.wire
    }
}

impl Filter {
    /// The operator that a condition with this one means. Some have two spellings of one thing: where a list knows the second
    /// alone, it is the first. None for a name without an operator that is not the list's only way to say `=`.
    pub(crate) fn meaning(&self, operator: Option<Operator>) -> Option<Operator> {
        let first = match operator {
            Some(Operator::BareIn) => return Some(Operator::In),
            None => Operator::Eq,
            Some(Operator::Not) => Operator::Ne,
            Some(Operator::LikeAlt) => Operator::Like,
            Some(Operator::NotLikeAlt) => Operator::NotLike,
            other => return other,
        };
        match self.operators.contains(&first) {
            true => operator,
            false => Some(first),
        }
    }

    /// The column of a field, with the type of its values.
    pub(crate) fn column(&self, wire: &str) -> Option<&(Column, Type)> {
        let exact = self.columns.iter().find(|(column, _)| column.wire == wire);
        exact.or_else(|| self.columns.iter().find(|(column, _)| column.has(wire)))
    }

    /// Whether a group of conditions has this name.
    pub(crate) fn is_group(&self, key: &str) -> bool {
        self.logic && !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// The operator and the field of a condition on a value that is a `list` or none. A field whose name begins like an
    /// operator is itself first.
    pub(crate) fn split<'k>(&self, key: &'k str, list: bool) -> (Option<Operator>, &'k str) {
        let (operator, field) = match self.column(key) {
            Some(_) => (None, key),
            None => Operator::split(key),
        };
        let bare =
            Some(Operator::BareIn).filter(|operator| list && self.operators.contains(operator));
        (operator.or(bare), field)
    }
}

/// The fields that a list sorts by.
#[derive(Clone)]
pub(crate) struct Order {
    pub(crate) columns: Vec<Column>,
    /// What the server takes without any effect.
    pub(crate) ignores: Vec<String>,
}

/// A field of the objects of a list, or a family of keys.
#[derive(Clone)]
pub(crate) struct Column {
    pub(crate) wire: String,
    pub(crate) rename: Option<String>,
    pub(crate) doc: String,
}

impl Column {
    /// Whether it is a family of keys, of which each can be named.
    pub(crate) fn is_family(&self) -> bool {
        self.wire.contains('*')
    }

    /// Whether it is the column of the field, or a family that has it.
    pub(crate) fn has(&self, wire: &str) -> bool {
        self.wire == wire || family_has(&self.wire, wire)
    }
}
