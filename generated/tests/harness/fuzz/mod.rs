//! Every example, changed at random. Whatever the server sends is a value or an error, and never a panic.
//!
//! The tests of each example do a little of this; `cargo xtask fuzz` does as much of it as one likes. It says what to do in the
//! environment: `FUZZ_RUNS` for each method, `FUZZ_FOLDER` for what it brings.

mod mutate;

use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::PathBuf;
use std::thread;

use bitrix24::{AnyCode, CallError};
use serde_json::{Value, json};

use super::Example;
use super::erased::{Erased, Output};
use super::json::alike;
use crate::dice::Dice;
use mutate::{CANARY, Input};

/// How often an example is changed in an ordinary test.
const FEW: u64 = 4;

/// So much of an answer is kept by an error.
const KEPT: usize = 1 << 20;

const STATUSES: [u16; 10] = [200, 200, 200, 200, 400, 401, 403, 404, 500, 503];

/// One example, and what came of changing it.
struct Fuzz {
    /// The test that it belongs to, which is named by the method, and the example.
    name: String,
    runs: u64,
    seed: u64,
    folder: Option<PathBuf>,
}

impl Fuzz {
    fn new(example: &Example) -> Self {
        let variable = |name| std::env::var(name).ok();
        let runs = variable("FUZZ_RUNS").and_then(|runs| runs.parse().ok());
        let current = thread::current();
        let test = current.name().unwrap_or_default();
        let module = test.strip_suffix("::examples").unwrap_or(test);
        let shared = |runs: u64| runs.div_ceil(example.count as u64);
        Self {
            name: format!("{module}::{}", word(&example.name)),
            runs: runs.map_or(FEW, shared),
            seed: Dice::seed(),
            folder: variable("FUZZ_FOLDER").map(PathBuf::from),
        }
    }

