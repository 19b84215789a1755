//! Crowds before a bucket: how often they look, and who goes when.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};
use std::sync::{Arc, Mutex};
use std::task::{Wake, Waker};
use std::time::{Duration, Instant};

use super::{Bucket, RateLimit};

const SECOND: Duration = Duration::from_secs(1);

/// Calls that sleep until they are to look, or are woken.
struct Crowd {
    bucket: Bucket,
    now: Instant,
    timers: BinaryHeap<Reverse<(Instant, u64)>>,
    woken: Arc<Mutex<Vec<u64>>>,
    waiting: BTreeSet<u64>,
    /// Nobody polls these.
    asleep: BTreeSet<u64>,
    /// Who went, and when.
    gone: Vec<(u64, Instant)>,
    looks: usize,
}

struct Bell(u64, Arc<Mutex<Vec<u64>>>);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.1.lock().unwrap().push(self.0);
    }
}

impl Crowd {
    fn new(limit: RateLimit) -> Self {
        Self {
            bucket: Bucket::new(limit),
            now: Instant::now() + 1000 * SECOND,
            timers: BinaryHeap::new(),
            woken: Arc::default(),
            waiting: BTreeSet::new(),
            asleep: BTreeSet::new(),
            gone: Vec::new(),
            looks: 0,
        }
    }

    fn come(&mut self, count: usize) -> Vec<u64> {
        let tickets = (0..count).map(|_| {
            let ticket = self.bucket.enqueue();
            self.waiting.insert(ticket);
            self.look(ticket);
            ticket
        });
        tickets.collect()
    }

    fn look(&mut self, ticket: u64) {
        self.looks += 1;
        match self.bucket.admit(ticket, self.now) {
            Ok(()) => {
                self.waiting.remove(&ticket);
                self.gone.push((ticket, self.now));
            }
            Err(turn) => {
                assert!(turn.look <= turn.wait);
                self.timers.push(Reverse((self.now + turn.look, ticket)));
                let waker = Waker::from(Arc::new(Bell(ticket, Arc::clone(&self.woken))));
                if self.bucket.listen(ticket, &waker) {
                    self.woken.lock().unwrap().push(ticket);
                }
            }
        }
        self.wake();
    }

    fn leave(&mut self, ticket: u64) {
        self.waiting.remove(&ticket);
        self.bucket.leave(ticket);
        self.wake();
    }

    fn wake(&mut self) {
        self.bucket.take_calls().make();
    }

    /// Lets time pass, until all have gone who are not asleep, or until then.
    fn pass(&mut self, until: Option<Instant>) {
        loop {
            let woken = std::mem::take(&mut *self.woken.lock().unwrap());
            if !woken.is_empty() {
                let here =
                    |ticket: &u64| self.waiting.contains(ticket) && !self.asleep.contains(ticket);
                for ticket in woken.into_iter().filter(here).collect::<Vec<_>>() {
                    self.look(ticket);
                }
                continue;
            }
            let Some(Reverse((at, ticket))) = self.timers.peek().copied() else {
                break;
            };
            if until.is_some_and(|until| at > until) {
                break;
            }
            self.timers.pop();
            if self.waiting.contains(&ticket) && !self.asleep.contains(&ticket) {
                self.now = self.now.max(at);
                self.look(ticket);
            }
        }
        self.now = self.now.max(until.unwrap_or(self.now));
    }
}

const MANY: usize = 30_000;

#[test]
fn thirty_thousand_who_wait_look_about_twice_each() {
    let mut crowd = Crowd::new(RateLimit::STANDARD);
    let start = crowd.now;
    let tickets = crowd.come(MANY);
    assert_eq!(crowd.looks, MANY);
    crowd.pass(None);
    let order: Vec<_> = crowd.gone.iter().map(|(ticket, _)| *ticket).collect();
    assert_eq!(order, tickets);
    for (index, (_, at)) in crowd.gone.iter().enumerate() {
        let due = SECOND.mul_f64((index as f64 - 49.0).max(0.0) / 2.0);
        let late = at.duration_since(start).abs_diff(due);
        assert!(late < SECOND / 100, "{index}: {late:?}");
    }
    assert!(crowd.looks <= 3 * MANY, "{} looks", crowd.looks);
}

