//! Proxies that the environment names. It is that of a whole process, so each case has one of its own.

use std::env;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use serde_json::json;

use crate::servers::{Closed, answer, drip, hang_up, head, keep_silent, serve, tls};
use crate::support::{Portal, ok};
use crate::verdicts::{ATTEMPTS, Verdict, delete};

/// What both clients say of calls to these servers in a process that has these variables, and no others that name proxies.
fn within(environment: &[(&str, &str)], urls: &[String]) -> Vec<String> {
    let mut child = Command::new(env::current_exe().unwrap());
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"] {
        child.env_remove(name).env_remove(name.to_lowercase());
    }
    child.envs(environment.iter().copied());
    child.args(["proxy::child", "--exact", "--ignored", "--nocapture"]);
    let output = child.env("ASK", urls.join(" ")).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let lines = text.lines().filter_map(|line| line.split_once("SAYS "));
    lines.map(|(_, said)| said.to_owned()).collect()
}

/// The same behind this proxy.
fn behind(proxy: &str, urls: &[String]) -> Vec<String> {
    let names = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];
    within(&names.map(|name| (name, proxy)), urls)
}

/// A proxy that refuses, and how often it was asked.
fn refusing() -> (SocketAddr, Arc<AtomicU32>) {
    let asked = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&asked);
    let proxy = serve(move |connection| {
        count.fetch_add(1, Ordering::Relaxed);
        answer(connection, "HTTP/1.1 403 No\r\n\r\n");
    });
    (proxy, asked)
}

#[test]
#[ignore = "is run by the other tests, each time in an environment of its own"]
fn child() {
    for url in env::var("ASK").unwrap().split(' ') {
        for (client, verdict) in ["async", "blocking"].into_iter().zip(delete(url)) {
            println!("\nSAYS {url}, {client}: {verdict:?}");
        }
    }
}

fn said(url: &str, verdict: &Result<bool, Verdict>) -> [String; 2] {
    ["async", "blocking"].map(|client| format!("{url}, {client}: {verdict:?}"))
}

/// Passes bytes on to another server.
fn tunnel(mut client: TcpStream, to: SocketAddr) {
    head(&mut client);
    std::io::Write::write_all(&mut client, b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
    let server = TcpStream::connect(to).unwrap();
    let (mut from, mut into) = (client.try_clone().unwrap(), server.try_clone().unwrap());
    thread::spawn(move || {
        let _ = std::io::copy(&mut from, &mut into);
        let _ = into.shutdown(Shutdown::Both);
    });
    let (mut server, mut client) = (server, client);
    let _ = std::io::copy(&mut server, &mut client);
    let _ = client.shutdown(Shutdown::Both);
}

#[test]
fn what_does_not_get_beyond_a_proxy_never_left() {
    let closed = Closed::new();
    let http = |address: SocketAddr| format!("http://{address}");
    let refuse = |status: &'static str| {
        serve(move |connection| answer(connection, &format!("HTTP/1.1 {status}\r\n\r\n")))
    };
    let (ends, untrusted) = (serve(hang_up), serve(tls));
    let url = "https://portal.example";
    for (name, proxy, expected) in [
        ("refused", http(refuse("403 No")), Verdict::NOT_CONNECTED),
        ("asks who", http(refuse("407 Who")), Verdict::NOT_CONNECTED),
        ("no HTTP", http(refuse("220 smtp")), Verdict::NOT_CONNECTED),
        ("an end", http(ends), Verdict::NOT_CONNECTED),
        ("silence", http(serve(keep_silent)), Verdict::NOT_CONNECTED),
        ("no end", http(serve(drip)), Verdict::NOT_CONNECTED),
        ("no proxy", http(closed.address), Verdict::NOT_CONNECTED),
        (
            "no proxy of HTTP",
            "socks5://127.0.0.1:1".to_owned(),
            Verdict::NOT_CONNECTED,
        ),
        (
            "the proxy's certificate",
            format!("https://{untrusted}"),
            Verdict::UNTRUSTED,
        ),
        (
            "the portal hangs up",
            http(serve(move |client| tunnel(client, ends))),
            Verdict::NOT_CONNECTED,
        ),
        (
            "the portal's certificate",
            http(serve(move |client| tunnel(client, untrusted))),
            Verdict::UNTRUSTED,
        ),
    ] {
        let verdicts = behind(&proxy, &[url.to_owned()]);
        assert_eq!(verdicts, said(url, &Err(expected)), "{name}");
    }
}

