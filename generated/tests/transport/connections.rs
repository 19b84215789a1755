//! How many connections a client makes: as many as it uses at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use bitrix24::Bitrix24;
use bitrix24::biconnector::source;
use bitrix24::blocking::{self, UreqTransport};
use bitrix24::client::{HyperTransport, RateLimit};

use crate::servers::{answer_all, serve};

/// A server, and how many connections were made to it.
fn counted() -> (String, Arc<AtomicUsize>) {
    let connections = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&connections);
    let address = serve(move |connection| {
        count.fetch_add(1, Ordering::Relaxed);
        answer_all(connection);
    });
    (format!("http://{address}/rest/1/s3cret/"), connections)
}

const THREADS: usize = 16;
const CALLS: usize = 50;

fn threads(transport: UreqTransport) -> usize {
    let (webhook, connections) = counted();
    let builder = blocking::Bitrix24::builder().rate_limit(RateLimit::UNLIMITED);
    let bitrix = builder.transport(transport).webhook(webhook).unwrap();
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                for id in 0..CALLS {
                    assert!(bitrix.send(source::Delete::new(id as i64)).unwrap());
                }
            });
        }
    });
    connections.load(Ordering::Relaxed)
}

fn tasks(transport: HyperTransport) -> usize {
    let (webhook, connections) = counted();
    let builder = Bitrix24::builder().rate_limit(RateLimit::UNLIMITED);
    let bitrix = builder.transport(transport).webhook(webhook).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let tasks = (0..THREADS).map(|_| {
        let bitrix = bitrix.clone();
        runtime.spawn(async move {
            for id in 0..CALLS {
                assert!(bitrix.send(source::Delete::new(id as i64)).await.unwrap());
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        runtime.block_on(task).unwrap();
    }
    connections.load(Ordering::Relaxed)
}

#[test]
fn there_are_no_more_connections_than_calls_at_once() {
    let made = threads(UreqTransport::new().unwrap());
    assert!((1..=THREADS).contains(&made), "{made}");
    // hyper makes one while it waits for another to become free, and keeps it: how many depends on the machine.
    let made = tasks(HyperTransport::new().unwrap());
    assert!((1..=4 * THREADS).contains(&made), "{made}");
}

#[test]
fn fewer_are_kept_if_the_caller_says_so() {
    let transport = UreqTransport::builder().pool_max_idle_per_host(0);
    assert_eq!(threads(transport.build().unwrap()), THREADS * CALLS);
    let transport = HyperTransport::builder().pool_max_idle_per_host(0);
    assert_eq!(tasks(transport.build().unwrap()), THREADS * CALLS);
}
