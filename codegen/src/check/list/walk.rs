//! Lists that can be read without being counted.

use super::List;
use crate::model::{Version, Walk};
use crate::place::Place;
use crate::raw::{FilterSpec, ListPart, Operator, OrderSpec, SelectSpec};

impl List<'_, '_> {
    /// A list is read by a field that it filters and sorts by.
    pub(super) fn walk(&self, place: Place<'_>, id: &str) -> Option<Walk> {
        let spec = self.spec;
        let mistake = if self.version == Version::V3 {
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
        let has = |part: &ListPart<'_>| spec.fields.iter().chain(part.also).any(|name| name == id);
        let greater = |filter: &&FilterSpec| {
            let operators = filter.operators.as_ref();
            operators.is_none_or(|operators| operators.contains(&Operator::Gt))
        };
        let filter = spec.filter.as_ref().filter(greater).map(FilterSpec::part);
        let order = spec.order.as_ref().map(OrderSpec::part);
        let (Some(filter), Some(order)) = (filter.filter(has), order.filter(has)) else {
            let message = format!("the list must filter by `>{id}`, and sort by `{id}`");
            let error = place.value_error("E0704", message);
            let beside = "beside `filter` and `order`";
            let help = format!("name `{id}` under `fields`, {beside}; or remove `walk`");
            self.report(error.help(help));
            return None;
        };
        let select = spec.select.as_ref().map(SelectSpec::part);
        Some(Walk {
            id: id.to_owned(),
            filter: filter.param.to_owned(),
            order: order.param.to_owned(),
            select: select.map(|select| select.param.to_owned()),
        })
    }
}