#[test]
fn those_behind_move_up_at_once_when_a_crowd_leaves() {
    let mut crowd = Crowd::new(RateLimit::new(1, 2.0));
    let tickets = crowd.come(MANY);
    crowd.pass(Some(crowd.now + 10 * SECOND));
    let (gone, left) = (crowd.gone.len(), crowd.now);
    assert_eq!(gone, 21);
    let last = &tickets[MANY - 3..];
    for ticket in &tickets[gone..MANY - 3] {
        crowd.leave(*ticket);
    }
    crowd.pass(None);
    let after: Vec<_> = crowd.gone[gone..].to_vec();
    assert_eq!(
        after.iter().map(|(ticket, _)| *ticket).collect::<Vec<_>>(),
        last
    );
    let all = after[2].1.duration_since(left);
    assert!(all <= 2 * SECOND, "{all:?}");
    assert!(crowd.looks <= 6 * MANY, "{} looks", crowd.looks);
}

#[test]
fn those_whom_nobody_polls_do_not_stop_a_crowd() {
    let mut crowd = Crowd::new(RateLimit::new(1, 2.0));
    let tickets = crowd.come(1000);
    let start = crowd.now;
    crowd.asleep = tickets[100..120].iter().copied().collect();
    crowd.pass(None);
    assert_eq!(crowd.waiting, crowd.asleep);
    let end = crowd.now.duration_since(start);
    // Those behind went a second later at most than if they had gone.
    assert!(end <= 501 * SECOND, "{end:?}");
    // They go before those who come later.
    let later = crowd.come(5);
    let asleep = std::mem::take(&mut crowd.asleep);
    for ticket in &asleep {
        crowd.look(*ticket);
    }
    crowd.pass(None);
    let order: Vec<_> = crowd.gone[980..]
        .iter()
        .map(|(ticket, _)| *ticket)
        .collect();
    let first_of_later = order.iter().position(|ticket| *ticket == later[1]).unwrap();
    assert!(first_of_later >= asleep.len(), "{order:?}");
}

#[test]
fn a_sleeper_who_has_become_the_first_because_a_crowd_left_stops_nobody() {
    let mut crowd = Crowd::new(RateLimit::new(1, 2.0));
    let tickets = crowd.come(MANY);
    crowd.pass(Some(crowd.now + 10 * SECOND));
    let (gone, left) = (crowd.gone.len(), crowd.now);
    let [sleeper, other, last] = tickets[MANY - 3..].try_into().unwrap();
    crowd.asleep.insert(sleeper);
    for ticket in &tickets[gone..MANY - 3] {
        crowd.leave(*ticket);
    }
    crowd.pass(None);
    let after: Vec<_> = crowd.gone[gone..]
        .iter()
        .map(|(ticket, _)| *ticket)
        .collect();
    assert_eq!(after, [other, last]);
    let end = crowd.now.duration_since(left);
    assert!(end <= 4 * SECOND, "{end:?}");
}

/// Whatever happens: no more go than the portal takes, in the order of arrival, and nobody waits in vain.
#[test]
fn order_and_limit_hold_whoever_comes_leaves_and_sleeps() {
    for seed in 0..200 {
        let mut random = fastrand::Rng::with_seed(seed);
        let limit = RateLimit::new(random.u32(1..20), f64::from(random.u32(1..40)) / 4.0);
        let mut crowd = Crowd::new(limit);
        let (start, mut all) = (crowd.now, 0);
        for _ in 0..40 {
            match random.u32(..6) {
                0..3 => {
                    let count = random.usize(..80);
                    all += count;
                    crowd.come(count);
                }
                3 => {
                    for ticket in crowd.waiting.clone() {
                        if random.u32(..3) == 0 {
                            all -= 1;
                            crowd.leave(ticket);
                        }
                    }
                }
                4 if seed % 2 == 0 => crowd.bucket.refused(crowd.now),
                _ => crowd.pass(Some(crowd.now + SECOND.mul_f64(random.f64() * 20.0))),
            }
        }
        crowd.pass(None);
        assert_eq!(crowd.gone.len(), all, "seed {seed}: {:?}", crowd.waiting);
        assert!(
            crowd.gone.is_sorted_by_key(|(ticket, _)| *ticket),
            "seed {seed}"
        );
        let (mut level, mut last) = (0.0_f64, start);
        for (_, at) in &crowd.gone {
            let leaked = at.duration_since(last).as_secs_f64() * limit.per_second;
            level = (level - leaked).max(0.0) + 1.0;
            last = *at;
            assert!(level <= limit.burst + 1e-3, "seed {seed}: {level}");
        }
    }
}
