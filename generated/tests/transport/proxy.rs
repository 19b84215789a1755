//! Proxies that the environment names. It is that of a whole process, so each case has one of its own.

use std::env;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use bitrix24::blocking::UreqTransport;
use bitrix24::client::{self, HyperTransport};
use serde_json::json;

use crate::servers::{Closed, answer, drip, hang_up, head, keep_silent, serve, tls};
use crate::support::{Portal, ok};
use crate::verdicts::{ATTEMPTS, Verdict, delete, delete_by};

/// What both clients say of calls to these servers in a process that has these variables, and no others that name proxies.
pub(crate) fn within(environment: &[(&str, &str)], urls: &[String]) -> Vec<String> {
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
pub(crate) fn refusing() -> (SocketAddr, Arc<AtomicU32>) {
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
        let verdicts = match env::var("WITHOUT").is_ok() {
            false => delete(url),
            true => delete_by(
                url,
                Some(HyperTransport::builder().no_proxy().build().unwrap()),
                Some(UreqTransport::builder().no_proxy().build().unwrap()),
            ),
        };
        for (client, verdict) in ["async", "blocking"].into_iter().zip(verdicts) {
            println!("\nSAYS {url}, {client}: {verdict:?}");
        }
    }
}

pub(crate) fn said(url: &str, verdict: &Result<bool, Verdict>) -> [String; 2] {
    ["async", "blocking"].map(|client| format!("{url}, {client}: {verdict:?}"))
}

/// Says that the way is free, and passes bytes on to another server.
fn tunnel(mut client: TcpStream, to: SocketAddr) {
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

/// Lets a client through to another server.
fn connected(mut client: TcpStream, to: SocketAddr) {
    head(&mut client);
    tunnel(client, to);
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
            http(serve(move |client| connected(client, ends))),
            Verdict::NOT_CONNECTED,
        ),
        (
            "the portal's certificate",
            http(serve(move |client| connected(client, untrusted))),
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

/// What both clients say of calls by a proxy that they are given.
fn by(proxy: &client::Proxy, url: &str) -> [Result<bool, Verdict>; 2] {
    let client = HyperTransport::builder().proxy(proxy.clone());
    let threads = UreqTransport::builder().proxy(proxy.clone());
    let (client, threads) = (client.build().unwrap(), threads.build().unwrap());
    delete_by(url, Some(client), Some(threads))
}

#[test]
fn a_proxy_that_is_given_is_used_but_for_what_is_excepted() {
    let (address, asked) = refusing();
    let proxy = client::Proxy::new(address.to_string()).unwrap();
    let name = "https://portal.invalid";
    let never_left = [Err(Verdict::NOT_CONNECTED), Err(Verdict::NOT_CONNECTED)];
    assert_eq!(by(&proxy, name), never_left);
    assert_eq!(asked.load(Ordering::Relaxed), 2 * ATTEMPTS);
    let excepted = proxy.clone().no_proxy("example, .invalid");
    assert_eq!(by(&excepted, name), never_left);
    let portal = Portal::start(|_| ok(json!(true)));
    assert_eq!(by(&proxy, &portal.url()), [Ok(true), Ok(true)]);
    assert_eq!(asked.load(Ordering::Relaxed), 2 * ATTEMPTS);

    // It is told who asks, and leads to the portal.
    let told = Arc::new(std::sync::Mutex::new(Vec::new()));
    let (heads, server) = (Arc::clone(&told), serve(tls));
    let proxy = serve(move |mut client| {
        heads.lock().unwrap().push(head(&mut client));
        tunnel(client, server);
    });
    let proxy = client::Proxy::new(format!("http://us%40er:s3cret@{proxy}")).unwrap();
    let untrusted = [Err(Verdict::UNTRUSTED), Err(Verdict::UNTRUSTED)];
    assert_eq!(by(&proxy, name), untrusted);
    for head in told.lock().unwrap().iter() {
        assert!(head.starts_with("CONNECT portal.invalid:443 "), "{head}");
        // `us@er:s3cret`.
        assert!(head.contains("Basic dXNAZXI6czNjcmV0"), "{head}");
    }
}

#[test]
fn without_proxies_the_environment_names_none() {
    let (proxy, asked) = refusing();
    let proxy = format!("http://{proxy}");
    let url = "https://portal.invalid".to_owned();
    let environment = [("HTTPS_PROXY", proxy.as_str()), ("WITHOUT", "1")];
    let verdicts = within(&environment, std::slice::from_ref(&url));
    assert_eq!(verdicts, said(&url, &Err(Verdict::NOT_CONNECTED)));
    assert_eq!(asked.load(Ordering::Relaxed), 0);
}
