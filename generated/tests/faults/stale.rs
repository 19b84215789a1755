//! Connections that are gone when they are used again, and connections that never were.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use bitrix24::biconnector::source;
use bitrix24::client::{BoxFuture, RateLimit, Retry};
use bitrix24::{Bitrix24, CallError, TransportErrorKind, blocking};

use super::run::Clock;
use super::server::read;

/// A server, and how often it has run something.
struct Server {
    address: String,
    ran: Arc<AtomicU32>,
    /// Tells of each connection that the server has closed.
    closed: Receiver<()>,
}

impl Server {
    /// Serves each connection by `serve`, which runs calls and then closes it.
    fn start(serve: fn(&TcpStream, &AtomicU32)) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let ran = Arc::new(AtomicU32::new(0));
        let (sender, closed): (Sender<()>, _) = channel();
        let count = Arc::clone(&ran);
        thread::spawn(move || {
            for connection in listener.incoming().map_while(Result::ok) {
                let (count, sender) = (Arc::clone(&count), sender.clone());
                thread::spawn(move || {
                    serve(&connection, &count);
                    let _ = connection.shutdown(Shutdown::Both);
                    drop(connection);
                    let _ = sender.send(());
                });
            }
        });
        Self {
            address: format!("http://{address}/rest/1/s3cret/"),
            ran,
            closed,
        }
    }

    fn ran(&self) -> u32 {
        self.ran.load(Ordering::Relaxed)
    }

    fn client(&self) -> Bitrix24 {
        client(&self.address)
    }

    fn blocking(&self) -> blocking::Bitrix24 {
        blocking(&self.address)
    }
}

fn client(address: &str) -> Bitrix24 {
    Bitrix24::builder()
        .timer(Clock::new())
        .rate_limit(RateLimit::UNLIMITED)
        .retry(Retry::default().attempts(3))
        .webhook(address)
        .unwrap()
}

fn blocking(address: &str) -> blocking::Bitrix24 {
    blocking::Bitrix24::builder()
        .timer(Clock::new())
        .rate_limit(RateLimit::UNLIMITED)
        .retry(Retry::default().attempts(3))
        .webhook(address)
        .unwrap()
}

/// Runs one call of the connection, and answers it.
fn run_one(connection: &TcpStream, ran: &AtomicU32) {
    let mut reader = BufReader::new(connection);
    if read(&mut reader).is_ok() {
        ran.fetch_add(1, Ordering::Relaxed);
        let mut writer = connection;
        let _ = writer.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"result\":true}");
    }
}

/// Runs one call, and closes the connection when the next one arrives: with it still unread, the client cannot know.
fn run_one_and_drop_the_next(connection: &TcpStream, ran: &AtomicU32) {
    run_one(connection, ran);
    let _ = BufReader::new(connection).fill_buf();
}

/// Runs two calls, but answers only the first.
fn run_two_and_answer_one(connection: &TcpStream, ran: &AtomicU32) {
    run_one(connection, ran);
    if read(&mut BufReader::new(connection)).is_ok() {
        ran.fetch_add(1, Ordering::Relaxed);
    }
}

#[tokio::test]
async fn a_connection_that_the_server_has_closed_costs_no_write() {
    let server = Server::start(run_one);
    let client = server.client();
    for writes in 1..=100 {
        assert!(client.send(source::Delete::new(1)).await.unwrap());
        server.closed.recv().unwrap();
        // Only while it waits does the runtime see what has become of its connections.
        tokio::time::sleep(Duration::from_millis(1)).await;
        assert_eq!(server.ran(), writes);
    }
    let client = server.blocking();
    for writes in 101..=200 {
        assert!(client.send(source::Delete::new(1)).unwrap());
        server.closed.recv().unwrap();
        assert_eq!(server.ran(), writes);
    }
}

/// What came of a write on a connection that ended under it.
fn check(error: &CallError<source::DeleteError>) {
    assert!(error.may_have_run(), "{error}");
    let CallError::Transport(error) = error else {
        panic!("{error}");
    };
    assert_eq!(error.kind, TransportErrorKind::Interrupted);
}

