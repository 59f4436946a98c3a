//! When to try again after a failed attempt, or when to tell a person instead.
//!
//! A pure function of the schedule, the attempt, what the system asked for, a random number and the time that is left:
//! the same for every node, and tested without a clock. A task is never given up: when trying again makes no sense, it
//! is with a human, which is a healthy state.

use std::time::Duration;

use super::rules::HumanReason;

/// How much a delay may differ from the schedule, so that systems that failed together are not asked together again.
const JITTER_PERMILLE: u32 = 200;
/// What a system asks for with `Retry-After` is followed up to so many times the delay of the schedule: one that says
/// «tomorrow» out of habit must not use up the person's month.
const MOST_RETRY_AFTER: u32 = 2;

/// How patient to be with a system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The delay after the first failed attempt, after the second, and so on.
    pub delays: Vec<Duration>,
    /// How long a person needs to answer in the system's place: closer to the limit than this, no more is tried.
    pub human_needs: Duration,
}

impl Default for Schedule {
    /// Five seconds to a day; in all about three days.
    fn default() -> Self {
        let seconds = [5, 60, 5 * 60, 30 * 60, 2 * 3600, 6 * 3600, 12 * 3600, 24 * 3600, 24 * 3600];
        Self { delays: seconds.map(Duration::from_secs).to_vec(), human_needs: Duration::from_secs(3 * 24 * 3600) }
    }
}

/// What to do with a task after a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Try again after this time.
    TryAfter(Duration),
    /// Ask a person.
    WithHuman(HumanReason),
}

/// What follows on the failure of attempt number `attempt` (1 is the first).
///
/// `retry_after` is what the system asked for, `random` any number that nobody can guess, and `left` the time to the
/// system's own limit; `None` where that has passed.
pub fn after_failure(
    schedule: &Schedule,
    attempt: u32,
    retry_after: Option<Duration>,
    random: u32,
    left: Option<Duration>,
) -> Next {
    let index = usize::try_from(attempt.saturating_sub(1)).unwrap_or(usize::MAX);
    let Some(base) = schedule.delays.get(index) else { return Next::WithHuman(HumanReason::RetriesUsedUp) };
    let permille = 1000 - JITTER_PERMILLE + random % (2 * JITTER_PERMILLE + 1);
    let jittered = *base * permille / 1000;
    let delay = match retry_after {
        Some(asked) => asked.clamp(jittered, jittered.max(*base * MOST_RETRY_AFTER)),
        None => jittered,
    };
    match left {
        Some(left) if delay.saturating_add(schedule.human_needs) <= left => Next::TryAfter(delay),
        _ => Next::WithHuman(HumanReason::LimitNear),
    }
}

/// What follows when an adapter gave attempt number `attempt` back and asked to be left alone for so long: it knows why, and
/// is followed as long as there is time. The rest is as in [`after_failure`].
pub fn after_release(schedule: &Schedule, attempt: u32, asked: Duration, random: u32, left: Option<Duration>) -> Next {
    match (after_failure(schedule, attempt, None, random, left), left) {
        (Next::TryAfter(delay), Some(left)) if asked > delay => {
            match asked.saturating_add(schedule.human_needs) <= left {
                true => Next::TryAfter(asked),
                false => Next::WithHuman(HumanReason::LimitNear),
            }
        }
        (next, _) => next,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A random number that changes nothing.
    const MIDDLE: u32 = 200;
    const MONTH: Option<Duration> = Some(Duration::from_secs(30 * 24 * 3600));

    fn seconds(next: Next) -> f64 {
        match next {
            Next::TryAfter(delay) => delay.as_secs_f64(),
            Next::WithHuman(reason) => panic!("{reason:?}"),
        }
    }

    #[test]
    fn an_adapter_that_gives_a_task_back_is_left_alone_as_long_as_it_asks() {
        let schedule = Schedule::default();
        let after = |asked: u64, left| after_release(&schedule, 1, Duration::from_secs(asked), MIDDLE, left);
        assert_eq!(after(600, MONTH), Next::TryAfter(Duration::from_secs(600)));
        assert_eq!(seconds(after(0, MONTH)), 5.0);
        assert_eq!(after(30 * 24 * 3600, MONTH), Next::WithHuman(HumanReason::LimitNear));
        assert_eq!(after(600, None), Next::WithHuman(HumanReason::LimitNear));
    }

    #[test]
    fn delays_follow_the_schedule_until_it_ends() {
        let schedule = Schedule::default();
        for (attempt, delay) in (1..).zip(&schedule.delays) {
            assert_eq!(after_failure(&schedule, attempt, None, MIDDLE, MONTH), Next::TryAfter(*delay));
        }
        let next = after_failure(&schedule, 10, None, MIDDLE, MONTH);
        assert_eq!(next, Next::WithHuman(HumanReason::RetriesUsedUp));
    }

    #[test]
    fn what_the_system_asks_for_is_followed_within_reason() {
        let schedule = Schedule::default();
        let asked = |after: u64| seconds(after_failure(&schedule, 2, Some(Duration::from_secs(after)), MIDDLE, MONTH));
        assert_eq!(asked(1), 60.0, "sooner than the schedule is not followed");
        assert_eq!(asked(90), 90.0);
        assert_eq!(asked(86_400), 120.0, "much later is not followed either");
    }

    #[test]
    fn near_the_limit_a_person_is_asked_while_there_is_time() {
        let schedule = Schedule::default();
        let needs = schedule.human_needs;
        let just = Some(needs + Duration::from_secs(5));
        assert_eq!(after_failure(&schedule, 1, None, MIDDLE, just), Next::TryAfter(Duration::from_secs(5)));
        let less = Some(needs + Duration::from_secs(4));
        assert_eq!(after_failure(&schedule, 1, None, MIDDLE, less), Next::WithHuman(HumanReason::LimitNear));
        assert_eq!(after_failure(&schedule, 1, None, MIDDLE, None), Next::WithHuman(HumanReason::LimitNear));
    }

    proptest! {
        #[test]
        fn a_delay_is_near_the_schedule_and_leaves_a_person_time(
            attempt in 0..20_u32, asked in prop::option::of(0..1_000_000_u64), random in 0..=u32::MAX, left in 0..3_000_000_u64,
        ) {
            let schedule = Schedule::default();
            let left = Duration::from_secs(left);
            let next = after_failure(&schedule, attempt, asked.map(Duration::from_secs), random, Some(left));
            if let Next::TryAfter(delay) = next {
                let base = schedule.delays[attempt.saturating_sub(1) as usize];
                prop_assert!(delay >= base * 8 / 10 && delay <= base * 2);
                prop_assert!(delay + schedule.human_needs <= left);
            }
        }

        #[test]
        fn numbers_that_make_no_sense_stop_nothing(attempt: u32, random: u32, asked: u64) {
            let _ = after_failure(&Schedule::default(), attempt, Some(Duration::from_secs(asked)), random, MONTH);
        }
    }
}
