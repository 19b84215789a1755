//! A list of deals, as the server sends it: the pages, and the batches of them.

use std::fmt::Write as _;

use serde_json::{Value, json};

/// How many rows there are, and how many on a page.
pub const ROWS: usize = 100_000;
pub const PAGE: usize = 50;

/// The answer to `crm.item.list`.
pub fn page(parameters: &Value) -> String {
    let after = parameters["filter"][">id"].as_u64();
    let start = after.or(parameters["start"].as_u64()).unwrap_or(0);
    let start = usize::try_from(start).unwrap_or(0);
    let next = next(start).map_or_else(String::new, |next| format!(r#","next":{next}"#));
    format!(
        r#"{{"result":{}{next},"total":{ROWS},"time":{TIME}}}"#,
        items(start)
    )
}

/// The answer to a `batch` of them, or of additions.
pub fn batch(parameters: &Value) -> String {
    let mut commands: Vec<_> = parameters["cmd"].as_object().into_iter().flatten().collect();
    // In the order in which they were sent, which a map of serde_json does not keep.
    commands.sort_by_key(|(key, _)| (key.len(), *key));
    let (mut pages, mut nexts, mut totals) = (Vec::new(), json!({}), json!({}));
    let mut last = 0;
    for (key, command) in commands {
        let is_add = |command: &str| command.starts_with("crm.deal.add");
        if command.as_str().is_some_and(is_add) {
            pages.push(format!("{key:?}:17"));
            continue;
        }
        let start = match (command.as_str().and_then(after), start(command)) {
            // By identifier; a reference is one to the last row of the page before.
            (Some(after), _) => after.unwrap_or(last),
            (None, start) => start.unwrap_or(0),
        };
        last = start + PAGE;
        pages.push(format!("{key:?}:{}", items(start)));
        totals[key] = ROWS.into();
        if let Some(next) = next(start) {
            nexts[key] = next.into();
        }
    }
    format!(
        r#"{{"result":{{"result":{{{}}},"result_error":[],"result_total":{totals},"result_next":{nexts},"result_time":[]}},"time":{TIME}}}"#,
        pages.join(",")
    )
}

/// The row that a page begins at.
fn start(command: &Value) -> Option<usize> {
    let start = command.as_str()?.split("start=").nth(1)?;
    start.parse().ok()
}

/// The identifier that a page begins after, which is the number of rows before it; of a reference nothing.
fn after(command: &str) -> Option<Option<usize>> {
    let after = command.split("filter%5B%3Eid%5D=").nth(1)?;
    Some(after.split('&').next()?.parse().ok())
}

fn next(start: usize) -> Option<usize> {
    (start + PAGE < ROWS).then_some(start + PAGE)
}

fn items(start: usize) -> String {
    let mut items = String::with_capacity(1 << 14);
    for id in start + 1..=(start + PAGE).min(ROWS) {
        let comma = if items.is_empty() { "" } else { "," };
        let _ = write!(
            items,
            r#"{comma}{{"id":{id},"title":"Deal {id}","stageId":"C1:NEW","opportunity":{}.5,"currencyId":"EUR","opened":"Y","assignedById":{},"createdTime":"2026-03-{:02}T10:15:00+03:00","updatedTime":"2026-04-{:02}T18:40:00+03:00","comments":null}}"#,
            id % 9_000,
            id % 40 + 1,
            id % 28 + 1,
            id % 27 + 1,
        );
    }
    format!(r#"{{"items":[{items}]}}"#)
}

const TIME: &str = r#"{"start":1780000000.1,"finish":1780000000.2,"duration":0.1,"processing":0.05,"date_start":"2026-05-28T22:26:40+03:00","date_finish":"2026-05-28T22:26:40+03:00"}"#;
