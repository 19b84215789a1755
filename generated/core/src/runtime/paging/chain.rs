//! Pages that are asked for before those ahead of them have arrived: in one batch, each after the last row of the one before.

#![cfg_attr(not(test), allow(dead_code))] // Types alone make no batch.

use super::Paged;
use super::bound::{bind, path};
use super::parts::clear;
use super::style::{Paging, Walk};
use crate::runtime::record::{Record, Slot};

impl Paging {
    /// Makes a request by [`walk`](crate::Walkable::walk) be counted, where it is not: the first page, so as to know how many
    /// follow. Where that leads, the request before says.
    pub(crate) fn count(self, request: &mut dyn Record) {
        if let Self::Start { param, .. } = self {
            clear(request, param);
        }
    }
}

impl Walk {
    /// Makes a request by [`walk`](crate::Walkable::walk) ask for the rows after `id`.
    pub(crate) fn after(self, request: &mut dyn Record, id: i64) {
        bind(request, self, Slot::Integer(id));
    }

    /// Where a request that [asks for rows after](Self::after) an identifier has it: `filter.>ID`, in REST 3 `filter[0][2]`.
    pub(crate) fn place_in(self, request: &dyn Record) -> String {
        path(request, self)
    }

    /// Where the answer of `M` has the identifier of a row, in the JSON under `result`: `[49].ID`, `tasks[49].id`.
    pub(crate) fn place_of<M: Paged>(self, index: usize) -> String {
        self.place(M::UNWRAP.unwrap_or_default(), M::ROWS, index)
    }

    fn place(self, unwrap: &str, rows: &str, index: usize) -> String {
        let dot = if unwrap.is_empty() || rows.is_empty() {
            ""
        } else {
            "."
        };
        format!("{unwrap}{dot}{rows}[{index}].{}", self.id)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::{Value, json};

    use super::super::Walkable;
    use super::*;
    use crate::SystemCode;
    use crate::filter::{eq, gt};
    use crate::runtime::macros::{method, paged, record};
    use crate::runtime::record::Wire as _;
    use crate::runtime::{Conditions, Order, Pagination, Triples, to_value};

    struct Row {
        id: Option<i64>,
    }

    record! { Row { 0: id => "id" } }

    struct List {
        filter: Option<Conditions>,
        sort: Option<Order>,
        start: Option<i64>,
    }

    record! { List { 0: filter => "FILTER", 1: sort => "sort", 2: start => "start" } }

    method! {
        List { name: "a.list", scopes: [], effect: Read, output: Vec<Row>, error: SystemCode, unwrap: "rows" }
    }

    paged! {
        List {
            paging: Start { param: "start" },
            size: 50,
            item: Row,
            walk: { id: "id", name: "ID", filter: "FILTER", order: "sort" },
        }
    }

    struct ListV3 {
        filter: Option<Triples>,
        order: Option<Order>,
        pagination: Option<Pagination>,
    }

    record! { ListV3 { 0: filter => "filter", 1: order => "order", 2: pagination => "pagination" } }

    struct Rows {
        items: Vec<Row>,
    }

    record! { Rows { 0: items => "items" required } }

    method! {
        ListV3 { name: "a.list", scopes: [], effect: Read, output: Rows, error: SystemCode, version: V3 }
    }

    paged! {
        ListV3 {
            paging: Pagination { param: "pagination" },
            size: 50,
            item: Row,
            rows: items => "items",
            walk: { id: "id" },
        }
    }

    /// What is sent first, first but counted, and for the rows after 7; with the place of the 7.
    fn requests<M: Walkable>(request: &M) -> ([Value; 3], String) {
        let walk = M::PAGING.walk().unwrap();
        let first = request.walk();
        let (mut counted, mut after) = (first.clone(), first.clone());
        M::PAGING.count(&mut counted);
        walk.after(&mut after, 7);
        let sent = [&first, &counted, &after].map(|request| to_value(request.slot()).unwrap());
        (sent, walk.place_in(&after))
    }

    #[test]
    fn a_walk_of_the_older_protocol() {
        let mut list = List::empty();
        let sort = json!({ "ID": "ASC" });
        let (sent, place) = requests(&list);
        let after = json!({ "FILTER": { ">ID": 7 }, "sort": sort, "start": -1 });
        let first = json!({ "sort": sort, "start": -1 });
        assert_eq!(sent, [first, json!({ "sort": sort }), after]);
        assert_eq!(place, "FILTER.>ID");
        let mut filter = Conditions::default();
        filter.add("ID", gt::<i64>(3), true);
        list.filter = Some(filter);
        let (sent, _) = requests(&list);
        let filters = sent.map(|sent| sent["FILTER"].clone());
        let [begin, after] = [3, 7].map(|id| json!({ ">ID": id }));
        assert_eq!(filters, [begin.clone(), begin, after]);
    }

    #[test]
    fn a_walk_of_rest_3() {
        let mut list = ListV3::empty();
        let sent = |id| json!({ "filter": [["id", ">", id]], "order": { "id": "ASC" } });
        let (requests_of, place) = requests(&list);
        assert_eq!(requests_of, [sent(0), sent(0), sent(7)]);
        assert_eq!(place, "filter[0][2]");
        let mut filter = Triples::default();
        filter.add("id", eq::<i64>(4));
        filter.add("id", gt::<i64>(3));
        filter.add("parent", gt::<i64>(1));
        list.filter = Some(filter);
        list.pagination = Some(Pagination::new().page(3).limit(10));
        let ([first, _, after], place) = requests(&list);
        assert_eq!(first["filter"][1], json!(["id", ">", 3]));
        assert_eq!(
            after["filter"],
            json!([["id", "=", 4], ["id", ">", 7], ["parent", ">", 1]])
        );
        assert_eq!(after["pagination"], json!({ "limit": 10 }));
        assert_eq!(place, "filter[1][2]");
        // A number that JSON cannot write stays an error.
        let mut filter = Triples::default();
        filter.add("price", eq::<f64>(f64::NAN));
        list.filter = Some(filter);
        assert!(to_value(list.walk().slot()).is_err());
    }

    #[test]
    fn where_an_answer_has_the_identifier() {
        let place = |unwrap, rows| Walk::new("ID").place(unwrap, rows, 49);
        assert_eq!(place("", ""), "[49].ID");
        assert_eq!(place("page", "rows"), "page.rows[49].ID");
        let walk = List::PAGING.walk().unwrap();
        assert_eq!(walk.place_of::<List>(0), "rows[0].id");
        let walk = ListV3::PAGING.walk().unwrap();
        assert_eq!(walk.place_of::<ListV3>(9), "items[9].id");
    }
}
