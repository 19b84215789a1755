//! How long a list may take.

use std::time::Duration;

use bitrix24::client::{RateLimit, Retry};
use bitrix24::crm::deal;
use bitrix24::{Bitrix24, CallError, TransportErrorKind, blocking};

use super::model::reply;
use super::support::Portal;
use super::time::Jumps;

const SECOND: Duration = Duration::from_secs(1);

/// A portal with four pages of deals that takes four seconds for each.
fn slow(jumps: &Jumps) -> Portal {
    let jumps = jumps.clone();
    let ids: Vec<i64> = (1..=200).collect();
    Portal::start(move |request| {
        jumps.jump(4 * SECOND);
        reply(request, &ids)
    })
}

macro_rules! builder {
    ($client:ty, $jumps:expr) => {
        <$client>::builder()
            .timer($jumps.clone())
            .rate_limit(RateLimit::UNLIMITED)
            .retry(Retry::never())
    };
}

fn is_late<E>(error: &CallError<E>) -> bool {
    matches!(error, CallError::Transport(error)
        if error.kind == TransportErrorKind::Deadline && !error.may_have_run)
}

#[tokio::test]
async fn a_deadline_is_for_all_pages_together() {
    for of_the_client in [true, false] {
        let (jumps, own) = (Jumps::new(), Duration::from_secs(10));
        let portal = slow(&jumps);
        let mut builder = builder!(Bitrix24, jumps);
        if of_the_client {
            builder = builder.deadline(own);
        }
        let mut pages = builder
            .webhook(portal.webhook())
            .unwrap()
            .pages(deal::List::new())
            .page_by_page();
        if !of_the_client {
            pages = pages.deadline(own);
        }
        // It begins with the first page.
        jumps.jump(60 * SECOND);
        for _ in 0..3 {
            assert_eq!(pages.next().await.unwrap().unwrap().len(), 50);
        }
        assert!(is_late(&pages.next().await.unwrap().unwrap_err()));
        assert!(pages.next().await.is_none());
        assert_eq!(portal.received().len(), 3);
    }
}

#[test]
fn a_deadline_is_for_all_pages_together_without_async_too() {
    let jumps = Jumps::new();
    let portal = slow(&jumps);
    let bitrix = builder!(blocking::Bitrix24, jumps)
        .webhook(portal.webhook())
        .unwrap();
    let mut pages = bitrix
        .pages(deal::List::new())
        .page_by_page()
        .deadline(10 * SECOND);
    jumps.jump(60 * SECOND);
    for _ in 0..3 {
        assert_eq!(pages.next().unwrap().unwrap().len(), 50);
    }
    assert!(is_late(&pages.next().unwrap().unwrap_err()));
    assert!(pages.next().is_none());
    assert_eq!(portal.received().len(), 3);
}
