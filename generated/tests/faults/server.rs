//! A server that fails in every way that a server, a proxy or a network can, and keeps account of what it really did.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::{Value, json};

use super::dice::Dice;

/// How an attempt goes wrong, or not. `ran` says whether the call runs all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Fault {
    /// It does not.
    None,
    /// The whole answer, and then the end of the connection.
    CloseAfter,
    /// 503 `QUERY_LIMIT_EXCEEDED`.
    Limit,
    /// 429 `OPERATION_TIME_LIMIT`.
    OperatingLimit,
    /// 503 `OVERLOAD_LIMIT`.
    Overload,
    /// 400 with an error of the method.
    Refused,
    /// 302 to a host that is none of the vendor's.
    Redirect,
    /// 429 of a proxy.
    TooMany,
    /// The end of the connection instead of an answer.
    Drop { ran: bool },
    /// The connection ends within the head of the answer.
    CutHead { ran: bool },
    /// The connection ends within the body, which was to be longer.
    CutBody { ran: bool },
    /// An answer that says that it is shorter than it is.
    TooLong { ran: bool },
    /// JSON whose end is missing.
    HalfJson { ran: bool },
    /// A page of a proxy with the status 200.
    Html { ran: bool },
    /// A status without a body.
    Empty { status: u16, ran: bool },
    /// A status with a page of a proxy.
    Page { status: u16, ran: bool },
    /// 500 `INTERNAL_SERVER_ERROR`.
    Internal { ran: bool },
    /// 500 with a code that no table has.
    Unknown { ran: bool },
    /// No answer until the client gives up.
    Silence { ran: bool },
}

/// Which faults there are.
#[derive(Clone, Copy)]
pub(crate) struct Mix {
    pub(crate) seed: u64,
    /// In how many of a hundred attempts something goes wrong.
    pub(crate) percent: u64,
    /// Whether some faults are ones that a call that reads does not survive either.
    pub(crate) lasting: bool,
    /// Of how many requests one finds its connection closed before it is read; 0 for none, and for a server that says when it
    /// closes a connection, so that it reads all that is sent.
    pub(crate) unread: u64,
}

impl Mix {
    /// What happens at an attempt of a call, both counted from 1.
    pub(crate) fn fault(&self, id: i64, attempt: u32) -> Fault {
        let key = (id as u64) << 16 | u64::from(attempt);
        let mut dice = Dice::new(self.seed ^ key.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        if !dice.percent(self.percent) {
            return Fault::None;
        }
        let ran = dice.percent(50);
        let status = [500, 502, 503, 504][dice.below(4) as usize];
        match dice.below(if self.lasting { 64 } else { 54 }) {
            0..14 => Fault::Limit,
            14..18 => Fault::OperatingLimit,
            18..22 => Fault::CloseAfter,
            22..26 => Fault::Drop { ran },
            26..28 => Fault::CutHead { ran },
            28..32 => Fault::CutBody { ran },
            32..35 => Fault::TooLong { ran },
            35..38 => Fault::HalfJson { ran },
            38..43 => Fault::Empty { status, ran },
            43..47 => Fault::Page { status, ran },
            47..50 => Fault::Internal { ran },
            50..52 => Fault::Unknown { ran },
            52 => Fault::TooMany,
            53 => Fault::Silence { ran },
            54..56 => Fault::Overload,
            56..60 => Fault::Refused,
            60..62 => Fault::Redirect,
            _ => Fault::Html { ran },
        }
    }

    /// Whether the server is silent at one of the attempts of a call.
    pub(crate) fn is_silent(&self, id: i64, attempts: u32) -> bool {
        (1..=attempts).any(|attempt| matches!(self.fault(id, attempt), Fault::Silence { .. }))
    }
}

/// What the server did about a call.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Account {
    /// How often the request arrived.
    pub(crate) attempts: u32,
    /// How often it was refused because of a limit.
    pub(crate) limited: u32,
    /// How often it ran.
    pub(crate) ran: u32,
    /// Whether the whole of a good answer was sent.
    pub(crate) answered: bool,
}

/// The server; it ends with the value.
pub(crate) struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    mix: Mix,
    accounts: Mutex<HashMap<i64, Account>>,
    requests: AtomicU64,
    connections: AtomicU64,
    stop: AtomicBool,
}

impl Server {
    pub(crate) fn start(mix: Mix) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            shared: Arc::new(Shared {
                mix,
                accounts: Mutex::default(),
                requests: AtomicU64::new(0),
                connections: AtomicU64::new(0),
                stop: AtomicBool::new(false),
            }),
        };
        let shared = Arc::clone(&server.shared);
        thread::spawn(move || {
            for connection in listener.incoming().map_while(Result::ok) {
                if shared.stop.load(Ordering::Relaxed) {
                    break;
                }
                shared.connections.fetch_add(1, Ordering::Relaxed);
                let shared = Arc::clone(&shared);
                thread::spawn(move || shared.serve(&connection));
            }
        });
        server
    }

    pub(crate) fn webhook(&self) -> String {
        format!("http://{}/rest/1/s3cret/", self.address)
    }

    pub(crate) fn account(&self, id: i64) -> Account {
        let accounts = self.shared.accounts.lock().unwrap();
        accounts.get(&id).copied().unwrap_or_default()
    }

    pub(crate) fn connections(&self) -> u64 {
        self.shared.connections.load(Ordering::Relaxed)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.address);
    }
}

