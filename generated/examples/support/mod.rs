//! A portal that is none: a small HTTP server on this machine, for examples and tests. It ends with the value.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod demo;

// The examples need it, and the tests do not.
#[allow(unused_imports)]
pub(crate) use demo::{answers, demo};

use std::collections::BTreeSet;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// What has arrived.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// `GET` or `POST`.
    pub(crate) verb: String,
    /// The path, and the query if there is one.
    pub(crate) path: String,
    /// The headers, their names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    /// The body.
    pub(crate) body: String,
}

impl Request {
    /// The method that is called: the end of the path.
    pub(crate) fn method(&self) -> &str {
        let path = self.path.split('?').next().unwrap();
        path.rsplit('/').next().unwrap()
    }

    /// The parameters.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// A header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

/// What is sent back.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// JSON with a status.
    Json(u16, Value),
    /// Anything with a status and headers: `Location: …`.
    Raw(u16, Vec<String>, String),
    /// Nothing: the connection is closed.
    Close,
    /// So many bytes of an answer that says that it is longer.
    Cut(usize, Value),
    /// An answer that comes late.
    Late(Duration, Box<Reply>),
    /// These bytes and no others; then the connection is closed.
    Bytes(Vec<u8>),
    /// These bytes, after which nothing comes, and the connection stays open.
    Open(Vec<u8>),
    /// An answer, after which the connection is closed without a word.
    Last(Box<Reply>),
}

/// The result of a call.
pub(crate) fn ok(result: Value) -> Reply {
    Reply::Json(
        200,
        json!({ "result": result, "time": { "start": 1747042200.0, "finish": 1747042200.5 } }),
    )
}

/// An error, as the server says it.
pub(crate) fn error(status: u16, code: &str, description: &str) -> Reply {
    Reply::Json(
        status,
        json!({ "error": code, "error_description": description }),
    )
}

/// Whether a port has not been used in this process before. The limiter of a portal is kept for as long as the process lives, by its
/// host and port, and the system gives a port again as soon as it is free: a portal at an old address would begin with what a test
/// before has left there.
pub(crate) fn is_new(port: u16) -> bool {
    static USED: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());
    USED.lock().unwrap().insert(port)
}

/// A listener at an address that is new.
fn listen() -> TcpListener {
    // Those at old addresses are kept meanwhile, so that they are not given again.
    let mut old = Vec::new();
    loop {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        if is_new(listener.local_addr().unwrap().port()) {
            return listener;
        }
        old.push(listener);
    }
}

type Handler = dyn Fn(&Request) -> Reply + Send + Sync;

/// A server.
pub(crate) struct Portal {
    address: SocketAddr,
    received: Arc<Mutex<Vec<Request>>>,
    stop: Arc<AtomicBool>,
}

impl Portal {
    /// Starts a server that answers by `handler`.
    pub(crate) fn start(handler: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        Self::on(listen(), handler)
    }

    /// Starts a server that answers by `handler` where others listened so far.
    pub(crate) fn on(
        listener: TcpListener,
        handler: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let portal = Self {
            address: listener.local_addr().unwrap(),
            received: Arc::default(),
            stop: Arc::default(),
        };
        let (received, stop) = (Arc::clone(&portal.received), Arc::clone(&portal.stop));
        let handler: Arc<Handler> = Arc::new(handler);
        thread::spawn(move || {
            for connection in listener.incoming().map_while(Result::ok) {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let (received, handler) = (Arc::clone(&received), Arc::clone(&handler));
                // A client that goes away ends the thread.
                thread::spawn(move || serve(&connection, &received, &*handler));
            }
        });
        portal
    }

    /// A webhook of the portal.
    pub(crate) fn webhook(&self) -> String {
        format!("{}/rest/1/s3cret/", self.url())
    }

    /// Where it is.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Everything that has arrived so far.
    pub(crate) fn received(&self) -> Vec<Request> {
        self.received.lock().unwrap().clone()
    }

    /// Host and port.
    pub(crate) fn host(&self) -> String {
        self.address.to_string()
    }

    /// The methods that were called so far.
    pub(crate) fn methods(&self) -> Vec<String> {
        let received = self.received();
        received
            .iter()
            .map(|request| request.method().to_owned())
            .collect()
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        // Wakes the thread that waits for a connection.
        let _ = TcpStream::connect(self.address);
    }
}

fn serve(
    connection: &TcpStream,
    received: &Mutex<Vec<Request>>,
    handler: &Handler,
) -> io::Result<()> {
    connection.set_nodelay(true)?;
    let mut reader = BufReader::new(connection);
    while let Some(request) = read(&mut reader)? {
        received.lock().unwrap().push(request.clone());
        let mut reply = handler(&request);
        while let Reply::Late(wait, later) = reply {
            thread::sleep(wait);
            reply = *later;
        }
        let mut last = matches!(reply, Reply::Bytes(_) | Reply::Last(_));
        if let Reply::Last(answer) = reply {
            reply = *answer;
        }
        let answer = match reply {
            Reply::Json(status, json) => answer(
                status,
                &["Content-Type: application/json".to_owned()],
                &json.to_string(),
                None,
            ),
            Reply::Raw(status, headers, body) => answer(status, &headers, &body, None),
            Reply::Cut(length, json) => answer(200, &[], &json.to_string(), Some(length)),
            Reply::Bytes(bytes) | Reply::Open(bytes) => bytes,
            Reply::Close | Reply::Late(..) | Reply::Last(_) => Vec::new(),
        };
        last |= answer.is_empty() || matches!(answer.last(), Some(0));
        let mut writer = connection;
        writer.write_all(&answer)?;
        if last {
            return connection.shutdown(Shutdown::Both);
        }
    }
    Ok(())
}

/// An answer; one that is cut ends with a zero, and then with the connection.
fn answer(status: u16, headers: &[String], body: &str, cut: Option<usize>) -> Vec<u8> {
    let mut head = format!(
        "HTTP/1.1 {status} Any\r\nContent-Length: {}\r\n",
        body.len()
    );
    for header in headers {
        head += &format!("{header}\r\n");
    }
    let mut bytes = (head + "\r\n").into_bytes();
    match cut {
        None => bytes.extend(body.as_bytes()),
        Some(length) => {
            bytes.extend(&body.as_bytes()[..length.min(body.len().saturating_sub(2))]);
            bytes.push(0);
        }
    }
    bytes
}

/// Reads a request; nothing if the client has closed the connection.
fn read(reader: &mut BufReader<&TcpStream>) -> io::Result<Option<Request>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split_whitespace().map(str::to_owned);
    let (verb, path) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length = length.map_or(0, |(_, length)| length.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(Some(Request {
        verb,
        path,
        headers,
        body: String::from_utf8(body).unwrap(),
    }))
}
