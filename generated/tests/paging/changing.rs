//! Lists that change while they are read.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use bitrix24::biconnector::source;
use bitrix24::client::{BoxFuture, HttpRequest, HttpResponse, RateLimit, Transport};
use bitrix24::crm::{contact, deal, item};
use bitrix24::v3::main::eventlog;
use bitrix24::{Bitrix24, CallError, ItemError, Paged, TransportError, Walkable as _, im, user};

use super::dice::Dice;
use super::model::{answer, id};
use super::time::Jumps;

/// A list in the memory of this process, and others who change it.
struct List {
    ids: BTreeSet<i64>,
    /// The rows that were there all the time.
    stayed: BTreeSet<i64>,
    dice: Dice,
    requests: usize,
}

impl List {
    fn new(mut dice: Dice) -> Self {
        let size = dice.below(130);
        // There are gaps, where rows were deleted before or may come yet.
        let ids: BTreeSet<i64> = (0..size).map(|_| 1 + dice.below(400) as i64).collect();
        Self {
            stayed: ids.clone(),
            ids,
            dice,
            requests: 0,
        }
    }

    /// What the others do between two pages.
    fn change(&mut self) {
        for _ in 0..self.dice.below(12) {
            let deleted = self.dice.below(400) as i64;
            self.ids.remove(&deleted);
            self.stayed.remove(&deleted);
        }
        for _ in 0..self.dice.below(12) {
            self.ids.insert(1 + self.dice.below(450) as i64);
        }
    }
}

#[derive(Clone)]
struct Shared(Arc<Mutex<List>>);

impl Transport for Shared {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let mut list = self.0.lock().unwrap();
        list.requests += 1;
        let url = request.url.expose_secret();
        let method = url.rsplit('/').next().unwrap();
        let ids: Vec<i64> = list.ids.iter().copied().collect();
        let parameters = serde_json::from_slice(&request.body).unwrap();
        let answer = answer(method, &parameters, &ids).to_string();
        list.change();
        Box::pin(std::future::ready(Ok(HttpResponse::new(200, answer))))
    }
}

/// Reads a list while it changes: what came, and what was there all the time.
async fn walk<M: Paged>(dice: Dice, request: &M) -> (Vec<i64>, BTreeSet<i64>, bool) {
    let list = Shared(Arc::new(Mutex::new(List::new(dice))));
    let client = Bitrix24::builder()
        .transport(list.clone())
        .timer(Jumps::new())
        .rate_limit(RateLimit::UNLIMITED)
        .webhook("https://changing.example/rest/1/s3cret/")
        .unwrap();
    let (mut rows, mut ids, mut ended) = (
        client.items(request.clone()).page_by_page(),
        Vec::new(),
        true,
    );
    while let Some(row) = rows.next().await {
        match row {
            Ok(row) => ids.push(id(&row)),
            Err(ItemError::Call(CallError::Stalled(_))) => ended = false,
            Err(error) => panic!("{error}"),
        }
        assert!(list.0.lock().unwrap().requests < 100, "this does not end");
    }
    let stayed = list.0.lock().unwrap().stayed.clone();
    (ids, stayed, ended)
}

/// Reads by identifier: no row twice, and none missing that was there all the time.
async fn by_identifier<M: Paged>(seed: u64, walks: u64, request: M) {
    for number in 0..walks {
        let run = format!("{}, seed {seed}, walk {number}", M::NAME);
        let (ids, stayed, ended) = walk(Dice::new(seed ^ number << 8), &request).await;
        assert!(ended, "{run}: it stalled");
        assert!(
            ids.windows(2).all(|pair| pair[0] < pair[1]),
            "{run}: {ids:?}"
        );
        let ids: BTreeSet<i64> = ids.into_iter().collect();
        let missing: Vec<_> = stayed.difference(&ids).collect();
        assert!(missing.is_empty(), "{run}: {missing:?}");
    }
}

/// Reads by number or offset, where rows may come twice or not at all; but it comes to an end.
async fn by_place<M: Paged>(seed: u64, walks: u64, request: M) {
    for number in 0..walks {
        walk(Dice::new(seed ^ number << 8), &request).await;
    }
}

#[tokio::test]
async fn twelve_thousand_walks_over_lists_that_change_come_to_an_end() {
    let seed = Dice::seed();
    by_identifier(seed, 2_500, deal::List::new().walk()).await;
    by_identifier(seed + 1, 2_500, contact::List::new().walk()).await;
    by_identifier(
        seed + 2,
        2_500,
        item::List::new(item::EntityType::Deal).walk(),
    )
    .await;
    by_identifier(seed + 7, 1_000, source::List::new().walk()).await;
    by_identifier(seed + 8, 1_000, eventlog::List::new().walk()).await;
    by_identifier(seed + 9, 500, user::Get::new().walk()).await;
    by_place(seed + 3, 500, deal::List::new()).await;
    by_place(seed + 4, 1_000, source::List::new()).await;
    by_place(seed + 5, 500, im::dialog::users::List::new("chat1")).await;
    by_place(seed + 6, 500, eventlog::List::new()).await;
}
