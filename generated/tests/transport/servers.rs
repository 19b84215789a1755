//! Servers that let no request through, and one that does.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use socket2::{Domain, Socket, Type};

/// Serves each connection by `serve`, for as long as the process lives.
pub(crate) fn serve(serve: impl Fn(TcpStream) + Send + Sync + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let serve = Arc::new(serve);
    thread::spawn(move || {
        for connection in listener.incoming().map_while(Result::ok) {
            let serve = Arc::clone(&serve);
            thread::spawn(move || serve(connection));
        }
    });
    address
}

/// Reads what a client says first, and closes the connection without an answer.
pub(crate) fn hang_up(mut connection: TcpStream) {
    let _ = connection.read(&mut [0; 4096]);
    let _ = connection.shutdown(Shutdown::Both);
}

/// Closes the connection while there is something to read, which resets it.
pub(crate) fn reset(connection: TcpStream) {
    let _ = connection.peek(&mut [0; 1]);
}

/// Takes whatever it reads for a bad request.
pub(crate) fn speak_plainly(mut connection: TcpStream) {
    let _ = connection.read(&mut [0; 4096]);
    let _ = connection.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    keep_silent(connection);
}

/// Reads for ever, and says nothing.
pub(crate) fn keep_silent(mut connection: TcpStream) {
    let mut buffer = [0; 4096];
    while connection.read(&mut buffer).is_ok_and(|read| read > 0) {}
}

/// Reads a head.
pub(crate) fn head(connection: &mut TcpStream) -> String {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") && connection.read(&mut byte).is_ok_and(|read| read > 0) {
        head.push(byte[0]);
    }
    String::from_utf8(head).unwrap()
}

/// Reads a head, and answers with these bytes; then is silent.
pub(crate) fn answer(mut connection: TcpStream, answer: &str) {
    head(&mut connection);
    let _ = connection.write_all(answer.as_bytes());
    keep_silent(connection);
}

/// Reads a head, and answers with one that never ends.
pub(crate) fn drip(mut connection: TcpStream) {
    head(&mut connection);
    let _ = connection.write_all(b"HTTP/1.1 200 OK\r\nX-Drops: ");
    while connection.write_all(b".").is_ok() {
        thread::sleep(Duration::from_millis(50));
    }
}

/// The certificate of the servers here, for `localhost` and `127.0.0.1`, which nobody has reason to trust.
pub(crate) const CERTIFICATE: &[u8] = include_bytes!("certificate.der");

/// TLS as a server speaks it, with these protocols.
pub(crate) fn server_config(protocols: &[&str]) -> Arc<ServerConfig> {
    let certificate = CertificateDer::from(CERTIFICATE);
    let key = PrivatePkcs8KeyDer::from(&include_bytes!("key.der")[..]);
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key.into())
        .unwrap();
    config.alpn_protocols = protocols
        .iter()
        .map(|name| name.as_bytes().to_vec())
        .collect();
    Arc::new(config)
}

/// Speaks TLS, and takes any request for a call that succeeds.
pub(crate) fn tls(connection: TcpStream) {
    let session = ServerConnection::new(server_config(&[])).unwrap();
    answer_all(StreamOwned::new(session, connection));
}

/// Takes all requests of a connection for calls that succeed.
pub(crate) fn answer_all(mut connection: impl Read + Write) {
    let body = r#"{"result":true}"#;
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut received = Vec::new();
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) = connection.read(&mut buffer) {
        received.extend_from_slice(&buffer[..read]);
        // They are calls with an ID, whose parameters end like this.
        if received.ends_with(b"}") {
            received.clear();
            if connection.write_all(answer.as_bytes()).is_err() {
                return;
            }
            let _ = connection.flush();
        }
    }
}

/// An address at which connections are neither accepted nor refused, for its queue is full.
pub(crate) struct Full {
    pub(crate) address: SocketAddr,
    _queue: (Socket, Vec<TcpStream>),
}

impl Full {
    pub(crate) fn new() -> Self {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        let any: SocketAddr = "127.0.0.1:0".parse().unwrap();
        socket.bind(&any.into()).unwrap();
        socket.listen(0).unwrap();
        let address = socket.local_addr().unwrap().as_socket().unwrap();
        let wait = Duration::from_millis(200);
        let connect = || TcpStream::connect_timeout(&address, wait).ok();
        let queue = std::iter::from_fn(connect).collect();
        Self {
            address,
            _queue: (socket, queue),
        }
    }
}

/// An address at which nobody listens, and nobody else can.
pub(crate) struct Closed {
    pub(crate) address: SocketAddr,
    _socket: Socket,
}

impl Closed {
    pub(crate) fn new() -> Self {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        let any: SocketAddr = "127.0.0.1:0".parse().unwrap();
        socket.bind(&any.into()).unwrap();
        let address = socket.local_addr().unwrap().as_socket().unwrap();
        Self {
            address,
            _socket: socket,
        }
    }
}
