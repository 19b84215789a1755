//! Processes that renew the tokens of one portal at the same time: their clocks differ, their store and the authorisation server
//! are slow, answers are lost, processes stand still or die. Nothing waits in earnest, and a seed decides everything.

use std::collections::BTreeMap;

use serde_json::json;

use super::*;
use crate::policy::oauth::Renewed;
use crate::policy::oauth::claim::CLAIM;

/// What goes wrong.
#[derive(Clone, Copy, Default)]
struct Faults {
    /// In how many of a hundred steps a process dies.
    deaths: u8,
    /// How many of a hundred answers of the authorisation server are lost.
    losses: u8,
    /// In how many of a hundred steps a process stands still for minutes.
    stalls: u8,
}

/// Milliseconds.
type Time = u64;

enum Step {
    /// What a process has asked for takes effect.
    Effect(Todo),
    /// The process learns of it.
    Learn(Happened),
}

struct Process<'r> {
    renewal: Renewal<'r>,
    held: Held,
    /// How far its clock is ahead, in seconds.
    ahead: i64,
    /// How often it has found tokens that were of no use.
    founds: u32,
    alive: bool,
    /// Whether a request is on its way.
    asking: bool,
    outcome: Option<Result<Renewed, AuthErrorKind>>,
}

struct World<'r> {
    app: &'r App,
    config: &'r Config,
    random: fastrand::Rng,
    faults: Faults,
    start: std::time::Instant,
    time: Time,
    store: Option<Stored>,
    /// The number of the tokens that are valid. Those with the number 0 have expired.
    issued: u32,
    processes: Vec<Process<'r>>,
    /// What happens next, by its time; the number keeps apart what happens at once.
    steps: BTreeMap<(Time, u64), (usize, Step)>,
    /// Refresh tokens in the order in which they arrived.
    arrived: Vec<String>,
    lost: bool,
}

fn tokens(number: u32) -> Tokens {
    let (access, refresh) = (format!("access-{number}"), format!("refresh-{number}"));
    Tokens::new(access, refresh, "https://portal.example/rest/")
}

impl<'r> World<'r> {
    fn new(app: &'r App, config: &'r Config, seed: u64, faults: Faults) -> Self {
        let mut random = fastrand::Rng::with_seed(seed);
        let processes = (0..3).map(|_| {
            let held = Held::given(tokens(0));
            Process {
                renewal: Renewal::new(app, config, held.clone()),
                held,
                ahead: random.i64(-12 * 3600..12 * 3600),
                founds: 0,
                alive: true,
                asking: false,
                outcome: None,
            }
        });
        let processes = processes.collect();
        let is_empty = random.bool();
        Self {
            app,
            config,
            random,
            faults,
            start: std::time::Instant::now(),
            time: 0,
            store: (!is_empty).then(|| Stored::new(tokens(0))),
            issued: 0,
            processes,
            steps: BTreeMap::new(),
            arrived: Vec::new(),
            lost: false,
        }
    }

    fn later(&mut self, wait: Time, process: usize, step: Step) {
        let number = self.random.u64(..);
        self.steps
            .insert((self.time + wait, number), (process, step));
    }

    fn happens(&mut self, percent: u8) -> bool {
        self.random.u8(0..100) < percent
    }

    fn run(&mut self) {
        for process in 0..self.processes.len() {
            let wait = self.random.u64(0..5_000);
            self.later(wait, process, Step::Learn(Happened::Start));
        }
        while let Some(((time, _), (process, step))) = self.steps.pop_first() {
            self.time = time;
            assert!(time < 3_600_000, "nobody comes to an end");
            if self.happens(self.faults.deaths) {
                self.processes[process].alive = false;
                continue;
            }
            match step {
                Step::Effect(todo) => self.effect(process, todo),
                Step::Learn(happened) => self.learn(process, happened),
            }
        }
    }