#[tokio::test]
async fn a_write_on_a_connection_that_ends_under_it_is_not_sent_again() {
    for (serve, runs) in [
        (run_one_and_drop_the_next as fn(&TcpStream, &AtomicU32), 1),
        (run_two_and_answer_one, 2),
    ] {
        for round in 1..=20 {
            let server = Server::start(serve);
            let client = server.client();
            assert!(client.send(source::Delete::new(1)).await.unwrap());
            check(&client.send(source::Delete::new(1)).await.unwrap_err());
            assert_eq!(server.ran(), runs, "round {round}");
            let server = Server::start(serve);
            let client = server.blocking();
            assert!(client.send(source::Delete::new(1)).unwrap());
            check(&client.send(source::Delete::new(1)).unwrap_err());
            assert_eq!(server.ran(), runs, "round {round}");
        }
    }
}

#[tokio::test]
async fn a_write_that_may_be_repeated_is_when_its_connection_ends_under_it() {
    let server = Server::start(run_one_and_drop_the_next);
    let client = server.client();
    for _ in 0..2 {
        let call = client.request(source::Delete::new(1)).idempotent();
        assert!(call.send().await.unwrap());
    }
    assert_eq!(server.ran(), 2);
    let client = server.blocking();
    for _ in 0..2 {
        let call = client.request(source::Delete::new(1)).idempotent();
        assert!(call.send().unwrap());
    }
    assert_eq!(server.ran(), 4);
}

#[tokio::test]
async fn a_write_that_cannot_be_sent_did_not_run_and_is_tried_again() {
    // A port at which nobody listens any more.
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr();
    let address = format!("http://{}/rest/1/s3cret/", address.unwrap());
    let never_left = |error: CallError<source::DeleteError>| {
        assert!(!error.may_have_run(), "{error}");
        let CallError::Transport(error) = error else {
            panic!("{error}");
        };
        assert_eq!(error.kind, TransportErrorKind::Connect);
        assert!(!format!("{error} {error:?}").contains("s3cret"));
    };
    never_left(
        client(&address)
            .send(source::Delete::new(1))
            .await
            .unwrap_err(),
    );
    let failing = blocking(&address);
    let error = tokio::task::spawn_blocking(move || failing.send(source::Delete::new(1)));
    never_left(error.await.unwrap().unwrap_err());

    // As soon as somebody does, it passes.
    let ran = Arc::new(AtomicU32::new(0));
    let host = address.split('/').nth(2).unwrap().to_owned();
    let begin = Begin(Mutex::new(Some((host, Arc::clone(&ran)))));
    let client = Bitrix24::builder().timer(begin).webhook(&address).unwrap();
    let response = client.send_full(source::Delete::new(1)).await.unwrap();
    assert_eq!((response.attempts, ran.load(Ordering::Relaxed)), (2, 1));
}

/// A server that begins to listen when it is waited for.
struct Begin(Mutex<Option<(String, Arc<AtomicU32>)>>);

impl bitrix24::client::Timer for Begin {
    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        if let Some((host, ran)) = self.0.lock().unwrap().take() {
            let listener = TcpListener::bind(host).unwrap();
            thread::spawn(move || run_one(&listener.accept().unwrap().0, &ran));
        }
        Box::pin(std::future::ready(()))
    }
}

#[tokio::test]
async fn a_write_that_is_not_answered_in_time_may_have_run() {
    fn silence(connection: &TcpStream, ran: &AtomicU32) {
        let mut reader = BufReader::new(connection);
        if read(&mut reader).is_ok() {
            ran.fetch_add(1, Ordering::Relaxed);
            let _ = reader.fill_buf();
        }
    }
    let server = Server::start(silence);
    let timeout = Duration::from_millis(100);
    let client = Bitrix24::builder().timeout(timeout);
    let client = client.webhook(&server.address).unwrap();
    let error = client.send(source::Delete::new(1)).await.unwrap_err();
    let late = |error: CallError<source::DeleteError>| {
        assert!(error.may_have_run());
        let CallError::Transport(error) = error else {
            panic!("{error}");
        };
        assert_eq!(error.kind, TransportErrorKind::Timeout);
    };
    late(error);
    assert_eq!(server.ran(), 1);
    let client = blocking::Bitrix24::builder().timeout(timeout);
    let client = client.webhook(&server.address).unwrap();
    late(client.send(source::Delete::new(1)).unwrap_err());
    assert_eq!(server.ran(), 2);
}
