//! A bucket, by hand.

use super::*;

const SECOND: Duration = Duration::from_secs(1);

/// Lets `ticket` go, or gives the wait until its turn.
fn admit(bucket: &mut Bucket, ticket: u64, now: Instant) -> Result<(), Duration> {
    bucket.admit(ticket, now).map_err(|turn| turn.wait)
}

/// Waits until `ticket` may go; gives the time.
fn wait(bucket: &mut Bucket, ticket: u64, mut now: Instant) -> Instant {
    while let Err(wait) = admit(bucket, ticket, now) {
        now += wait;
    }
    now
}

#[test]
fn a_burst_goes_at_once_and_the_rest_at_the_rate() {
    let start = Instant::now();
    let mut bucket = Bucket::new(RateLimit::STANDARD);
    let tickets: Vec<_> = (0..60).map(|_| bucket.enqueue()).collect();
    for (index, ticket) in tickets.into_iter().enumerate() {
        let gone = wait(&mut bucket, ticket, start).duration_since(start);
        let due = SECOND.mul_f64((index as f64 - 49.0).max(0.0) / 2.0);
        assert!(gone.abs_diff(due) < SECOND / 1000, "{index}: {gone:?}");
    }
}

#[test]
fn over_any_time_no_more_go_than_the_portal_takes() {
    let start = Instant::now();
    let mut bucket = Bucket::new(RateLimit::new(5, 2.0));
    let (mut now, mut server) = (start, 0.0_f64);
    for step in 0..200_u64 {
        let ticket = bucket.enqueue();
        if step % 7 == 0 {
            bucket.leave(ticket);
            continue;
        }
        let gone = wait(&mut bucket, ticket, now);
        server = (server - gone.duration_since(now).as_secs_f64() * 2.0).max(0.0) + 1.0;
        assert!(server <= 5.0 + 1e-3, "{server}");
        now = gone;
    }
}

#[test]
fn the_queue_is_fair_and_who_leaves_it_costs_nothing() {
    let now = Instant::now();
    let mut bucket = Bucket::new(RateLimit::new(1, 1.0));
    let first = bucket.enqueue();
    assert_eq!(admit(&mut bucket, first, now), Ok(()));
    let [second, third] = [bucket.enqueue(), bucket.enqueue()];
    assert_eq!(admit(&mut bucket, second, now), Err(SECOND));
    assert_eq!(admit(&mut bucket, third, now), Err(2 * SECOND));
    // At its time the third still lets the second go first.
    assert_eq!(admit(&mut bucket, third, now + SECOND), Err(SECOND));
    bucket.leave(second);
    assert_eq!(admit(&mut bucket, third, now + SECOND), Ok(()));
}

#[test]
fn who_comes_goes_at_once_if_there_is_room_and_nobody_waits() {
    let now = Instant::now();
    let mut bucket = Bucket::new(RateLimit::new(2, 1.0));
    assert!(bucket.enter(now) && bucket.enter(now));
    assert!(!bucket.enter(now));
    let waiting = bucket.enqueue();
    assert_eq!(admit(&mut bucket, waiting, now), Err(SECOND));
    assert!(!bucket.enter(now + 2 * SECOND));
    assert_eq!(admit(&mut bucket, waiting, now + 2 * SECOND), Ok(()));
    assert!(bucket.enter(now + 2 * SECOND));
}

#[test]
fn who_does_not_come_when_it_is_their_turn_stops_nobody() {
    let now = Instant::now();
    let mut bucket = Bucket::new(RateLimit::new(1, 1.0));
    let first = bucket.enqueue();
    assert_eq!(admit(&mut bucket, first, now), Ok(()));
    let [asleep, behind] = [bucket.enqueue(), bucket.enqueue()];
    assert_eq!(admit(&mut bucket, asleep, now), Err(SECOND));
    assert_eq!(admit(&mut bucket, behind, now), Err(2 * SECOND));
    assert_eq!(admit(&mut bucket, behind, now + 2 * SECOND), Err(SECOND));
    assert_eq!(admit(&mut bucket, behind, now + 3 * SECOND), Ok(()));
    // It keeps its place before those that come later.
    let last = bucket.enqueue();
    assert_eq!(admit(&mut bucket, asleep, now + 4 * SECOND), Ok(()));
    assert_eq!(admit(&mut bucket, last, now + 4 * SECOND), Err(SECOND));
}

#[test]
fn a_refusal_empties_the_burst_and_slows_down_until_calls_pass_again() {
    let now = Instant::now();
    let mut bucket = Bucket::new(RateLimit::STANDARD);
    for _ in 0..30 {
        // Thirty at the same time are one sign.
        bucket.refused(now);
    }
    let ticket = bucket.enqueue();
    assert_eq!(admit(&mut bucket, ticket, now), Err(SECOND));
    assert_eq!(admit(&mut bucket, ticket, now + SECOND), Ok(()));
    for _ in 0..10 {
        bucket.accepted();
    }
    let ticket = bucket.enqueue();
    assert_eq!(admit(&mut bucket, ticket, now + SECOND), Err(SECOND / 2));
}

#[test]
fn a_slowdown_is_forgotten_when_nobody_calls() {
    let mut now = Instant::now();
    let mut bucket = Bucket::new(RateLimit::STANDARD);
    for _ in 0..4 {
        bucket.refused(now);
        now += 2 * SECOND;
    }
    assert!(
        bucket.level.rate(bucket.limit) < 0.5,
        "{}",
        bucket.level.rate(bucket.limit)
    );
    let ticket = bucket.enqueue();
    wait(&mut bucket, ticket, now + 60 * SECOND);
    assert_eq!(bucket.level.rate(bucket.limit), 2.0);
}

#[test]
fn without_a_limit_nobody_waits() {
    let now = Instant::now();
    let mut bucket = Bucket::new(RateLimit::UNLIMITED);
    for _ in 0..1000 {
        let ticket = bucket.enqueue();
        assert_eq!(admit(&mut bucket, ticket, now), Ok(()));
    }
    bucket.refused(now);
    let ticket = bucket.enqueue();
    assert_eq!(admit(&mut bucket, ticket, now), Ok(()));
}

#[test]
fn each_plan_has_its_burst_and_its_rate() {
    for (limit, burst, per_second) in [
        (RateLimit::STANDARD, 50, 2.0),
        (RateLimit::ENTERPRISE, 250, 5.0),
    ] {
        let start = Instant::now();
        let mut bucket = Bucket::new(limit);
        assert!((0..burst).all(|_| bucket.enter(start)));
        assert!(!bucket.enter(start));
        assert!(bucket.enter(start + SECOND.div_f64(per_second)));
        assert!(!bucket.enter(start + SECOND.div_f64(per_second)));
    }
}