    /// Changes the sample so often, and tries what comes of it; `attempt` says whether it was read.
    fn run(
        &self,
        what: &str,
        runs: u64,
        sample: &Value,
        mut attempt: impl FnMut(&mut Dice, &Input) -> bool,
    ) {
        let salt = self.name.bytes().chain(what.bytes());
        let salt = salt.fold(self.seed, |salt, byte| {
            (salt ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mut dice = Dice::new(salt);
        let mut read = 0;
        for number in 0..runs {
            let input = Input::new(&mut dice, sample);
            let witness = Witness(self, what, number, &input);
            read += u64::from(attempt(&mut dice, &input));
            std::mem::forget(witness);
        }
        if let Some(folder) = &self.folder {
            let mut options = OpenOptions::new();
            let file = options.create(true).append(true);
            let mut file = file.open(folder.join("done")).unwrap();
            let line = format!("{} {what} {runs} {read}\n", self.name);
            file.write_all(line.as_bytes()).unwrap();
        }
    }
}

/// The name of an example as a part of that of a file.
fn word(name: &str) -> String {
    name.replace(|c: char| !c.is_alphanumeric(), "_")
}

/// Tells of the input that was tried, if it made something panic.
struct Witness<'f>(&'f Fuzz, &'f str, u64, &'f Input);

impl Drop for Witness<'_> {
    fn drop(&mut self) {
        let Self(fuzz, what, number, input) = self;
        let Fuzz { name, seed, .. } = fuzz;
        let mut shown = format!("{name}: {what} {number} of seed {seed} breaks it");
        let folder = fuzz.folder.clone().unwrap_or_else(std::env::temp_dir);
        let file = folder.join(format!("{}-{what}-{number}", name.replace("::", ".")));
        match fs::write(&file, &input.bytes) {
            Ok(()) => _ = write!(shown, "; it is in {}", file.display()),
            Err(_) => _ = write!(shown, "; it is {}", String::from_utf8_lossy(&input.bytes)),
        }
        eprintln!("{shown}");
    }
}

/// A call that goes well: its answer, and what is sent.
pub(super) fn success(example: &Example, params: &str, answer: &str) {
    let (fuzz, method) = (Fuzz::new(example), example.method);
    let requests = fuzz.runs / 4;
    answers(
        method,
        &fuzz,
        fuzz.runs - requests,
        serde_json::from_str(answer).unwrap(),
    );
    let params = serde_json::from_str(params).unwrap();
    fuzz.run("request", requests, &params, |_, input| {
        request(method, input)
    });
}

/// A call that fails.
pub(super) fn failure(example: &Example, code: &str, description: &str) {
    let error = json!({ "error": code, "error_description": description });
    let fuzz = Fuzz::new(example);
    answers(
        example.method,
        &fuzz,
        fuzz.runs,
        json!({ "result": { "error": error }, "error": code, "time": {} }),
    );
}

fn answers(method: Erased, fuzz: &Fuzz, runs: u64, sample: Value) {
    fuzz.run("answer", runs, &sample, |dice, input| {
        let status = STATUSES[dice.below(STATUSES.len() as u64) as usize];
        match (method.decode)(status, &input.bytes) {
            Ok(response) => {
                // These take their time.
                match dice.below(8) {
                    0 => stays(method, &response.result),
                    1 => {
                        let again = (method.decode)(status, &input.bytes).unwrap();
                        assert_eq!(again.result, response.result);
                        let tolerant = (method.decode_tolerant)(status, &input.bytes);
                        assert_eq!(tolerant.unwrap(), response);
                    }
                    _ => {}
                }
                true
            }
            Err(error) => {
                refused(method.name, input, &error);
                tolerated(method, status, input, &error);
                false
            }
        }
    });
}

/// What is left out of an answer that does not decode is told, and the rest is an output like any other.
fn tolerated(method: Erased, status: u16, input: &Input, strict: &CallError<AnyCode>) {
    let tolerant = (method.decode_tolerant)(status, &input.bytes);
    let CallError::Decode(strict) = strict else {
        assert_eq!(tolerant.err().unwrap().to_string(), strict.to_string());
        return;
    };
    let mut reports = vec![strict.report()];
    match tolerant {
        Ok(response) => {
            stays(method, &response.result);
            assert!(!response.mistakes.is_empty(), "{strict}");
            reports.extend(response.report());
            let shown = format!("{:?}", response.mistakes);
            assert!(!input.is_whole || !shown.contains(CANARY), "{shown}");
        }
        Err(CallError::Decode(error)) => reports.push(error.report()),
        Err(other) => panic!("{other}: {strict}"),
    }
    // Here not even what has become a key is shown.
    for report in reports {
        assert!(!report.contains(CANARY), "{report}");
    }
}

/// What an output is written as, in an answer, is that output.
fn stays(method: Erased, output: &Output) {
    let written = output.json();
    let result = match method.unwrap {
        Some(key) => json!({ key: &written }),
        None => written.clone(),
    };
    let answer = json!({ "result": result }).to_string();
    match (method.decode)(200, answer.as_bytes()) {
        Ok(response) => {
            let again = response.result.json();
            assert!(alike(&again, &written), "{again}\n{written}");
        }
        Err(error) => panic!("{error}: {answer}"),
    }
}

/// An error keeps what it is about, and shows no more of it than it may.
fn refused(method: &str, input: &Input, error: &CallError<AnyCode>) {
    let (named, is_texts) = match error {
        CallError::Method(error) => (&error.method, true),
        CallError::System(error) => (&error.method, true),
        CallError::Decode(error) => (&error.method, false),
        CallError::Unexpected(error) => (&error.method, false),
        other => panic!("{other}"),
    };
    assert_eq!(named, method);
    let kept = error.body().unwrap().as_bytes();
    assert!(input.bytes.starts_with(kept) && kept.len() == input.bytes.len().min(KEPT));
    let shown = format!("{error} {error:?}");
    // Errors of the server have its words.
    if !is_texts && input.is_whole {
        assert!(!shown.contains(CANARY), "{shown}");
    }
    let _ = (error.code(), error.is_not_found(), error.may_have_run());
    let _ = (error.is_rate_limited(), error.http_status());
}

/// What is read as a request is sent as that request.
fn request(method: Erased, input: &Input) -> bool {
    let Ok(request) = (method.read)(&input.bytes) else {
        return false;
    };
    if let Err(error) = request.check() {
        let _ = format!("{error} {error:?}");
    }
    if let Ok(sent) = bitrix24::encode(request.record()) {
        let again = bitrix24::encode((method.read)(&sent).unwrap().record());
        let [sent, again] = [sent, again.unwrap()].map(|json| serde_json::from_slice(&json));
        let (sent, again): (Value, Value) = (sent.unwrap(), again.unwrap());
        assert!(alike(&sent, &again), "{sent}\n{again}");
    }
    true
}
