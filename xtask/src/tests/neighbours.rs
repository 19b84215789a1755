//! A program that depends on the crate has its dependencies once, with the features that anybody asks for. Some features decide for
//! all: which TLS there is, and whose.

use crate::{cargo, root};

/// What the crate may ask of those that decide by features.
const MODEST: [(&str, &[&str]); 7] = [
    // `ring` or `aws_lc_rs` is the default of the whole program; both are none, and `ClientConfig::builder()` panics.
    ("rustls", &["std", "tls12"]),
    ("tokio-rustls", &["tls12"]),
    // Any TLS is that of each `Agent`.
    ("ureq", &[]),
    // `client-proxy-system` adds the proxies of Windows and macOS for everybody.
    (
        "hyper-util",
        &["client", "client-legacy", "client-proxy", "http1", "tokio"],
    ),
    // Clocks, databases of time zones and serde are the program's choice.
    ("chrono", &[]),
    ("jiff", &["alloc"]),
    ("rust_decimal", &[]),
];

/// Any TLS of reqwest is that of each `Client::new()`, and without a provider that panics. The others bring a feature of rustls.
const ABSENT: [&str; 5] = [
    "reqwest",
    "hyper-rustls",
    "native-tls",
    "aws-lc-rs",
    "quinn",
];

#[test]
fn no_feature_that_the_clients_turn_on_decides_for_a_program_beside_them() {
    let mut tree = cargo::command(&root(), &["tree", "--offline", "--package", "bitrix24"]);
    tree.args([
        "--features",
        "client,blocking,full,chrono,jiff,rust_decimal",
    ]);
    tree.args([
        "--edges", "normal", "--prefix", "none", "--format", "{p} {f}",
    ]);
    let output = tree.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    let mut seen = 0;
    for line in text.lines() {
        let name = line.split(' ').next().unwrap();
        assert!(!ABSENT.contains(&name), "{line}");
        let features = line.trim_end_matches(" (*)").rsplit(' ').next().unwrap();
        if let Some((_, modest)) = MODEST.iter().find(|(modest, _)| *modest == name) {
            let mut features = features.split(',').filter(|feature| !feature.is_empty());
            // A package without features ends with its version.
            let modest = |feature: &str| modest.contains(&feature) || feature.starts_with('v');
            assert!(features.all(modest), "{line}");
            seen += 1;
        }
    }
    assert!(seen >= MODEST.len(), "{text}");
}
