//! TLS as it is spoken here, with a server that speaks it by rustls's own way to *ring*.

#![allow(clippy::unwrap_used)]

mod differential;

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use rustls::crypto::{CryptoProvider, SupportedKxGroup, ring as rustls_ring};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer, ServerName};
use rustls::{
    CipherSuite, ClientConnection, HandshakeKind, RootCertStore, ServerConfig, ServerConnection,
    StreamOwned, SupportedCipherSuite,
};

/// A certificate and its key.
type Identity = (&'static [u8], &'static [u8]);

const ECDSA: Identity = (
    include_bytes!("../../../tests/transport/certificate.der"),
    include_bytes!("../../../tests/transport/key.der"),
);

const RSA: Identity = (
    include_bytes!("../../../tests/transport/rsa-certificate.der"),
    include_bytes!("../../../tests/transport/rsa-key.der"),
);

/// The longest message of TLS.
const LONGEST: usize = 16_384;

/// A server that knows one cipher suite and one group, and sends back what it gets.
fn server(
    (certificate, key): Identity,
    suite: SupportedCipherSuite,
    group: &'static dyn SupportedKxGroup,
) -> TcpListener {
    let provider = CryptoProvider {
        cipher_suites: vec![suite],
        kx_groups: vec![group],
        ..rustls_ring::default_provider()
    };
    let (certificate, key) = (
        CertificateDer::from(certificate),
        PrivatePkcs8KeyDer::from(key),
    );
    let config = ServerConfig::builder_with_provider(Arc::new(provider))
        .with_protocol_versions(&[suite.version()])
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key.into())
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let accepting = listener.try_clone().unwrap();
    thread::spawn(move || {
        for connection in accepting.incoming().map_while(Result::ok) {
            let session = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = StreamOwned::new(session, connection);
            let mut buffer = [0; LONGEST];
            while let Ok(read @ 1..) = stream.read(&mut buffer) {
                stream.write_all(&buffer[..read]).unwrap();
            }
        }
    });
    listener
}

/// Speaks to the server; gives the suite that was agreed upon, and whether that was by a ticket.
fn talk(to: &TcpListener, config: &Arc<rustls::ClientConfig>) -> (CipherSuite, bool) {
    let name = ServerName::try_from("localhost").unwrap();
    let session = ClientConnection::new(Arc::clone(config), name).unwrap();
    let socket = TcpStream::connect(to.local_addr().unwrap()).unwrap();
    let mut stream = StreamOwned::new(session, socket);
    for length in [0, 1, 15, 16, 17, 4_000, 16_384, 16_385, 100_000] {
        let sent: Vec<u8> = (0..length).map(|byte| byte as u8).collect();
        let mut received = vec![0; length];
        for (sent, received) in sent.chunks(LONGEST).zip(received.chunks_mut(LONGEST)) {
            stream.write_all(sent).unwrap();
            stream.flush().unwrap();
            stream.read_exact(received).unwrap();
        }
        assert!(sent == received, "{length} bytes");
    }
    let suite = stream.conn.negotiated_cipher_suite().unwrap();
    let resumed = stream.conn.handshake_kind() == Some(HandshakeKind::Resumed);
    (suite.suite(), resumed)
}

fn client(roots: RootCertStore) -> Arc<rustls::ClientConfig> {
    let config = super::builder().unwrap().with_root_certificates(roots);
    Arc::new(config.with_no_client_auth())
}

#[test]
fn every_suite_and_group_of_rustls_is_understood() {
    let mut roots = RootCertStore::empty();
    for (certificate, _) in [ECDSA, RSA] {
        roots.add(CertificateDer::from(certificate)).unwrap();
    }
    let theirs = rustls_ring::default_provider();
    let ours = super::provider();
    let names = |provider: &CryptoProvider| {
        let suites = provider.cipher_suites.iter();
        let groups = provider.kx_groups.iter().map(|group| group.name());
        (
            suites.map(SupportedCipherSuite::suite).collect::<Vec<_>>(),
            groups.collect::<Vec<_>>(),
        )
    };
    assert_eq!(names(&ours), names(&theirs));
    let algorithms = |provider: &CryptoProvider| {
        let algorithms = provider.signature_verification_algorithms;
        let mapping = algorithms.mapping.iter();
        let mapping = mapping.map(|(scheme, algorithms)| (*scheme, format!("{algorithms:?}")));
        (format!("{:?}", algorithms.all), mapping.collect::<Vec<_>>())
    };
    assert_eq!(algorithms(&ours), algorithms(&theirs));
    for suite in theirs.cipher_suites {
        for group in &theirs.kx_groups {
            let identity = match format!("{:?}", suite.suite()).contains("ECDHE_RSA") {
                true => RSA,
                false => ECDSA,
            };
            let server = server(identity, suite, *group);
            let config = client(roots.clone());
            assert_eq!(talk(&server, &config), (suite.suite(), false));
            assert_eq!(talk(&server, &config), (suite.suite(), true));
        }
    }
}