    /// A process goes on.
    fn learn(&mut self, number: usize, happened: Happened) {
        let passed = Duration::from_millis(self.time);
        let process = &mut self.processes[number];
        let now = Now {
            instant: self.start + passed,
            unix: 1_000_000_000 + passed.as_secs() as i64 + process.ahead,
        };
        match process.renewal.next(happened, now) {
            Todo::Finish(done) => {
                let outcome = process.held.take(done).map_err(|error| error.kind);
                process.outcome = Some(outcome);
                // What was found may have expired as well; the call tells.
                let valid = format!("access-{}", self.issued);
                let is_valid = self.issued > 0 && process.held.tokens.access_token == valid;
                if outcome == Ok(Renewed::Found) && !is_valid && process.founds < 3 {
                    process.founds += 1;
                    process.renewal = Renewal::new(self.app, self.config, process.held.clone());
                    self.later(100, number, Step::Learn(Happened::Start));
                }
            }
            Todo::Wait(wait) => {
                let wait = wait.as_millis() as Time;
                self.later(wait, number, Step::Learn(Happened::Woke));
            }
            todo => {
                let wait = match &todo {
                    Todo::Send(_) => {
                        process.asking = true;
                        15_000
                    }
                    _ => 10_000,
                };
                let asking = self
                    .processes
                    .iter()
                    .filter(|process| process.alive && process.asking);
                assert!(asking.count() <= 1, "two that live ask at the same time");
                let wait = self.random.u64(0..wait);
                self.later(wait, number, Step::Effect(todo));
            }
        }
    }

    fn effect(&mut self, number: usize, todo: Todo) {
        let mut wait = self.random.u64(0..10_000);
        let happened = match todo {
            Todo::Load => Happened::Loaded(Ok(self.store.clone())),
            Todo::Swap(revision, new) => {
                let is_same = self.store.as_ref().map_or(0, |stored| stored.revision) == revision;
                if is_same {
                    self.store = Some(new);
                }
                Happened::Swapped(Ok(is_same))
            }
            Todo::Send(request) => {
                self.processes[number].asking = false;
                let url = request.url.expose_secret();
                let (_, token) = url.rsplit_once("refresh_token=").unwrap();
                let token = token.replace("%2D", "-");
                let response = if token == format!("refresh-{}", self.issued) {
                    self.issued += 1;
                    let issued = self.issued;
                    let (access, refresh) =
                        (format!("access-{issued}"), format!("refresh-{issued}"));
                    HttpResponse::new(
                        200,
                        json!({ "access_token": access, "refresh_token": refresh }).to_string(),
                    )
                } else {
                    HttpResponse::new(400, r#"{"error":"invalid_grant"}"#)
                };
                self.arrived.push(token);
                if self.happens(self.faults.losses) {
                    (wait, self.lost) = (15_000, true);
                    Happened::Answered(Err(TransportError::timeout("no answer")))
                } else {
                    Happened::Answered(Ok(response))
                }
            }
            Todo::Wait(_) | Todo::Finish(_) => return,
        };
        if self.happens(self.faults.stalls) {
            wait += self.random.u64(0..5 * CLAIM.as_millis() as Time);
        }
        self.later(wait, number, Step::Learn(happened));
    }
}

fn run(faults: Faults, check: impl Fn(&World<'_>, u64)) {
    let (app, config) = (App::new("app.1", "secret"), Config::default());
    for seed in 0..3_000 {
        let mut world = World::new(&app, &config, seed, faults);
        world.run();
        check(&world, seed);
    }
}

fn store_has(world: &World<'_>, number: u32) -> bool {
    world.store.as_ref().is_some_and(|stored| {
        stored.tokens.access_token == format!("access-{number}") && stored.renewing_until.is_none()
    })
}

#[test]
fn a_token_is_used_once_however_slow_everybody_is_and_whatever_the_clocks_say() {
    run(Faults::default(), |world, seed| {
        assert_eq!(world.arrived, ["refresh-0"], "{seed}");
        assert!(store_has(world, 1), "{seed}");
        for process in &world.processes {
            assert!(matches!(process.outcome, Some(Ok(_))), "{seed}");
            assert_eq!(process.held.tokens.access_token, "access-1", "{seed}");
        }
    });
}

#[test]
fn the_newest_tokens_are_in_the_store_although_processes_stand_still() {
    let stalls = Faults {
        stalls: 10,
        ..Faults::default()
    };
    run(stalls, |world, seed| {
        assert_eq!(world.issued, 1, "{seed}");
        assert!(store_has(world, 1), "{seed}");
    });
}

#[test]
fn whoever_is_left_comes_to_an_end() {
    let faults = Faults {
        deaths: 5,
        losses: 20,
        stalls: 5,
    };
    run(faults, |world, seed| {
        let mut died = false;
        for process in &world.processes {
            died |= !process.alive;
            assert!(!process.alive || process.outcome.is_some(), "{seed}");
        }
        // A pair is lost only with the process, or the answer, that had it.
        if !died && !world.lost {
            assert!(store_has(world, world.issued), "{seed}");
        }
    });
}
