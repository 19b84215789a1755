//! The ways from one page of a list to the next, with the parameters that they take.

use super::rows::single;
use super::{List, field};
use crate::json::Json;
use crate::model::{Field, Style, Type};
use crate::place::Place;
use crate::raw::{PagingSpec, PagingStyle};

impl<'l, 'c> List<'l, 'c> {
    pub(super) fn style(&mut self, place: Place<'_>, spec: &PagingSpec) -> Option<Style> {
        if spec.size == 0 {
            let size = place.key("size");
            let error = size.value_error("E0701", "a page has at least one row");
            let help = "write how many the server answers without a limit: `size: 50`";
            self.report(error.help(help));
        }
        self.unfit(place, spec);
        self.max(place, spec);
        let named = |name: &str| spec.param.clone().unwrap_or_else(|| name.to_owned());
        Some(match spec.style {
            PagingStyle::Page => {
                let param = named("page");
                let doc = "The number of the page, from 1.";
                self.number(place, &param, doc, Some((1, 1.0)));
                Style::Page { param }
            }
            PagingStyle::Start => {
                // Pages write it in capitals as well, but the server reads this spelling alone.
                let param = "start".to_owned();
                if !named("start").eq_ignore_ascii_case(&param) {
                    let message = "the server reads no other parameter than `start`";
                    let error = place.key("param").value_error("E0704", message);
                    self.report(error.help("remove `param`; or choose another `style`"));
                }
                let doc = "The number of rows before the page, a multiple of its size; `next` of the page before.";
                self.number(place, &param, doc, None);
                Style::Start { param }
            }
            PagingStyle::Offset => {
                let (param, limit) = (named("offset"), spec.limit.as_deref().unwrap_or("limit"));
                self.limit(place, limit, spec);
                let doc = "The number of rows before the page.";
                self.number(place, &param, doc, Some((0, 0.0)));
                let limit = limit.to_owned();
                Style::Offset { param, limit }
            }
            PagingStyle::Cursor => {
                let of = self.cursor(place, spec)?;
                let (param, limit) = (named("cursor"), spec.limit.clone());
                if let Some(limit) = &limit {
                    self.limit(place, limit, spec);
                }
                let doc = "Where the page begins: after the row that has this value.";
                let ty = single(&of.ty, self.types);
                self.param(place, field(&param, Some(doc), ty));
                let field = of.wire.clone();
                Style::Cursor {
                    param,
                    limit,
                    field,
                }
            }
            PagingStyle::Own => Style::Own {
                code: self.turn(place)?,
            },
            PagingStyle::Pagination => {
                let param = named("pagination");
                let doc = "The number of the page, and how many rows it has.";
                self.param(place, field(&param, Some(doc), Type::Pagination));
                Style::Pagination { param }
            }
        })
    }

    /// Keys that go with other styles.
    fn unfit(&self, place: Place<'_>, spec: &PagingSpec) {
        use PagingStyle::{Cursor, Offset, Page, Pagination, Start};
        let (limit, field) = (spec.limit.is_some(), spec.field.is_some());
        let (param, walk, max) = (
            spec.param.is_some(),
            spec.walk.is_some(),
            spec.max.is_some(),
        );
        let keys: [(_, _, &[PagingStyle], _); 5] = [
            (
                "param",
                param,
                &[Page, Start, Offset, Cursor, Pagination],
                "all others",
            ),
            ("limit", limit, &[Offset, Cursor], "`offset` and `cursor`"),
            ("max", max, &[Offset, Cursor], "`offset` and `cursor`"),
            ("field", field, &[Cursor], "`cursor`"),
            (
                "walk",
                walk,
                &[Page, Start, Offset, Pagination],
                "`page`, `start`, `offset` and `pagination`",
            ),
        ];
        for (key, given, styles, with) in keys {
            if given && !styles.contains(&spec.style) {
                let message = format!("this way of paging takes no `{key}`");
                let error = place.key(key).key_error("E0704", message);
                let error = error.also(place.key("style").at_value(), "this way");
                self.report(error.help(format!("remove it; `{key}` goes with {with}")));
            }
        }
    }

    /// The most rows of a page, if a parameter says how many it has.
    fn max(&self, place: Place<'_>, spec: &PagingSpec) {
        let has_limit = spec.style != PagingStyle::Cursor || spec.limit.is_some();
        let (message, help) = match spec.max {
            Some(_) if !has_limit => (
                "no parameter asks for more rows",
                "name it, `limit: LIMIT`; or remove `max`",
            ),
            Some(max) if max < spec.size => (
                "a page has more rows than may be asked for",
                "`size` is what the server answers without a limit, `max` the most with one",
            ),
            _ => return,
        };
        let error = place.key("max").value_error("E0704", message);
        let error = error.also(place.key("size").at_value(), "without a limit");
        self.report(error.help(help));
    }

    /// The field whose last value a cursor takes.
    fn cursor(&self, place: Place<'_>, spec: &PagingSpec) -> Option<&'l Field> {
        let Some(name) = &spec.field else {
            let message = "a cursor needs the `field` whose last value it takes";
            let error = place.key_error("E0704", message);
            self.report(error.help("write `field: ID`, if the rows are identified by it"));
            return None;
        };
        let mut fields = self.rows.iter().filter(|field| !field.is_family());
        let known: Vec<&str> = fields.clone().map(|field| field.wire.as_str()).collect();
        let found = fields.find(|field| field.wire == *name);
        if found.is_none() {
            let message = format!("the rows have no field `{name}`");
            let error = place.key("field").value_error("E0704", message);
            let error = error.help("describe a field of the rows that identifies them");
            self.report(error.suggest(name, known));
        }
        found
    }

    fn limit(&mut self, place: Place<'_>, param: &str, spec: &PagingSpec) {
        let doc = "The number of rows on the page.";
        self.number(place, param, doc, Some((spec.size, 1.0)));
        if let Some(limit) = self.params.last_mut() {
            limit.limits.max = spec.max.map(f64::from);
        }
    }

    /// A parameter that is a number; `least` is its default and the least that it may be.
    fn number(&mut self, place: Place<'_>, param: &str, doc: &str, least: Option<(u32, f64)>) {
        let mut field = field(param, Some(doc), Type::Integer);
        field.default = least.map(|(default, _)| Json::Number(default.into()));
        field.limits.min = least.map(|(_, min)| min);
        self.param(place, field);
    }
}
