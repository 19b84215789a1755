//! What a list takes, and how its pages follow each other.

use super::ty::{alike, is_now};
use super::{Diff, Place};
use crate::model::{Column, Filter, Operator, Order, Paging, Select, Walk, Way};
use crate::names;

impl Diff<'_> {
    pub(super) fn select(&mut self, old: &Select, new: &Select, at: &Place) {
        match (&old.all, &new.all) {
            (Some(_), None) => self.breaking(format!("{at} has no name for all fields any more")),
            (None, Some(all)) => self.additive(format!("{at} has `{all}` for all fields now")),
            (Some(old), Some(new)) if old != new => {
                self.additive(format!("{at} has `{new}` for all fields now, not `{old}`"));
            }
            _ => {}
        }
        self.columns(&old.columns, &new.columns, names::variant, at);
        self.ignored(&old.ignores, &new.ignores, at);
    }

    pub(super) fn filter(&mut self, old: &Filter, new: &Filter, at: &Place) {
        let columns = |filter: &Filter| -> Vec<Column> {
            filter
                .columns
                .iter()
                .map(|(column, _)| column.clone())
                .collect()
        };
        self.columns(&columns(old), &columns(new), names::condition_of, at);
        self.open(&columns(old), &columns(new), at);
        for (column, ty) in old.columns.iter().filter(|(column, _)| !column.is_family()) {
            let named = |(other, _): &&(Column, _)| other.wire == column.wire;
            if let Some((_, now)) = new.columns.iter().find(named)
                && !alike(ty, now, &mut Vec::new())
            {
                let label = label(at, &column.wire);
                self.breaking(format!("{label} {}", is_now(ty, now)));
            }
        }
        let sign = |operator: &Operator| {
            if new.triples {
                operator.sign()
            } else {
                operator.prefix()
            }
        };
        for operator in old
            .operators
            .iter()
            .filter(|op| !new.operators.contains(op))
        {
            self.breaking(format!("{at}: the operator `{}` is gone", sign(operator)));
        }
        for operator in new
            .operators
            .iter()
            .filter(|op| !old.operators.contains(op))
        {
            self.additive(format!("{at}: the operator `{}` is new", sign(operator)));
        }
        match (old.logic, new.logic) {
            (true, false) => self.breaking(format!("{at} has no groups any more")),
            (false, true) => self.additive(format!("{at} has groups now")),
            _ => {}
        }
        self.ignored(&old.ignores, &new.ignores, at);
    }

    pub(super) fn order(&mut self, old: &Order, new: &Order, at: &Place) {
        self.columns(&old.columns, &new.columns, names::condition_of, at);
        self.open(&old.columns, &new.columns, at);
        self.ignored(&old.ignores, &new.ignores, at);
    }

    /// What is written about a column is written about the field of the rows, and told there.
    fn columns(
        &mut self,
        old: &[Column],
        new: &[Column],
        name: fn(Option<&str>, &str) -> String,
        at: &Place,
    ) {
        let names = |column: &Column| {
            let rust = name(column.rename.as_deref(), &column.wire);
            (column.wire.clone(), rust)
        };
        let single = |column: &&Column| !column.is_family();
        let (old, new) = (old.iter().filter(single), new.iter().filter(single));
        let matched = self.matched(old, new, names, |wire| label(at, wire));
        for column in matched.new {
            self.additive(format!("{} is new", label(at, &column.wire)));
        }
    }

    /// Whether any field of a family can be named.
    fn open(&mut self, old: &[Column], new: &[Column], at: &Place) {
        let is_open = |columns: &[Column]| columns.iter().any(Column::is_family);
        match (is_open(old), is_open(new)) {
            (true, false) => {
                self.breaking(format!("{at} takes no fields of the portal's own any more"));
            }
            (false, true) => self.additive(format!("{at} takes fields of the portal's own now")),
            _ => {}
        }
    }

    fn ignored(&mut self, old: &[String], new: &[String], at: &Place) {
        if old != new {
            self.docs(format!("{at}: other fields are said to have no effect"));
        }
    }

    pub(super) fn paging(&mut self, old: Option<&Paging>, new: Option<&Paging>) {
        let (old, new) = match (old, new) {
            (Some(old), Some(new)) => (old, new),
            (Some(_), None) => return self.breaking("it is not `Paged` any more".to_owned()),
            (None, Some(_)) => return self.additive("it is `Paged` now".to_owned()),
            (None, None) => return,
        };
        let (before, now) = (style(&old.way), style(&new.way));
        if before != now {
            self.breaking(format!(
                "pages follow each other by `{now}` now, not `{before}`"
            ));
        }
        if items(old) != items(new) {
            self.breaking("the rows stand in another field now".to_owned());
        }
        match (walk(&old.way), walk(&new.way)) {
            (Some(_), None) => {
                self.breaking("it cannot be read without being counted any more".to_owned());
            }
            (None, Some(_)) => {
                self.additive("it can be read without being counted now".to_owned());
            }
            (Some(before), Some(now)) if before.id != now.id => {
                let id = &now.id;
                self.additive(format!("it is read by `{id}` now without being counted"));
            }
            _ => {}
        }
        if let (Way::Cursor { field: before, .. }, Way::Cursor { field: now, .. }) =
            (&old.way, &new.way)
            && before != now
        {
            self.additive(format!("a page begins after the last `{now}` now"));
        }
        if old.size != new.size {
            let (before, now) = (old.size, new.size);
            self.additive(format!("a page has {now} rows now, not {before}"));
        }
    }
}

fn label(at: &Place, wire: &str) -> String {
    format!("{at}: the field `{wire}`")
}

fn style(way: &Way) -> &'static str {
    match way {
        Way::Page { .. } => "page",
        Way::Start { .. } => "start",
        Way::Offset { .. } => "offset",
        Way::Cursor { .. } => "cursor",
        Way::Pagination { .. } => "pagination",
    }
}

fn walk(way: &Way) -> Option<&Walk> {
    match way {
        Way::Start { walk, .. } => walk.as_ref(),
        _ => None,
    }
}

fn items(paging: &Paging) -> Option<&str> {
    paging.items.as_ref().map(|field| field.wire.as_str())
}
