//! Buckets in files, which processes share.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use std::{env, thread};

use bitrix24::biconnector::source;
use bitrix24::blocking::{Bitrix24, Limiter};
use bitrix24::client::{Admission, FileLimiter, RateLimit};
use serde_json::json;

use crate::support::{Portal, ok};

const PORTAL: &str = "portal.example:8080";

/// Set for the processes that a test starts: the folder of the buckets.
const FOLDER: &str = "BITRIX24_TEST_LIMITER";

fn take(limiter: &FileLimiter, limit: RateLimit) -> bool {
    let admission = Limiter::acquire(limiter, PORTAL, limit).unwrap();
    admission == Admission::Granted
}

/// Takes all there is, and says so with each; a process that a test has started.
#[test]
fn a_process_that_takes_all_it_gets() {
    let Ok(folder) = env::var(FOLDER) else { return };
    let limiter = FileLimiter::new(folder);
    // A bucket that does not leak while a test runs.
    while take(&limiter, RateLimit::new(500, 0.001)) {
        println!("\ntaken");
    }
    println!("\nfull");
    // Until it is killed.
    thread::sleep(Duration::from_secs(60));
}

fn start(folder: &std::path::Path) -> Child {
    let mut command = Command::new(env::current_exe().unwrap());
    let name = "files::a_process_that_takes_all_it_gets";
    let command = command.args(["--exact", name, "--nocapture"]);
    let command = command.env(FOLDER, folder).stdout(Stdio::piped());
    command.spawn().unwrap()
}

/// How much each process was given, until the bucket was full.
fn taken(child: &mut Child) -> usize {
    let lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
    let lines = lines.map(Result::unwrap).take_while(|line| line != "full");
    lines.filter(|line| line == "taken").count()
}

#[test]
fn processes_never_take_more_than_the_bucket_holds() {
    let folder = tempfile::tempdir().unwrap();
    let mut processes: Vec<_> = (0..4).map(|_| start(folder.path())).collect();
    let taken: Vec<_> = processes.iter_mut().map(taken).collect();
    for process in &mut processes {
        process.kill().unwrap();
        process.wait().unwrap();
    }
    assert_eq!(taken.iter().sum::<usize>(), 500, "{taken:?}");
}

/// What it took stays taken, and nobody waits for its lock.
#[test]
fn a_process_that_is_killed_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut process = start(folder.path());
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let told = lines.find(|line| line.as_ref().unwrap() == "taken");
    assert!(told.is_some());
    process.kill().unwrap();
    // What it said before it died.
    let told = 1 + lines
        .map_while(Result::ok)
        .filter(|line| line == "taken")
        .count();
    process.wait().unwrap();
    let (limiter, limit) = (FileLimiter::new(folder.path()), RateLimit::new(500, 0.001));
    let left = (0..=500).take_while(|_| take(&limiter, limit)).count();
    // It may have taken one more than it could say.
    assert!([500, 499].contains(&(told + left)), "{told} + {left}");
}

#[test]
fn threads_with_limiters_of_their_own_share_the_bucket() {
    let folder = tempfile::tempdir().unwrap();
    let limit = RateLimit::new(40, 0.001);
    let taken: usize = thread::scope(|scope| {
        let thread = || {
            let limiter = FileLimiter::new(folder.path().join("not/there/yet"));
            (0..40).filter(|_| take(&limiter, limit)).count()
        };
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(thread)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .sum()
    });
    assert_eq!(taken, 40);
}

#[test]
fn whoever_waits_as_long_as_it_is_told_gets_on() {
    let folder = tempfile::tempdir().unwrap();
    let limiter = FileLimiter::new(folder.path());
    let limit = RateLimit::new(2, 50.0);
    for _ in 0..10 {
        while let Admission::RetryAfter(wait) = Limiter::acquire(&limiter, PORTAL, limit).unwrap() {
            assert!(wait <= Duration::from_millis(20), "{wait:?}");
            thread::sleep(wait);
        }
    }
}

#[test]
fn a_refusal_fills_the_bucket_for_all_and_each_portal_has_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (
        FileLimiter::new(folder.path()),
        FileLimiter::new(folder.path()),
    );
    let limit = RateLimit::new(50, 0.01);
    for _ in 0..3 {
        Limiter::refused(&one, PORTAL, limit).unwrap();
    }
    let Admission::RetryAfter(wait) = Limiter::acquire(&other, PORTAL, limit).unwrap() else {
        panic!("it is full")
    };
    // It leaks half as fast, once for all three.
    assert!(
        wait > Duration::from_secs(150) && wait <= Duration::from_secs(200),
        "{wait:?}"
    );
    let elsewhere = Limiter::acquire(&other, "../portal.example", limit).unwrap();
    assert_eq!(elsewhere, Admission::Granted);
    let files = fs::read_dir(folder.path()).unwrap();
    let files: BTreeSet<_> = files.map(|file| file.unwrap().file_name()).collect();
    let names = ["..%2Fportal.example.bucket", "portal.example%3A8080.bucket"];
    assert!(files.iter().eq(names.iter()), "{files:?}");
}

#[test]
fn a_file_that_cannot_be_read_is_a_full_bucket_and_a_folder_that_is_none_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let limiter = FileLimiter::new(folder.path());
    let limit = RateLimit::new(50, 0.01);
    let file = folder.path().join("portal.example%3A8080.bucket");
    for odd in ["nonsense", "1 2", "0 1 0 0 0", "\u{0}\u{0}"] {
        fs::write(&file, odd).unwrap();
        assert!(!take(&limiter, limit), "{odd:?}");
    }
    // A clock that was ahead: the bucket goes on from now.
    fs::write(&file, "3 1 99999999999 0").unwrap();
    assert!(take(&limiter, limit));
    for odd in ["NaN NaN NaN NaN", "inf 1 0 0", "-5 0 0 0"] {
        fs::write(&file, odd).unwrap();
        let _ = take(&limiter, limit);
        let left = (0..60).filter(|_| take(&limiter, limit)).count();
        assert!(left <= 50, "{odd}: {left}");
    }

    let none = FileLimiter::new(&file);
    let error = Limiter::acquire(&none, PORTAL, limit).unwrap_err();
    assert!(error.to_string().contains(PORTAL), "{error}");
}

#[test]
fn a_client_writes_down_what_it_takes() {
    let folder = tempfile::tempdir().unwrap();
    let portal = Portal::start(|_| ok(json!(true)));
    let limit = RateLimit::new(500, 0.001);
    let builder = Bitrix24::builder().limiter(FileLimiter::new(folder.path()));
    let builder = builder.rate_limit(limit);
    let bitrix = builder.webhook(portal.webhook()).unwrap();
    for _ in 0..5 {
        assert!(bitrix.send(source::Delete::new(6)).unwrap());
    }
    let another = FileLimiter::new(folder.path());
    let acquire = || Limiter::acquire(&another, &portal.host(), limit).unwrap();
    let left = (0..=500).take_while(|_| acquire() == Admission::Granted);
    assert_eq!(left.count(), 495);
}