#[test]
fn this_machine_is_reached_without_a_proxy() {
    let (proxy, asked) = refusing();
    let portal = Portal::start(|_| ok(json!(true)));
    let mut urls = vec![portal.url(), portal.url().replace("127.0.0.1", "localhost")];
    let six = TcpListener::bind("[::1]:0");
    let six = six.map(|listener| Portal::on(listener, |_| ok(json!(true))));
    urls.extend(six.as_ref().map(Portal::url).ok());
    let mut expected: Vec<_> = urls.iter().flat_map(|url| said(url, &Ok(true))).collect();
    let secure = format!("https://{}", serve(tls));
    expected.extend(said(&secure, &Err(Verdict::UNTRUSTED)));
    urls.push(secure);

    assert_eq!(behind(&format!("http://{proxy}"), &urls), expected);
    assert_eq!(asked.load(Ordering::Relaxed), 0);

    // All others are not.
    let [client, blocking] = said("https://portal.example", &Err(Verdict::NOT_CONNECTED));
    let verdicts = behind(
        &format!("http://{proxy}"),
        &["https://portal.example".to_owned()],
    );
    assert_eq!(verdicts, [client, blocking]);
    assert!(asked.load(Ordering::Relaxed) > 0);
}

#[test]
fn both_clients_choose_the_same_proxy() {
    let name = "https://portal.invalid";
    // Values of one digit stand for one of two proxies; then whether it is asked.
    let cases: [(&[(&str, &str)], _, _); 9] = [
        (
            &[("HTTPS_PROXY", "0"), ("ALL_PROXY", "1")],
            name,
            [true, false],
        ),
        (
            &[("https_proxy", "0"), ("all_proxy", "1")],
            name,
            [true, false],
        ),
        (
            &[("HTTPS_PROXY", ""), ("ALL_PROXY", "1")],
            name,
            [false, true],
        ),
        // What a CGI program finds in it may be a header of its caller's.
        (
            &[("HTTP_PROXY", "0"), ("http_proxy", "1")],
            name,
            [false, false],
        ),
        (
            &[("HTTPS_PROXY", "0"), ("REQUEST_METHOD", "GET")],
            name,
            [true, false],
        ),
        (
            &[("HTTPS_PROXY", "0"), ("NO_PROXY", "example, invalid")],
            name,
            [false, false],
        ),
        (
            &[("ALL_PROXY", "1"), ("no_proxy", "rtal.invalid")],
            name,
            [false, true],
        ),
        (
            &[("ALL_PROXY", "1"), ("NO_PROXY", "*")],
            name,
            [false, false],
        ),
        (
            &[("ALL_PROXY", "1"), ("NO_PROXY", "10.0.0.0/8,224.0.0.0/4")],
            "https://224.0.0.1",
            [false, false],
        ),
    ];
    for (variables, url, expected) in cases {
        let proxies = [refusing(), refusing()];
        let addresses = proxies
            .each_ref()
            .map(|(proxy, _)| format!("http://{proxy}"));
        let environment = variables.iter().map(|(name, value)| match *value {
            "0" => (*name, &*addresses[0]),
            "1" => (*name, &*addresses[1]),
            value => (*name, value),
        });
        let verdicts = within(&environment.collect::<Vec<_>>(), &[url.to_owned()]);
        assert_eq!(verdicts, said(url, &Err(Verdict::NOT_CONNECTED)));
        for ((_, asked), expected) in proxies.iter().zip(expected) {
            // One client alone asks at each of its attempts.
            let asked = asked.load(Ordering::Relaxed);
            let right = if expected {
                asked > ATTEMPTS
            } else {
                asked == 0
            };
            assert!(right, "{variables:?}: asked {asked} times");
        }
    }
}
