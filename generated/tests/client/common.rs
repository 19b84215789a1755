//! What the tests of both clients share.

#![allow(dead_code)]

use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use socket2::{Domain, Socket, Type};

use super::support::{Reply, Request, error, is_new};

/// A source, as the portal shows it.
pub(crate) fn source() -> Value {
    json!({ "item": {
        "connection": { "id": 6, "title": "Sales ledger", "type": "rest", "code": "rest_4", "active": true },
        "connectorId": 4,
        "settings": [],
    } })
}

/// Answers with these, one after the other; with the last one again and again.
pub(crate) fn script(replies: Vec<Reply>) -> impl Fn(&Request) -> Reply + Send + Sync + 'static {
    let next = AtomicUsize::new(0);
    move |_| {
        let index = next.fetch_add(1, Ordering::SeqCst);
        replies[index.min(replies.len() - 1)].clone()
    }
}

/// A page of HTML.
pub(crate) fn html(status: u16) -> Reply {
    let headers = vec!["Content-Type: text/html".to_owned()];
    Reply::Raw(
        status,
        headers,
        "<html><body>Sorry!</body></html>".to_owned(),
    )
}

pub(crate) fn over_the_limit() -> Reply {
    error(503, "QUERY_LIMIT_EXCEEDED", "Too many requests")
}

/// A redirect.
pub(crate) fn redirect(status: u16, location: &str) -> Reply {
    Reply::Raw(status, vec![format!("Location: {location}")], String::new())
}

/// No answer before the client has given up.
pub(crate) fn never() -> Reply {
    Reply::Late(Duration::from_secs(600), Box::new(Reply::Close))
}

/// How long a test waits for an answer that never comes.
pub(crate) const SHORT: Duration = Duration::from_millis(300);

/// What comes to nothing after the request has left, in ways that may pass: it is not known whether the call ran.
pub(crate) fn lost() -> Vec<(&'static str, Reply)> {
    let raw = |status, body: &str| Reply::Raw(status, Vec::new(), body.to_owned());
    vec![
        ("no code", error(500, "", "Something went wrong")),
        ("the code 0", Reply::Json(500, json!({ "error": 0 }))),
        ("an unknown code", error(500, "SOMETHING_ELSE", "")),
        (
            "INTERNAL_SERVER_ERROR",
            error(500, "INTERNAL_SERVER_ERROR", ""),
        ),
        (
            "unexpected answer",
            error(500, "ERROR_UNEXPECTED_ANSWER", ""),
        ),
        ("HTML with 500", html(500)),
        ("HTML with 502", html(502)),
        ("HTML with 503", html(503)),
        ("nothing with 504", raw(504, "")),
        ("nothing with 200", raw(200, "")),
        ("half a JSON", raw(200, r#"{"result":{"item":{"conn"#)),
        (
            "half an answer",
            Reply::Cut(20, json!({ "result": true, "time": {} })),
        ),
        (
            "half a head",
            Reply::Bytes(b"HTTP/1.1 200 OK\r\nContent-".to_vec()),
        ),
        ("no answer", Reply::Close),
        ("an answer too late", never()),
    ]
}

/// What is not repeated, whatever the method does.
pub(crate) fn settled() -> Vec<(&'static str, Reply)> {
    let raw = |status, body: &str| Reply::Raw(status, Vec::new(), body.to_owned());
    vec![
        ("OVERLOAD_LIMIT", error(503, "OVERLOAD_LIMIT", "blocked")),
        ("PORTAL_DELETED", error(500, "PORTAL_DELETED", "")),
        ("an unknown code with 200", error(200, "SOMETHING_ELSE", "")),
        ("an unknown code with 400", error(400, "SOMETHING_ELSE", "")),
        ("an unknown code with 403", error(403, "SOMETHING_ELSE", "")),
        ("no code with 400", error(400, "", "Something went wrong")),
        (
            "an expired token of a webhook",
            error(401, "expired_token", ""),
        ),
        (
            "a code of the method with 500",
            error(500, "SOURCE_NOT_FOUND", ""),
        ),
        ("HTML with 200", html(200)),
        ("HTML with 404", html(404)),
        ("no envelope", raw(200, r#"{"data":1}"#)),
        ("a list", raw(200, "[1]")),
    ]
}

/// An address of this machine where nobody listens yet, and nobody else can.
pub(crate) struct Closed(Mutex<Option<Socket>>, SocketAddr);

impl Closed {
    pub(crate) fn new() -> Self {
        let mut old = Vec::new();
        loop {
            let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
            let any: SocketAddr = "127.0.0.1:0".parse().unwrap();
            socket.bind(&any.into()).unwrap();
            let address = socket.local_addr().unwrap().as_socket().unwrap();
            if is_new(address.port()) {
                return Self(Mutex::new(Some(socket)), address);
            }
            old.push(socket);
        }
    }

    pub(crate) fn webhook(&self) -> String {
        format!("http://{}/rest/1/s3cret/", self.1)
    }

    /// Opens it; nothing if that has been done.
    pub(crate) fn open(&self) -> Option<TcpListener> {
        let socket = self.0.lock().unwrap().take()?;
        socket.listen(16).unwrap();
        Some(socket.into())
    }
}

/// What a server's thread waits at until the test opens it.
#[derive(Clone, Default)]
pub(crate) struct Gate(Arc<(Mutex<bool>, Condvar)>);

impl Gate {
    pub(crate) fn open(&self) {
        *self.0.0.lock().unwrap() = true;
        self.0.1.notify_all();
    }

    pub(crate) fn pass(&self) {
        let mut open = self.0.0.lock().unwrap();
        while !*open {
            open = self.0.1.wait(open).unwrap();
        }
    }
}

/// Waits, without a limit, until something that is under way elsewhere has happened.
pub(crate) fn until(happened: impl Fn() -> bool) {
    while !happened() {
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// One transport for all tests, for the certificates of the system take their time.
#[cfg(feature = "client")]
pub(crate) fn http_transport() -> bitrix24::client::HyperTransport {
    use std::sync::LazyLock;

    use bitrix24::client::HyperTransport;

    static SHARED: LazyLock<HyperTransport> = LazyLock::new(|| HyperTransport::new().unwrap());
    SHARED.clone()
}

/// Polls a future once.
#[cfg(feature = "client")]
pub(crate) fn poll_once<F: Future>(future: std::pin::Pin<&mut F>) -> Option<F::Output> {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match future.poll(&mut context) {
        std::task::Poll::Ready(output) => Some(output),
        std::task::Poll::Pending => None,
    }
}
