//! The ways from one page of a list to the next, with the parameters that they take.

use super::list::{List, single};
use crate::json::Json;
use crate::model::{Field, Type, Version, Walk, Way};
use crate::place::Place;
use crate::raw::{
    FilterSpec, ListPart, ListSpec, Operator, OrderSpec, PagingSpec, PagingStyle, SelectSpec,
};

/// What the parameter does that takes the number of rows on a page.
const LIMIT: &str = "The number of rows on the page.";

impl List<'_, '_> {
    pub(super) fn way(
        &mut self,
        place: &Place<'_>,
        spec: &PagingSpec,
        list: &ListSpec,
        items: &[Field],
    ) -> Option<Way> {
        if spec.size == 0 {
            let size = place.key("size");
            let error = size.value_error("E0701", "a page has at least one row");
            self.report(
                error.help("write how many the server answers without a limit: `size: 50`"),
            );
        }
        let (cursor, start) = (
            spec.style == PagingStyle::Cursor,
            spec.style == PagingStyle::Start,
        );
        let limit = cursor || spec.style == PagingStyle::Offset;
        for (key, given, taken) in [
            ("limit", spec.limit.is_some(), limit),
            ("field", spec.field.is_some(), cursor),
            ("walk", spec.walk.is_some(), start),
        ] {
            if given && !taken {
                let message = format!("this way of paging takes no `{key}`");
                let error = place.key(key).key_error("E0704", message);
                let way = place.key("style").at_value();
                let help = format!("remove it; `{key}` goes with {}", goes_with(key));
                self.report(error.also(way, "this way").help(help));
            }
        }
        let named = |name: &str| spec.param.clone().unwrap_or_else(|| name.to_owned());
        Some(match spec.style {
            PagingStyle::Page => {
                let param = named("page");
                self.number(
                    place,
                    &param,
                    "The number of the page, from 1.",
                    Some(1),
                    Some(1.0),
                );
                Way::Page { param }
            }
            PagingStyle::Start => {
                // Pages write it in capitals as well, but the server reads this spelling alone.
                let param = "start".to_owned();
                let named = spec.param.as_ref();
                if named.is_some_and(|named| !named.eq_ignore_ascii_case(&param)) {
                    let error = place
                        .key("param")
                        .value_error("E0704", "the server reads no other parameter than `start`");
                    self.report(error.help("remove `param`; or choose another `style`"));
                }
                let doc = "The number of rows before the page, a multiple of its size; `next` of the page before.";
                self.number(place, &param, doc, None, None);
                let walk = spec.walk.as_ref();
                let walk = walk.and_then(|id| self.walk(&place.key("walk"), id, list));
                Way::Start { param, walk }
            }
            PagingStyle::Offset => {
                let (param, limit) = (named("offset"), spec.limit.clone());
                let limit = limit.unwrap_or_else(|| "limit".to_owned());
                self.number(place, &limit, LIMIT, Some(spec.size.into()), Some(1.0));
                self.number(
                    place,
                    &param,
                    "The number of rows before the page.",
                    Some(0),
                    Some(0.0),
                );
                Way::Offset { param, limit }
            }
            PagingStyle::Cursor => {
                let Some(name) = &spec.field else {
                    let error = place.key_error(
                        "E0704",
                        "a cursor needs the `field` whose last value it takes",
                    );
                    self.report(error.help("write `field: ID`, if the rows are identified by it"));
                    return None;
                };
                let mut fields = items.iter().filter(|field| !field.is_family());
                let Some(field) = fields.find(|field| field.wire == *name) else {
                    let message = format!("the rows have no field `{name}`");
                    let error = place.key("field").value_error("E0704", message);
                    let known = items.iter().filter(|field| !field.is_family());
                    let known: Vec<&str> = known.map(|field| field.wire.as_str()).collect();
                    self.report(if known.is_empty() {
                        error.help("describe a field of the rows that identifies them")
                    } else {
                        error.suggest(name, known)
                    });
                    return None;
                };
                let param = named("cursor");
                if let Some(limit) = &spec.limit {
                    self.number(place, limit, LIMIT, Some(spec.size.into()), Some(1.0));
                }
                let doc = "Where the page begins: after the row that has this value.";
                self.param(place, &param, Some(doc), single(&field.ty, self.types));
                Way::Cursor {
                    param,
                    limit: spec.limit.clone(),
                    field: name.clone(),
                }
            }
            PagingStyle::Pagination => {
                let param = named("pagination");
                let doc = "The number of the page, and how many rows it has.";
                self.param(place, &param, Some(doc), Type::Pagination);
                Way::Pagination { param }
            }
        })
    }

    /// A list is read by a field that it filters and sorts by.
    fn walk(&mut self, place: &Place<'_>, id: &str, list: &ListSpec) -> Option<Walk> {
        let mistake = if self.method.version == Version::V3 {
            Some("a list of REST 3 is never counted")
        } else if id.contains('*') {
            Some("a family of keys identifies no rows")
        } else {
            None
        };
        if let Some(message) = mistake {
            let error = place.value_error("E0704", message);
            self.report(error.help("remove `walk`"));
            return None;
        }
        let has = |part: &ListPart<'_>| {
            let mut names = list.fields.iter().chain(part.also);
            names.any(|name| name == id)
        };
        let (filter, order) = (
            list.filter.as_ref().map(FilterSpec::part),
            list.order.as_ref().map(OrderSpec::part),
        );
        let operators = list
            .filter
            .as_ref()
            .and_then(|filter| filter.operators.as_ref());
        let greater = operators.is_none_or(|operators| operators.contains(&Operator::Gt));
        let filter = filter.filter(has).filter(|_| greater);
        let (Some(filter), Some(order)) = (filter, order.filter(has)) else {
            let message = format!("the list must filter by `>{id}`, and sort by `{id}`");
            let error = place.value_error("E0704", message);
            let way_out = format!(
                "name `{id}` under `fields`, beside `filter` and `order`; or remove `walk`"
            );
            self.report(error.help(way_out));
            return None;
        };
        let select = list.select.as_ref().map(SelectSpec::part);
        Some(Walk {
            id: id.to_owned(),
            filter: filter.param.to_owned(),
            order: order.param.to_owned(),
            select: select.map(|select| select.param.to_owned()),
        })
    }

    fn number(
        &mut self,
        place: &Place<'_>,
        param: &str,
        doc: &str,
        default: Option<u64>,
        min: Option<f64>,
    ) {
        self.param(place, param, Some(doc), Type::Integer);
        if let Some(field) = self.params.last_mut() {
            field.default = default.map(|default| Json::Number(default.into()));
            field.limits.min = min;
        }
    }
}

/// The ways of paging that take a key.
fn goes_with(key: &str) -> &'static str {
    match key {
        "limit" => "`offset` and `cursor`",
        "field" => "`cursor`",
        _ => "`start`",
    }
}
