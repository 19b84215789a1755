//! Answers `crm.item.list` with a page, `batch` with pages, `requests` with how many requests there were since the last of these, and
//! anything else with the same source; so many milliseconds late, if its argument says so. Prints its address, and ends with its
//! standard input.

mod rows;

use std::io::Read;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

static REQUESTS: AtomicU64 = AtomicU64::new(0);

const BODY: &str = include_str!("../../source.json");

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    let late = std::env::args().nth(1).and_then(|late| late.parse().ok());
    let late = late.map(Duration::from_millis);
    std::thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    loop {
        let (connection, _) = listener.accept().await?;
        tokio::spawn(serve(connection, late));
    }
}

async fn serve(mut connection: TcpStream, late: Option<Duration>) -> std::io::Result<()> {
    connection.set_nodelay(true)?;
    let source = response(BODY);
    let (mut buffer, mut filled) = (vec![0; 1 << 16], 0);
    loop {
        let read = connection.read(&mut buffer[filled..]).await?;
        if read == 0 {
            return Ok(());
        }
        filled += read;
        let Some(end) = request_end(&buffer[..filled]) else {
            continue;
        };
        // The clients send one request after the other.
        assert_eq!(end, filled);
        filled = 0;
        if let Some(late) = late {
            tokio::time::sleep(late).await;
        }
        match other_than_source(&buffer[..end]) {
            Some(body) => connection.write_all(response(&body).as_bytes()).await?,
            None => connection.write_all(source.as_bytes()).await?,
        }
    }
}

fn response(body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// The answer, if it is another one.
fn other_than_source(request: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(request).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let method = head.split(' ').nth(1)?.rsplit('/').next()?;
    if method == "requests" {
        return Some(REQUESTS.swap(0, Ordering::Relaxed).to_string());
    }
    REQUESTS.fetch_add(1, Ordering::Relaxed);
    let answer = match method {
        "crm.item.list" => rows::page,
        "batch" => rows::batch,
        _ => return None,
    };
    Some(answer(&serde_json::from_str(body).ok()?))
}

/// Where the request ends, if it is there.
fn request_end(bytes: &[u8]) -> Option<usize> {
    let head = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&bytes[..head])
        .ok()?
        .to_ascii_lowercase();
    let length: usize = text
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"))
        .map_or(0, |length| length.trim().parse().unwrap_or(0));
    (bytes.len() >= head + length).then_some(head + length)
}
