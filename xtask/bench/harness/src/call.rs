//! `bench call`: what a call costs, beside bare HTTP clients with derived types on the same server; and how long many calls take
//! by batch.

use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::measure;
use crate::table::{Table, rounds};
use crate::{Options, build};

/// How many calls are made, and how many of them at a time.
const SETTINGS: [(u64, u64); 3] = [(5_000, 1), (20_000, 16), (20_000, 256)];

pub(crate) fn run(options: &Options) -> io::Result<Vec<Table>> {
    let folder = build("bench-call")?;
    let server = Server::start(&mut Command::new(folder.join("server")))?;
    let client = folder.join("bench-call");
    let mut table = Table::new("call: calls to a server on this machine");
    for (calls, in_flight) in SETTINGS {
        let call = |who: &str| {
            let mut command = Command::new(&client);
            command.args([
                who,
                &server.address,
                &calls.to_string(),
                &in_flight.to_string(),
            ]);
            measure::run(&mut command)
        };
        let setting = format!("{calls} calls, {in_flight} in flight");
        for (own, peer) in [("bitrix24", "reqwest"), ("bitrix24-blocking", "ureq")] {
            // A thread for each of 256 calls measures threads.
            if peer == "ureq" && in_flight > 16 {
                continue;
            }
            rounds(
                &mut table,
                &format!("{setting}, {peer}"),
                options.rounds,
                &mut [(own, &mut || call(own)), (peer, &mut || call(peer))],
            )?;
        }
    }
    let walk = walk(&client, &server, options.rounds)?;
    let adds = adds(&folder, options.rounds)?;
    Ok(vec![table, walk, adds])
}

/// 10,000 additions by batch: the chunks in flight together, and one after the other. The server takes its time, for otherwise
/// there is nothing to wait for.
fn adds(folder: &Path, turns: usize) -> io::Result<Table> {
    let mut table = Table::new("call: 10,000 additions by batch, 20 ms a request");
    let server = Server::start(Command::new(folder.join("server")).arg("20"))?;
    for (own, in_order) in [
        ("adds", "adds-in-order"),
        ("adds-blocking", "adds-blocking-in-order"),
    ] {
        let send = |who: &str| {
            let mut command = Command::new(folder.join("bench-call"));
            measure::run(command.args([who, &server.address, "1", "1"]))
        };
        rounds(
            &mut table,
            own,
            turns,
            &mut [
                ("8 in flight", &mut || send(own)),
                ("in order", &mut || send(in_order)),
            ],
        )?;
    }
    Ok(table)
}

/// A list of 100,000 rows, and how many requests it takes.
fn walk(client: &Path, server: &Server, turns: usize) -> io::Result<Table> {
    let mut table = Table::new("call: a list of 100,000 rows");
    for (own, peer) in [
        ("pages", "pages-reqwest"),
        ("pages-own", "pages-reqwest"),
        ("batches", "batches-reqwest"),
        ("items", "batches-reqwest"),
        ("items-own", "batches-reqwest"),
    ] {
        let read = |who: &str| {
            let mut command = Command::new(client);
            command.args([who, &server.address, "1", "1"]);
            command
        };
        // What was counted for others.
        read("requests").output()?;
        measure::run(&mut read(own))?;
        let requests = read("requests").output()?.stdout;
        let requests = String::from_utf8_lossy(&requests).trim().to_owned();
        table.notes.push(format!("{own}: {requests} requests"));
        rounds(
            &mut table,
            own,
            turns,
            &mut [
                ("bitrix24", &mut || measure::run(&mut read(own))),
                ("reqwest", &mut || measure::run(&mut read(peer))),
            ],
        )?;
    }
    Ok(table)
}

/// The server, which ends with its standard input.
struct Server {
    address: String,
    child: Child,
}

impl Server {
    fn start(command: &mut Command) -> io::Result<Self> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut address = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).read_line(&mut address)?;
        }
        Ok(Self {
            address: address.trim().to_owned(),
            child,
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}
