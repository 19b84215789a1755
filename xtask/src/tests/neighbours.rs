//! A program that depends on the crate has its dependencies once, with the features that anybody asks for. Some features decide for
//! all: which TLS there is, and whose.

use std::collections::BTreeSet;

use crate::{cargo, root};

/// What the crate may ask of those that decide by features.
const MODEST: [(&str, &[&str]); 8] = [
    // `ring` or `aws_lc_rs` is the default of the whole program; both are none, and `ClientConfig::builder()` panics.
    ("rustls", &["std", "tls12"]),
    ("tokio-rustls", &["tls12"]),
    // Any TLS is that of each `Agent`.
    ("ureq", &[]),
    // Any other backend takes the place of this one.
    ("flate2", &["any_impl", "miniz_oxide", "rust_backend"]),
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

/// What `bitrix24` depends on with these features, a package a line: name, version, features.
fn tree(features: &str) -> Vec<String> {
    let mut tree = cargo::command(&root(), &["tree", "--offline", "--package", "bitrix24"]);
    tree.args(["--no-default-features", "--features", features]);
    tree.args([
        "--edges", "normal", "--prefix", "none", "--format", "{p} {f}",
    ]);
    let output = tree.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(str::to_owned).collect()
}

fn names(features: &str) -> BTreeSet<String> {
    let name = |line: &String| line.split(' ').next().unwrap().to_owned();
    tree(features).iter().map(name).collect()
}

#[test]
fn no_feature_that_the_clients_turn_on_decides_for_a_program_beside_them() {
    let mut seen = 0;
    for line in tree("client,blocking,full,serde,chrono,jiff,rust_decimal") {
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
    assert!(seen >= MODEST.len());
    // A library of the caller's own is taken with the features that the caller gives it.
    for (features, library) in [("reqwest", "reqwest "), ("ureq", "ureq ")] {
        let tree = tree(features);
        let mut lines = tree.iter().filter(|line| line.starts_with(library));
        assert!(
            lines
                .next()
                .unwrap()
                .split(' ')
                .nth(2)
                .is_none_or(str::is_empty)
        );
        assert!(!tree.iter().any(|line| line.starts_with("rustls")));
    }
}

#[test]
fn the_types_alone_need_two_packages_and_their_leaves() {
    for features in ["", "serde,full"] {
        let expected = [
            "bitrix24",
            "bitrix24-core",
            "itoa",
            "memchr",
            "serde_core",
            "serde_json",
            "zmij",
        ];
        assert_eq!(names(features), expected.map(str::to_owned).into());
    }
}

#[test]
fn a_feature_of_the_clients_is_the_same_of_both_packages() {
    for feature in [
        "blocking",
        "blocking-core",
        "client",
        "client-core",
        "http2",
        "reqwest",
        "serde",
        "ureq",
    ] {
        let tree = tree(feature);
        let of = |package: &str| {
            let mut lines = tree.iter().map(|line| line.trim_end_matches(" (*)"));
            let line = lines.find(|line| line.starts_with(package)).unwrap();
            line.rsplit(' ').next().unwrap().to_owned()
        };
        assert_eq!(of("bitrix24 "), of("bitrix24-core "));
        assert!(of("bitrix24 ").split(',').any(|own| own == feature));
    }
}

/// What carries bytes, what they are encrypted by, and what waits for them.
const LIBRARIES: [&str; 9] = [
    "flate2",
    "h2",
    "hyper",
    "reqwest",
    "ring",
    "rustls",
    "tokio",
    "tokio-rustls",
    "ureq",
];

#[test]
fn a_client_for_a_transport_of_the_callers_own_brings_no_other() {
    for (features, brings) in [
        ("blocking-core,full", ""),
        ("client-core,full", "tokio"),
        ("ureq", "ureq"),
        ("reqwest", "hyper reqwest tokio"),
        ("blocking", "flate2 ring rustls ureq"),
        ("client", "flate2 hyper ring rustls tokio tokio-rustls"),
        ("http2", "flate2 h2 hyper ring rustls tokio tokio-rustls"),
    ] {
        let names = names(features);
        let libraries = LIBRARIES.into_iter().filter(|name| names.contains(*name));
        assert_eq!(
            libraries.collect::<Vec<_>>().join(" "),
            brings,
            "{features}"
        );
    }
}
