//! Whose certificates are trusted.

use std::io::Write as _;

use bitrix24::blocking::UreqTransport;
use bitrix24::client::{Certificate, HyperTransport};
use bitrix24::{Base64, client};

use crate::proxy::{said, within};
use crate::servers::{CERTIFICATE, serve, tls};
use crate::verdicts::{Verdict, delete_by};

/// The certificate of the servers, as PEM.
fn pem() -> String {
    let text = Base64::new(CERTIFICATE);
    let lines: Vec<_> = text.as_str().as_bytes().chunks(64).collect();
    let lines = String::from_utf8(lines.join(&b'\n')).unwrap();
    format!("-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n")
}

/// What both clients, set alike, make of a server.
macro_rules! delete {
    ($url:expr, $($set:tt)*) => {{
        let client = HyperTransport::builder()$($set)*.build().unwrap();
        let threads = UreqTransport::builder()$($set)*.build().unwrap();
        delete_by(&$url, Some(client), Some(threads))
    }};
}

const TRUSTED: [Result<bool, Verdict>; 2] = [Ok(true), Ok(true)];
const UNTRUSTED: [Result<bool, Verdict>; 2] = [Err(Verdict::UNTRUSTED), Err(Verdict::UNTRUSTED)];

#[test]
fn a_certificate_of_the_callers_own_is_trusted() {
    let url = format!("https://{}", serve(tls));
    let der = Certificate::from_der(CERTIFICATE).unwrap();
    let pem = pem();
    assert_eq!(Certificate::from_pem(pem.as_bytes()).unwrap(), der);
    let bundle = Certificate::from_pem_bundle(pem.repeat(2).as_bytes());
    assert_eq!(bundle.unwrap(), [der.clone(), der.clone()]);
    for wrong in [
        "",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ] {
        assert!(Certificate::from_pem(wrong.as_bytes()).is_err());
    }
    assert!(Certificate::from_der(b"").is_err());

    assert_eq!(delete!(url, .gzip(true)), UNTRUSTED);
    assert_eq!(delete!(url, .add_root_certificate(der.clone())), TRUSTED);
    let only = delete!(url, .add_root_certificate(der.clone()).tls_built_in_root_certs(false));
    assert_eq!(only, TRUSTED);
    assert_eq!(delete!(url, .tls_built_in_root_certs(false)), UNTRUSTED);
}

#[test]
fn any_certificate_is_taken_of_a_host_that_is_named_and_of_no_other() {
    let address = serve(tls);
    let named = format!("https://localhost:{}", address.port());
    let other = format!("https://{address}");
    for host in ["localhost", "LOCALHOST"] {
        assert_eq!(delete!(named, .danger_accept_invalid_certs(host)), TRUSTED);
        assert_eq!(
            delete!(other, .danger_accept_invalid_certs(host)),
            UNTRUSTED
        );
    }
    // Nor by both kinds of sessions with one server.
    let client = HyperTransport::builder().danger_accept_invalid_certs("localhost");
    let threads = UreqTransport::builder().danger_accept_invalid_certs("localhost");
    let (client, threads) = (client.build().unwrap(), threads.build().unwrap());
    for (url, expected) in [(&named, TRUSTED), (&other, UNTRUSTED), (&named, TRUSTED)] {
        let verdicts = delete_by(url, Some(client.clone()), Some(threads.clone()));
        assert_eq!(verdicts, expected);
    }
    for all in ["*", "", "localhost:443", "https://localhost"] {
        let wrong = |result: Result<(), client::BuildError>| {
            let error = result.unwrap_err().to_string();
            assert!(error.contains("one host"), "{error}");
        };
        let builder = HyperTransport::builder().danger_accept_invalid_certs(all);
        wrong(builder.build().map(drop));
        let builder = UreqTransport::builder().danger_accept_invalid_certs(all);
        wrong(builder.build().map(drop));
    }
}

#[test]
#[cfg(all(unix, not(target_vendor = "apple"), not(target_os = "android")))]
fn both_clients_trust_what_the_environment_says() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(pem().as_bytes()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let name = folder.path().join("c43d3f1f.0");
    std::fs::write(name, pem()).unwrap();
    let (file, folder) = (
        file.path().to_str().unwrap(),
        folder.path().to_str().unwrap(),
    );
    let url = format!("https://{}", serve(tls));
    for environment in [("SSL_CERT_FILE", file), ("SSL_CERT_DIR", folder)] {
        let verdicts = within(&[environment], std::slice::from_ref(&url));
        assert_eq!(verdicts, said(&url, &Ok(true)), "{environment:?}");
    }
}
