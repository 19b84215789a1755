//! The identifier by which a list is read: a field of the rows that it filters and sorts by.

use super::List;
use crate::json::Json;
use crate::model::{Field, ScalarKind, Shape, Type, Walk};
use crate::place::Place;
use crate::raw::{FilterSpec, Operator, PagingSpec, PagingStyle, WalkSpec};

/// What rows are usually identified by, in any letter case.
const USUAL: &str = "id";

/// What keeps a list from being read by an identifier, and the way out.
type Reason = (String, String);

impl List<'_, '_> {
    /// How the list is read by identifier: by the one that `walk` names, or by the `id` of its rows if nothing is said.
    pub(super) fn walk(&self, paging: Place<'_>, spec: &PagingSpec) -> Option<Walk> {
        // A mistake has been told about what does not go with it.
        if matches!(spec.style, PagingStyle::Cursor | PagingStyle::Own) {
            return None;
        }
        let (message, help) = match &spec.walk {
            None => return self.derived(),
            Some(WalkSpec::By(name)) => match self.by(name, true) {
                Ok(walk) => return Some(walk),
                Err(reason) => reason,
            },
            Some(WalkSpec::Is(false)) if self.derived().is_some() => return None,
            Some(WalkSpec::Is(false)) => (
                format!("this list cannot be read by an `{USUAL}` anyway"),
                "remove `walk`".to_owned(),
            ),
            Some(WalkSpec::Is(true)) => (
                "`walk` names a field, or is `false`".to_owned(),
                format!("remove it if the list is read by its `{USUAL}`; or name the field"),
            ),
        };
        let error = paging.key("walk").value_error("E0704", message);
        self.report(error.help(help));
        None
    }

    /// By the `id` of the rows, if filter and order have the same name for it.
    fn derived(&self) -> Option<Walk> {
        let names = self.filtered();
        let mut names = names.filter(|name| name.eq_ignore_ascii_case(USUAL));
        names.find_map(|name| self.by(name, false).ok())
    }

    /// By the field that requests call `name`. A spec that names it knows what `flat` parameters sort by.
    fn by(&self, name: &str, flat: bool) -> Result<Walk, Reason> {
        if name.contains('*') {
            let message = "a family of keys identifies no rows".to_owned();
            return Err((message, "remove `walk`".to_owned()));
        }
        let fields = || self.rows.iter().filter(|field| self.is_integer(&field.ty));
        let exact = fields().find(|field| field.wire == name);
        let Some(id) = exact.or_else(|| fields().find(|field| alike(&field.wire, name))) else {
            let message = format!("the rows have no integer `{name}`");
            let help = "describe the field of the rows that identifies them; or remove `walk`";
            return Err((message, help.to_owned()));
        };
        let filter = self.spec.filter.as_ref();
        let filter = filter.filter(|_| self.filtered().any(|other| other == name));
        let Some(filter) = filter else {
            let message = format!("this list does not filter by `>{name}`");
            let help = format!(
                "name `{name}` in its `filter`, and `>` if that has `operators`; or remove `walk`"
            );
            return Err((message, help));
        };
        let Some((order, sort)) = self.sorted(name, flat) else {
            let message = format!("this list does not sort by `{name}`");
            let help = format!(
                "name `{name}` in its `order`, or describe the texts `sort` and `order`; or remove `walk`"
            );
            return Err((message, help));
        };
        Ok(Walk {
            id: id.wire.clone(),
            name: name.to_owned(),
            filter: filter.part().param.to_owned(),
            order,
            sort,
            select: self.selected(name)?,
        })
    }

    /// What the list filters by with `>`.
    fn filtered(&self) -> impl Iterator<Item = &str> {
        let greater = |filter: &&FilterSpec| {
            let operators = filter.operators.as_ref();
            operators.is_none_or(|operators| operators.contains(&Operator::Gt))
        };
        let filter = self.spec.filter.iter().filter(greater);
        filter.flat_map(|filter| {
            let also = filter.also.iter().map(String::as_str);
            let more = filter.more.keys();
            self.inherited(&filter.part()).chain(also).chain(more)
        })
    }

    /// The parameter that sorts by `name`, with another that takes the name if there are two.
    fn sorted(&self, name: &str, flat: bool) -> Option<(String, Option<String>)> {
        let Some(order) = &self.spec.order else {
            let order = self.text("order").filter(|_| flat)?;
            let sort = self.text("sort")?;
            return Some((order.wire.clone(), Some(sort.wire.clone())));
        };
        let part = order.part();
        let own = part.also.iter().chain(&order.more).map(String::as_str);
        let is_named = self.inherited(&part).chain(own).any(|other| other == name);
        is_named.then(|| (part.param.to_owned(), None))
    }

    /// The parameter that selects `name`, if any does.
    fn selected(&self, name: &str) -> Result<Option<String>, Reason> {
        let Some(select) = &self.spec.select else {
            let select = self.parameter("select");
            let list = select.filter(|select| matches!(select.ty, Type::List(_)));
            return Ok(list.map(|select| select.wire.clone()));
        };
        let part = select.part();
        let own = part.also.iter().chain(&select.more).map(String::as_str);
        if !self.inherited(&part).chain(own).any(|other| other == name) {
            let message = format!("this list does not select `{name}`");
            let help = format!("name `{name}` in its `select`; or remove `walk`");
            return Err((message, help));
        }
        if let Some(Json::List(default)) = &select.default {
            let all = select.all.as_deref();
            let has = |field: &Json| match field {
                Json::Text(field) => field == name || Some(field.as_str()) == all,
                _ => false,
            };
            if !default.iter().any(has) {
                let message = format!("this list does not answer `{name}` by default");
                let help =
                    format!("name `{name}` in the `default` of its `select`; or remove `walk`");
                return Err((message, help));
            }
        }
        Ok(Some(part.param.to_owned()))
    }

    /// The parameter of this name, in any letter case, that is described.
    fn parameter(&self, name: &str) -> Option<&Field> {
        let mut described = self.described.iter();
        described.find(|field| field.wire.eq_ignore_ascii_case(name))
    }

    /// The parameter of this name, if it is text.
    fn text(&self, name: &str) -> Option<&Field> {
        self.parameter(name).filter(|field| match &field.ty {
            Type::String => true,
            ty => matches!(self.shape(ty), Some(Shape::Strings(_))),
        })
    }

    fn is_integer(&self, ty: &Type) -> bool {
        match ty {
            Type::Integer => true,
            Type::Nullable(ty) => self.is_integer(ty),
            ty => matches!(self.shape(ty), Some(Shape::Id(id)) if id.kind == ScalarKind::Integer),
        }
    }

    fn shape<'t>(&'t self, ty: &'t Type) -> Option<&'t Shape> {
        match ty {
            Type::Named(name) => self.types.get(name),
            ty => ty.inline(),
        }
    }
}

/// Whether two names are one in different spellings: `TASK_ID`, `taskId`.
fn alike(one: &str, other: &str) -> bool {
    let letters = |name: &str| {
        let letters = name.chars().filter(|letter| *letter != '_');
        letters
            .map(|letter| letter.to_ascii_lowercase())
            .collect::<String>()
    };
    letters(one) == letters(other)
}
