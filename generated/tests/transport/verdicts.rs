//! Whether a request may have left, as both clients say it.

use std::time::Duration;

use bitrix24::biconnector::source;
use bitrix24::blocking::UreqTransport;
use bitrix24::client::{HyperTransport, RateLimit, Retry, Transport};
use bitrix24::{Bitrix24, CallError, TransportError, TransportErrorKind, blocking};

use crate::servers::{
    Closed, Full, answer, hang_up, keep_silent, reset, serve, speak_plainly, tls,
};
use crate::time::Jumps;

/// How often a call is tried.
pub(crate) const ATTEMPTS: u32 = 3;

/// How long is waited for what never comes.
const PATIENCE: Duration = Duration::from_millis(300);

/// What a client says of a call that writes, and how often it has tried.
#[derive(Debug, PartialEq)]
pub(crate) struct Verdict {
    kind: TransportErrorKind,
    may_have_run: bool,
    attempts: u32,
}

impl Verdict {
    /// Nothing left, so the call was repeated until that was enough.
    pub(crate) const NOT_CONNECTED: Self = Self {
        kind: TransportErrorKind::Connect,
        may_have_run: false,
        attempts: ATTEMPTS,
    };

    /// Nothing left, and nothing would the next time.
    pub(crate) const UNTRUSTED: Self = Self {
        kind: TransportErrorKind::Certificate,
        may_have_run: false,
        attempts: 1,
    };

    /// It is not known, so the call was not repeated.
    pub(crate) fn unknown(kind: TransportErrorKind) -> Self {
        Self {
            kind,
            may_have_run: true,
            attempts: 1,
        }
    }

    fn new<E: bitrix24::ErrorCode>(error: CallError<E>, jumps: &Jumps) -> Self {
        let CallError::Transport(TransportError {
            kind, may_have_run, ..
        }) = error
        else {
            panic!("{error}")
        };
        Self {
            kind,
            may_have_run,
            attempts: jumps.waited().len() as u32 + 1,
        }
    }
}

macro_rules! client {
    ($client:ty, $url:expr, $jumps:expr, $transport:expr) => {{
        let builder = <$client>::builder()
            .timer($jumps.clone())
            .timeout(PATIENCE)
            .rate_limit(RateLimit::UNLIMITED)
            .retry(Retry::default().attempts(ATTEMPTS));
        let builder = match $transport {
            Some(transport) => builder.transport(transport),
            None => builder,
        };
        builder.webhook(format!("{}/rest/1/s3cret/", $url)).unwrap()
    }};
}

/// What the async and the blocking client make of a call to this server.
pub(crate) fn delete(url: &str) -> [Result<bool, Verdict>; 2] {
    delete_by(url, None::<HyperTransport>, None::<UreqTransport>)
}

/// The same with these transports.
pub(crate) fn delete_by(
    url: &str,
    client: Option<impl Transport>,
    threads: Option<impl blocking::Transport>,
) -> [Result<bool, Verdict>; 2] {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let jumps = Jumps::new();
    let bitrix = client!(Bitrix24, url, jumps, client);
    let deleted = runtime.block_on(bitrix.send(source::Delete::new(1)));
    let first = deleted.map_err(|error| Verdict::new(error, &jumps));
    let jumps = Jumps::new();
    let bitrix = client!(blocking::Bitrix24, url, jumps, threads);
    let deleted = bitrix.send(source::Delete::new(1));
    [first, deleted.map_err(|error| Verdict::new(error, &jumps))]
}

#[test]
fn what_never_left_is_told_from_what_may_have_run() {
    let (closed, full) = (Closed::new(), Full::new());
    let http = |address| format!("http://{address}");
    let https = |address| format!("https://{address}");
    let cases = [
        (
            "a name that does not exist",
            "https://nowhere.invalid".to_owned(),
            Verdict::NOT_CONNECTED,
        ),
        (
            // No connection can have a group for its peer.
            "no route",
            "https://224.0.0.1".to_owned(),
            Verdict::NOT_CONNECTED,
        ),
        (
            "a connection refused",
            http(closed.address),
            Verdict::NOT_CONNECTED,
        ),
        (
            "no answer to the SYN",
            http(full.address),
            Verdict::NOT_CONNECTED,
        ),
        (
            "an end in the handshake",
            https(serve(hang_up)),
            Verdict::NOT_CONNECTED,
        ),
        (
            "a reset in the handshake",
            https(serve(reset)),
            Verdict::NOT_CONNECTED,
        ),
        (
            "a server that speaks no TLS",
            https(serve(speak_plainly)),
            Verdict::NOT_CONNECTED,
        ),
        (
            "silence in the handshake",
            https(serve(keep_silent)),
            Verdict::NOT_CONNECTED,
        ),
        (
            "a certificate that nobody trusts",
            https(serve(tls)),
            Verdict::UNTRUSTED,
        ),
        (
            "an end after the request",
            http(serve(hang_up)),
            Verdict::unknown(TransportErrorKind::Interrupted),
        ),
        (
            "a reset after the request",
            http(serve(reset)),
            Verdict::unknown(TransportErrorKind::Interrupted),
        ),
        (
            "silence after the request",
            http(serve(keep_silent)),
            Verdict::unknown(TransportErrorKind::Timeout),
        ),
        (
            "silence within the answer",
            http(serve(|connection| {
                answer(connection, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{");
            })),
            Verdict::unknown(TransportErrorKind::Timeout),
        ),
        (
            "silence within a packed answer",
            http(serve(|connection| {
                let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\n";
                answer(connection, &format!("{head}\u{1f}"));
            })),
            Verdict::unknown(TransportErrorKind::Timeout),
        ),
        (
            "an answer that is no HTTP",
            http(serve(|connection| {
                answer(connection, "220 smtp ready\r\n\r\n")
            })),
            Verdict::unknown(TransportErrorKind::Interrupted),
        ),
    ];
    let mut wrong = String::new();
    for (name, url, expected) in cases {
        for (client, verdict) in ["async", "blocking"].into_iter().zip(delete(&url)) {
            if verdict.as_ref() != Err(&expected) {
                wrong += &format!("{name}, {client}: {verdict:?}, not {expected:?}\n");
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
