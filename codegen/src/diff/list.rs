//! What a list takes, and how its pages follow each other.

use super::change::{Diff, Impact, SERVES, code};
use super::location::Location;
use super::ty::{alike, is_now};
use crate::model::{Column, Filter, Operator, Order, Paging, Select, Style};
use crate::names;

impl Diff<'_> {
    pub(super) fn select(&mut self, old: &Select, new: &Select, at: &Location) {
        match (&old.all, &new.all) {
            (Some(_), None) => self.breaking(format!("{at} has no name for all fields any more")),
            (None, Some(all)) => self.additive(format!("{at} has `{all}` for all fields now")),
            (Some(old), Some(new)) if old != new => {
                self.additive(format!("{at} has `{new}` for all fields now, not `{old}`"));
            }
            _ => {}
        }
        self.columns([&old.columns, &new.columns], names::select_variant, at);
        self.ignored(&old.ignores, &new.ignores, at);
    }

    pub(super) fn filter(&mut self, old: &Filter, new: &Filter, at: &Location) {
        let columns = [old, new].map(|filter| filter.columns.iter().cloned().unzip());
        let [(before, _), (now, _)]: [(Vec<_>, Vec<_>); 2] = columns;
        self.conditions(&before, &now, at);
        for (column, ty) in old.columns.iter().filter(|(column, _)| !column.is_family()) {
            let mut columns = new.columns.iter();
            let now = columns.find(|(other, _)| other.wire == column.wire);
            if let Some((_, now)) = now.filter(|(_, now)| !alike(ty, now)) {
                let label = label(at, &column.wire);
                self.breaking(format!("{label} {}", is_now(ty, now)));
            }
        }
        let sign = match new.triples {
            true => Operator::sign,
            false => Operator::prefix,
        };
        // What is only spelled in another way now takes the same calls.
        let only = |one: &Filter, other: &Filter| -> Vec<&str> {
            let means = |filter: &Filter, of: Operator| filter.meaning(Some(of));
            let known = |of: Operator| {
                let mut operators = other.operators.iter();
                let equals = other.meaning(None);
                operators.any(|other_of| means(other, *other_of) == means(one, of))
                    || means(one, of) == equals
            };
            let operators = one.operators.iter().copied();
            operators.filter(|of| !known(*of)).map(sign).collect()
        };
        let (gone, come) = (only(old, new), only(new, old));
        for sign in &gone {
            self.breaking(format!("{at}: the operator `{sign}` is gone"));
        }
        for sign in &come {
            self.additive(format!("{at}: the operator `{sign}` is new"));
        }
        if gone.is_empty() && come.is_empty() && old.operators != new.operators {
            self.additive(format!("{at}: operators are spelled in another way"));
        }
        let demands =
            [old, new].map(|filter| filter.demands.iter().map(|demand| demand.wire.as_str()));
        let [before, now] = demands.map(|fields| fields.map(code).collect::<Vec<_>>());
        if before != now {
            self.breaking(match now.as_slice() {
                [] => format!("{at} demands no conditions any more"),
                now => format!("{at} demands conditions on {} now", now.join(" and ")),
            });
        } else if old.demands != new.demands {
            self.additive(format!(
                "{at}: conditions that it demands are sent in another way"
            ));
        }
        let what = ["has no groups any more", "has groups now"];
        self.turned(SERVES, [old.logic, new.logic], at, what);
        self.ignored(&old.ignores, &new.ignores, at);
    }

    pub(super) fn order(&mut self, old: &Order, new: &Order, at: &Location) {
        self.columns([&old.columns, &new.columns], names::condition, at);
        self.ignored(&old.ignores, &new.ignores, at);
    }

    /// The columns of a filter, and whether any field of a family can be named.
    fn conditions(&mut self, old: &[Column], new: &[Column], at: &Location) {
        self.columns([old, new], names::condition, at);
        let is_open = [old, new].map(|columns| columns.iter().any(Column::is_family));
        let gone = "takes no fields of the portal's own any more";
        let come = "takes fields of the portal's own now";
        self.turned(SERVES, is_open, at, [gone, come]);
    }

    /// What is written about a column is written about the field of the rows, and told there.
    fn columns(&mut self, of: [&[Column]; 2], rust: fn(&Column) -> String, at: &Location) {
        let [old, new] = of.map(|of| of.iter().filter(|column| !column.is_family()));
        let label = |wire: &str| label(at, wire);
        self.extended(old, new, label, |column| (&column.wire, rust(column)));
    }

    fn ignored(&mut self, old: &[String], new: &[String], at: &Location) {
        if old != new {
            self.docs(format!("{at}: other fields are said to have no effect"));
        }
    }

    pub(super) fn paging(&mut self, old: Option<&Paging>, new: Option<&Paging>) {
        let (old, new) = match (old, new) {
            (Some(old), Some(new)) => (old, new),
            (Some(_), None) => return self.breaking("it is not `Paged` any more"),
            (None, Some(_)) => return self.additive("it is `Paged` now"),
            (None, None) => return,
        };
        let styles = [old, new].map(|paging| code(style(&paging.style)));
        self.replaced(Impact::Breaking, "pages follow each other by", styles);
        let items = |paging: &Paging| paging.items.as_ref().map(|field| field.wire.clone());
        if items(old) != items(new) {
            self.breaking("the rows stand in another field now");
        }
        match (&old.walk, &new.walk) {
            (Some(_), None) => self.breaking("it is not `Walkable` any more"),
            (None, Some(_)) => self.additive("it is `Walkable` now"),
            (Some(old), Some(new)) if old.name != new.name => {
                let name = &new.name;
                self.additive(format!("it is walked by `{name}` now"));
            }
            _ => {}
        }
        if let (Style::Cursor { field: old, .. }, Style::Cursor { field: new, .. }) =
            (&old.style, &new.style)
            && old != new
        {
            self.additive(format!("a page begins after the last `{new}` now"));
        }
        if let (Style::Own { code: old }, Style::Own { code: new }) = (&old.style, &new.style)
            && old != new
        {
            self.additive("its pages are turned in another way: compare it yourself");
        }
        if old.size != new.size {
            let (before, now) = (old.size, new.size);
            self.additive(format!("a page has {now} rows now, not {before}"));
        }
    }
}

fn label(at: &Location, wire: &str) -> String {
    format!("{at}: the field `{wire}`")
}

fn style(style: &Style) -> &'static str {
    match style {
        Style::Page { .. } => "page",
        Style::Start { .. } => "start",
        Style::Offset { .. } => "offset",
        Style::Cursor { .. } => "cursor",
        Style::Pagination { .. } => "pagination",
        Style::Own { .. } => "own",
    }
}
