//! Processes whose buckets stand before one that they share.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::{Duration, Instant};

use super::{Bucket, Level, RateLimit};

const SECOND: Duration = Duration::from_secs(1);

enum What {
    /// A call looks whether it is its turn within its process.
    Look,
    /// What the shared bucket said comes back: room at once, or after so long.
    Said(Duration),
}

struct World {
    limit: RateLimit,
    /// The bucket that is shared, and when it leaked last.
    shared: (Level, Instant),
    processes: Vec<Bucket>,
    now: Instant,
    /// What happens, by its time; what happens at once, in the order in which it was noted.
    events: BinaryHeap<Reverse<(Instant, u64)>>,
    notes: Vec<(usize, u64, What)>,
    /// The process and the ticket of each call that went, and when the shared bucket let it.
    gone: Vec<(usize, u64)>,
    let_go: Vec<Instant>,
    asked: usize,
    /// How long a question takes at most.
    slowest: Duration,
    random: fastrand::Rng,
}

impl World {
    fn new(seed: u64, limit: RateLimit, processes: usize, slowest: Duration) -> Self {
        let now = Instant::now() + 1000 * SECOND;
        Self {
            limit,
            shared: (Level::EMPTY, now),
            processes: (0..processes).map(|_| Bucket::new(limit)).collect(),
            now,
            events: BinaryHeap::new(),
            notes: Vec::new(),
            gone: Vec::new(),
            let_go: Vec::new(),
            asked: 0,
            slowest,
            random: fastrand::Rng::with_seed(seed),
        }
    }

    fn note(&mut self, after: Duration, process: usize, ticket: u64, what: What) {
        let number = self.notes.len() as u64;
        self.notes.push((process, ticket, what));
        self.events.push(Reverse((self.now + after, number)));
    }

    fn come(&mut self, process: usize, count: usize) {
        for _ in 0..count {
            let ticket = self.processes[process].enqueue();
            self.note(Duration::ZERO, process, ticket, What::Look);
        }
    }

    fn run(&mut self) {
        while let Some(Reverse((at, number))) = self.events.pop() {
            self.now = at;
            let index = usize::try_from(number).unwrap();
            let (process, ticket, what) =
                std::mem::replace(&mut self.notes[index], (0, 0, What::Look));
            match what {
                What::Look => self.look(process, ticket),
                What::Said(Duration::ZERO) => {
                    self.processes[process].grant(ticket);
                    self.gone.push((process, ticket));
                }
                What::Said(wait) => {
                    self.processes[process].deny(ticket, wait, at);
                    self.look(process, ticket);
                }
            }
        }
    }

    fn look(&mut self, process: usize, ticket: u64) {
        if let Err(turn) = self.processes[process].admit_to_ask(ticket, self.now) {
            return self.note(turn.look, process, ticket, What::Look);
        }
        self.asked += 1;
        let (level, at) = &mut self.shared;
        level.leak(self.now.duration_since(*at), self.limit);
        *at = self.now;
        let wait = level.wait(0, self.limit);
        if wait.is_zero() {
            level.add(1.0);
            self.let_go.push(self.now);
        }
        let delay = self.slowest.mul_f64(self.random.f64());
        self.note(delay, process, ticket, What::Said(wait));
    }

    /// No more were let go than the portal takes.
    fn check(&self, all: usize) {
        assert_eq!(self.gone.len(), all);
        let (mut level, mut last) = (0.0_f64, self.let_go[0]);
        for at in &self.let_go {
            let leaked = at.duration_since(last).as_secs_f64() * self.limit.per_second;
            level = (level - leaked).max(0.0) + 1.0;
            last = *at;
            assert!(level <= self.limit.burst + 1e-3, "{level}");
        }
    }
}

/// By a bucket each, three processes would be three times as fast.
#[test]
fn processes_with_a_shared_bucket_are_as_fast_as_one() {
    let mut world = World::new(7, RateLimit::new(50, 2.0), 3, Duration::ZERO);
    for process in 0..3 {
        world.come(process, 100);
    }
    let start = world.now;
    world.run();
    world.check(300);
    let took = world.now.duration_since(start);
    // 250 beyond the burst, two a second.
    assert!(took.abs_diff(125 * SECOND) < SECOND, "{took:?}");
    // Whoever is refused once waits for a turn again, instead of asking all the time.
    assert!(world.asked < 4 * 300, "{}", world.asked);
}

#[test]
fn within_a_process_calls_go_in_the_order_of_arrival() {
    for seed in 0..50 {
        let mut world = World::new(seed, RateLimit::new(5, 2.0), 2, Duration::ZERO);
        world.come(0, 40);
        world.come(1, 40);
        world.run();
        world.check(80);
        for process in 0..2 {
            let tickets = world.gone.iter().filter(|(of, _)| *of == process);
            assert!(tickets.is_sorted(), "seed {seed}");
        }
    }
}

#[test]
fn however_slow_the_shared_bucket_is_nobody_waits_in_vain() {
    for seed in 0..100 {
        let mut random = fastrand::Rng::with_seed(seed);
        let limit = RateLimit::new(random.u32(1..20), f64::from(random.u32(1..40)) / 4.0);
        let mut world = World::new(seed, limit, random.usize(1..5), 2 * SECOND);
        let mut all = 0;
        for process in 0..world.processes.len() {
            let count = random.usize(1..60);
            all += count;
            world.come(process, count);
        }
        world.run();
        world.check(all);
        let queues = world.processes.iter().map(|bucket| bucket.queue.len());
        assert_eq!(queues.sum::<usize>(), 0);
    }
}

#[test]
fn a_bucket_that_failed_is_asked_again_a_second_later() {
    let now = Instant::now();
    let mut bucket = Bucket::new(RateLimit::STANDARD);
    assert_eq!(bucket.limit_to_ask(now), Some(RateLimit::STANDARD));
    bucket.fail(now);
    assert_eq!(bucket.limit_to_ask(now + SECOND / 2), None);
    assert_eq!(bucket.limit_to_ask(now + SECOND), Some(RateLimit::STANDARD));
    bucket.set_limit(RateLimit::UNLIMITED);
    assert_eq!(bucket.limit_to_ask(now + SECOND), None);
}

#[test]
fn a_bucket_that_says_never_is_asked_again_a_minute_later() {
    let now = Instant::now();
    let mut bucket = Bucket::new(RateLimit::STANDARD);
    let ticket = bucket.enqueue();
    assert_eq!(bucket.admit_to_ask(ticket, now), Ok(()));
    bucket.deny(ticket, Duration::MAX, now);
    assert!(bucket.admit_to_ask(ticket, now + 59 * SECOND).is_err());
    assert_eq!(bucket.admit_to_ask(ticket, now + 60 * SECOND), Ok(()));
}