impl Shared {
    fn serve(&self, connection: &TcpStream) -> io::Result<()> {
        connection.set_nodelay(true)?;
        let mut reader = BufReader::new(connection);
        loop {
            if reader.fill_buf()?.is_empty() {
                return Ok(());
            }
            let number = self.requests.fetch_add(1, Ordering::Relaxed);
            if self.mix.unread > 0 && number % self.mix.unread == 7 {
                // With bytes that nobody has read, the client is told by a reset.
                return connection.shutdown(Shutdown::Both);
            }
            let (method, parameters) = read(&mut reader)?;
            if !self.answer(connection, &mut reader, &method, &parameters)? {
                return connection.shutdown(Shutdown::Both);
            }
        }
    }

    /// Says whether the connection stays.
    fn answer(
        &self,
        mut connection: &TcpStream,
        reader: &mut BufReader<&TcpStream>,
        method: &str,
        parameters: &Value,
    ) -> io::Result<bool> {
        let (id, result) = call(method, parameters);
        let note = |change: fn(&mut Account)| {
            let mut accounts = self.accounts.lock().unwrap();
            let account = accounts.entry(id).or_default();
            change(account);
            account.attempts
        };
        let attempt = note(|account| account.attempts += 1);
        let run = |ran: bool| {
            if ran {
                note(|account| account.ran += 1);
            }
        };
        let good = json!({ "result": result, "time": {
            "start": 1747042200.0, "finish": 1747042200.5, "operating": 1, "operating_reset_at": 1747042230,
        } })
        .to_string();
        let mut send = |status: u16, body: &str| connection.write_all(&http(status, "", body));
        let html = "<html><body>Bad Gateway</body></html>";
        match self.mix.fault(id, attempt) {
            fault @ (Fault::None | Fault::CloseAfter) => {
                run(true);
                // Whoever has the answer may ask what was done.
                note(|account| account.answered = true);
                let closes = fault == Fault::CloseAfter;
                let announced = closes && self.mix.unread == 0;
                let headers = if announced {
                    "Connection: close\r\n"
                } else {
                    ""
                };
                connection.write_all(&http(200, headers, &good))?;
                return Ok(!closes);
            }
            Fault::Limit => {
                note(|account| account.limited += 1);
                send(503, &error("QUERY_LIMIT_EXCEEDED"))?;
            }
            Fault::OperatingLimit => {
                note(|account| account.limited += 1);
                send(429, &error("OPERATION_TIME_LIMIT"))?;
            }
            Fault::Overload => send(503, &error("OVERLOAD_LIMIT"))?,
            Fault::Refused => send(400, &error("ERROR_CORE"))?,
            Fault::TooMany => send(429, html)?,
            Fault::Redirect => {
                let location = "Location: https://nowhere.example/rest/\r\n";
                connection.write_all(&http(302, location, ""))?;
            }
            Fault::Drop { ran } => {
                run(ran);
                return Ok(false);
            }
            Fault::CutHead { ran } => {
                run(ran);
                connection.write_all(b"HTTP/1.1 200 OK\r\nContent-Le")?;
                return Ok(false);
            }
            Fault::CutBody { ran } => {
                run(ran);
                let whole = http(200, "", &good);
                connection.write_all(&whole[..whole.len() - 9])?;
                return Ok(false);
            }
            Fault::TooLong { ran } => {
                run(ran);
                let mut whole = http(200, "", &good[..12]);
                whole.extend(&good.as_bytes()[12..]);
                connection.write_all(&whole)?;
            }
            Fault::HalfJson { ran } => {
                run(ran);
                send(200, &good[..good.len() - 20])?;
            }
            Fault::Html { ran } => {
                run(ran);
                send(200, html)?;
            }
            Fault::Empty { status, ran } => {
                run(ran);
                send(status, "")?;
            }
            Fault::Page { status, ran } => {
                run(ran);
                send(status, html)?;
            }
            Fault::Internal { ran } => {
                run(ran);
                send(500, &error("INTERNAL_SERVER_ERROR"))?;
            }
            Fault::Unknown { ran } => {
                run(ran);
                send(500, &error("SOMETHING_BROKE"))?;
            }
            Fault::Silence { ran } => {
                run(ran);
                let _ = reader.fill_buf();
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Which call it is, and what it results in.
fn call(method: &str, parameters: &Value) -> (i64, Value) {
    match method {
        "crm.deal.add" => {
            let id = parameters["fields"]["ORIGIN_ID"].as_str().unwrap();
            let id = id.parse().unwrap();
            (id, json!(id))
        }
        "biconnector.source.get" => {
            let id = parameters["id"].as_i64().unwrap();
            let connection =
                json!({ "id": id, "title": "a", "type": "rest", "code": "a", "active": true });
            (
                id,
                json!({ "item": { "connection": connection, "connectorId": 4, "settings": [] } }),
            )
        }
        other => panic!("{other}"),
    }
}

fn error(code: &str) -> String {
    json!({ "error": code, "error_description": "" }).to_string()
}

fn http(status: u16, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status} Any\r\n{headers}Content-Length: {length}\r\n\r\n{body}").into_bytes()
}

/// Reads a request: the method that is called, and its parameters.
pub(crate) fn read(reader: &mut BufReader<&TcpStream>) -> io::Result<(String, Value)> {
    let (mut line, mut length) = (String::new(), 0);
    reader.read_line(&mut line)?;
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        match line.trim_end().split_once(':') {
            None => break,
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().unwrap();
            }
            Some(_) => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let method = path.rsplit('/').next().unwrap().to_owned();
    Ok((method, serde_json::from_slice(&body).unwrap()))
}
