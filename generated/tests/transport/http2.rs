//! HTTP/2: chosen by the server in the handshake of TLS, and by nobody else.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use bitrix24::biconnector::source;
use bitrix24::client::{Certificate, HyperTransport, HyperTransportBuilder, RateLimit, Retry};
use bitrix24::{Bitrix24, CallError, TransportErrorKind};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper::{Request, Response, Version};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio_rustls::TlsAcceptor;

use crate::gzip::block_on;
use crate::servers::{CERTIFICATE, server_config};

/// A server over TLS, what it was asked in, and how many connections were made to it.
struct Server {
    address: SocketAddr,
    versions: Arc<Mutex<Vec<Version>>>,
    connections: Arc<AtomicUsize>,
}

impl Server {
    /// It speaks these protocols, and answers with this body.
    fn start(protocols: &'static [&str], body: &'static [u8]) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        listener.set_nonblocking(true).unwrap();
        let versions = Arc::new(Mutex::new(Vec::new()));
        let connections = Arc::new(AtomicUsize::new(0));
        let (seen, count) = (Arc::clone(&versions), Arc::clone(&connections));
        let serving = async move {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            let acceptor = TlsAcceptor::from(server_config(protocols));
            while let Ok((connection, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::Relaxed);
                let (acceptor, seen) = (acceptor.clone(), Arc::clone(&seen));
                tokio::spawn(async move {
                    let Ok(stream) = acceptor.accept(connection).await else {
                        return;
                    };
                    let is_h2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
                    let answer = service_fn(move |request: Request<Incoming>| {
                        seen.lock().unwrap().push(request.version());
                        async move {
                            Ok::<_, Infallible>(Response::new(Full::new(Bytes::from_static(body))))
                        }
                    });
                    let io = TokioIo::new(stream);
                    let _ = match is_h2 {
                        true => {
                            let server = http2::Builder::new(TokioExecutor::new());
                            server.serve_connection(io, answer).await
                        }
                        false => http1::Builder::new().serve_connection(io, answer).await,
                    };
                });
            }
        };
        thread::spawn(|| block_on(serving));
        Self {
            address,
            versions,
            connections,
        }
    }

    fn client(&self, transport: HyperTransportBuilder, limit: usize) -> Bitrix24 {
        let certificate = Certificate::from_der(CERTIFICATE).unwrap();
        let transport = transport.add_root_certificate(certificate);
        Bitrix24::builder()
            .transport(transport.build().unwrap())
            .rate_limit(RateLimit::UNLIMITED)
            .retry(Retry::never())
            .max_response_size(limit)
            .webhook(format!("https://{}/rest/1/s3cret/", self.address))
            .unwrap()
    }

    fn versions(&self) -> Vec<Version> {
        self.versions.lock().unwrap().clone()
    }
}

const BODY: &[u8] = br#"{"result":true}"#;

#[test]
fn calls_share_a_connection_if_the_server_speaks_http_2() {
    let server = Server::start(&["h2", "http/1.1"], BODY);
    let bitrix = server.client(HyperTransport::builder(), 1000);
    block_on(async {
        assert!(bitrix.send(source::Delete::new(0)).await.unwrap());
        let calls = (1..20).map(|id| bitrix.send(source::Delete::new(id)));
        for answer in futures_util::future::join_all(calls).await {
            assert!(answer.unwrap());
        }
    });
    assert_eq!(server.versions(), [Version::HTTP_2; 20]);
    assert_eq!(server.connections.load(Ordering::Relaxed), 1);
}

#[test]
fn http_1_is_spoken_if_either_side_wants_no_other() {
    for (protocols, transport) in [
        (&["http/1.1"][..], HyperTransport::builder()),
        (&[], HyperTransport::builder()),
        (&["h2", "http/1.1"], HyperTransport::builder().http1_only()),
    ] {
        let server = Server::start(protocols, BODY);
        let bitrix = server.client(transport, 1000);
        assert!(block_on(bitrix.send(source::Delete::new(1))).unwrap());
        assert_eq!(server.versions(), [Version::HTTP_11]);
    }
}

#[test]
fn a_response_has_the_same_limit_over_http_2() {
    let server = Server::start(&["h2"], BODY);
    let bitrix = server.client(HyperTransport::builder(), BODY.len());
    assert!(block_on(bitrix.send(source::Delete::new(1))).unwrap());
    let bitrix = server.client(HyperTransport::builder(), BODY.len() - 1);
    let error = block_on(bitrix.send(source::Delete::new(1))).unwrap_err();
    assert!(matches!(error, CallError::TooLarge(_)), "{error}");
}

/// A server that promises HTTP/2 and hangs up when it is asked.
#[test]
fn a_connection_that_breaks_may_have_taken_the_request() {
    use std::io::Read as _;

    use rustls::{ServerConnection, StreamOwned};

    let address = crate::servers::serve(|connection| {
        let session = ServerConnection::new(server_config(&["h2"])).unwrap();
        let mut stream = StreamOwned::new(session, connection);
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.read(&mut [0; 4096]);
    });
    let server = Server {
        address,
        versions: Arc::default(),
        connections: Arc::default(),
    };
    let bitrix = server.client(HyperTransport::builder(), 1000);
    let error = block_on(bitrix.send(source::Delete::new(1))).unwrap_err();
    let CallError::Transport(error) = error else {
        panic!("{error}")
    };
    assert_eq!(error.kind, TransportErrorKind::Interrupted);
    assert!(error.may_have_run);
}
