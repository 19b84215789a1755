//! Reading a long list: by page, and by batches of pages.

use std::collections::BTreeMap;

use bitrix24::crm::item::{EntityType, List};
use bitrix24::{Bitrix24, PagedRequest as _};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::{Failure, TIMEOUT};

/// How many rows there are, how many on a page, and how many pages in a batch.
const ROWS: usize = 100_000;
const PAGE: usize = 50;
const BATCH: usize = 50;

/// As the crate does it, or by page.
pub async fn items(bitrix: &Bitrix24, by_page: bool) -> Result<(), Failure> {
    let (mut items, mut sum) = (bitrix.items(List::new(EntityType::Deal)), 0);
    if by_page {
        items = items.page_by_page();
    }
    while let Some(item) = items.next().await {
        sum += item?.id.map_or(0, |id| id.get());
    }
    all(sum)
}

/// The same with rows of the peer's type.
pub async fn own(bitrix: &Bitrix24, by_page: bool) -> Result<(), Failure> {
    let list = List::new(EntityType::Deal).rows_as::<Deal>();
    let (mut items, mut sum) = (bitrix.items(list), 0);
    if by_page {
        items = items.page_by_page();
    }
    while let Some(item) = items.next().await {
        sum += item?.id;
    }
    all(sum)
}

/// By batch.
pub async fn batches(bitrix: &Bitrix24) -> Result<(), Failure> {
    let mut sum = 0;
    for starts in starts() {
        let lists = starts.map(|start| List::new(EntityType::Deal).start(start));
        for page in bitrix.batch(lists.collect::<Vec<_>>()).await {
            let ids = page?.into_iter().filter_map(|item| item.id);
            sum += ids.map(|id| id.get()).sum::<i64>();
        }
    }
    all(sum)
}

/// What a caller writes who has no crate for the API.
#[allow(dead_code)]
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Deal {
    id: i64,
    title: Option<String>,
    stage_id: Option<String>,
    opportunity: Option<f64>,
    currency_id: Option<String>,
    opened: Option<String>,
    assigned_by_id: Option<i64>,
    created_time: Option<String>,
    updated_time: Option<String>,
    comments: Option<String>,
}

#[derive(Deserialize)]
struct Page {
    items: Vec<Deal>,
}

#[derive(Deserialize)]
struct PageAnswer {
    result: Page,
    next: Option<i64>,
}

#[derive(Deserialize)]
struct BatchAnswer {
    result: BatchResult,
}

#[derive(Deserialize)]
struct BatchResult {
    result: BTreeMap<String, Page>,
}

pub async fn bare_pages(client: &reqwest::Client, url: &str) -> Result<(), Failure> {
    let url = format!("{url}crm.item.list");
    let (mut start, mut sum) = (Some(0), 0);
    while let Some(from) = start {
        let parameters = json!({ "entityTypeId": 2, "start": from });
        let answer: PageAnswer = call(client, &url, &parameters).await?;
        sum += answer.result.items.iter().map(|deal| deal.id).sum::<i64>();
        start = answer.next;
    }
    all(sum)
}

pub async fn bare_batches(client: &reqwest::Client, url: &str) -> Result<(), Failure> {
    let url = format!("{url}batch");
    let mut sum = 0;
    for starts in starts() {
        let command = |start| {
            (
                format!("p{start}"),
                format!("crm.item.list?entityTypeId=2&start={start}"),
            )
        };
        let commands: BTreeMap<String, String> = starts.map(command).collect();
        let answer: BatchAnswer =
            call(client, &url, &json!({ "halt": 0, "cmd": commands })).await?;
        let pages = answer.result.result.values();
        sum += pages
            .flat_map(|page| &page.items)
            .map(|deal| deal.id)
            .sum::<i64>();
    }
    all(sum)
}

async fn call<T: DeserializeOwned>(
    client: &reqwest::Client,
    url: &str,
    parameters: &Value,
) -> Result<T, Failure> {
    let request = client.post(url).header("Content-Type", "application/json");
    let request = request.body(parameters.to_string()).timeout(TIMEOUT);
    let body = request.send().await?.bytes().await?;
    Ok(serde_json::from_slice(&body)?)
}

/// Where the pages of each batch begin.
fn starts() -> impl Iterator<Item = impl Iterator<Item = i64>> {
    (0..ROWS).step_by(PAGE * BATCH).map(|first| {
        let pages = (first..(first + PAGE * BATCH).min(ROWS)).step_by(PAGE);
        pages.filter_map(|start| i64::try_from(start).ok())
    })
}

/// Whether every row was there.
fn all(sum: i64) -> Result<(), Failure> {
    let rows = i64::try_from(ROWS)?;
    if sum == rows * (rows + 1) / 2 {
        return Ok(());
    }
    Err(format!("rows are missing: the sum is {sum}").into())
}
