use jiff::civil::date;
use proptest::prelude::*;
use serde::Deserialize;

use super::*;

/// Cases worked out by hand, from the guidelines, the almanac and the regulators' own examples.
const VECTORS: &str = include_str!("deadlines.json");

#[derive(Deserialize)]
struct Vectors {
    cases: Vec<Case>,
    pauses: Vec<PausedCase>,
    receipt_instants: Vec<Instant>,
    expiry: Vec<Expiry>,
}

#[derive(Deserialize)]
struct Case {
    received: Date,
    due: Date,
    extended_due: Date,
    why: String,
}

#[derive(Deserialize)]
struct PausedCase {
    received: Date,
    pauses: Vec<String>,
    due: Date,
    unpaused_due: Date,
    extended_due: Option<Date>,
    expires_at_not_extended: Option<Timestamp>,
}

#[derive(Deserialize)]
struct Instant {
    at: Timestamp,
    received_on: Date,
}

#[derive(Deserialize)]
struct Expiry {
    due: Date,
    expires_at: Timestamp,
}

fn vectors() -> Vectors {
    serde_json::from_str(VECTORS).unwrap()
}

fn pause(text: &str) -> Pause {
    let (asked_on, answered_on) = text.split_once("..").unwrap();
    Pause { asked_on: asked_on.parse().unwrap(), answered_on: answered_on.parse().unwrap() }
}

fn plain(received_on: Date) -> Deadline {
    Deadline::new(received_on, false, &[]).unwrap()
}

#[test]
fn the_cases_worked_out_by_hand_come_out() {
    let cases = vectors().cases;
    assert!(cases.len() >= 15);
    for case in cases {
        let deadline = plain(case.received);
        assert_eq!((deadline.due_on, deadline.extended_due_on), (case.due, case.extended_due), "{}", case.why);
        assert_eq!(deadline.unpaused_due_on, case.due);
    }
}

#[test]
fn pauses_worked_out_by_hand_come_out() {
    let cases = vectors().pauses;
    assert!(cases.len() >= 2);
    for case in cases {
        let pauses: Vec<Pause> = case.pauses.iter().map(|text| pause(text)).collect();
        let deadline = Deadline::new(case.received, false, &pauses).unwrap();
        assert_eq!((deadline.due_on, deadline.unpaused_due_on), (case.due, case.unpaused_due));
        if let Some(extended_due) = case.extended_due {
            assert_eq!(deadline.extended_due_on, extended_due);
        }
        if let Some(expires_at) = case.expires_at_not_extended {
            assert_eq!(deadline.expires_at(), expires_at);
        }
    }
}

#[test]
fn an_instant_counts_by_its_date_in_oslo() {
    for instant in vectors().receipt_instants {
        assert_eq!(date_in_oslo(instant.at), instant.received_on);
    }
}

#[test]
fn an_answer_is_late_from_midnight_in_oslo_summer_and_winter() {
    for expiry in vectors().expiry {
        let received_on = date(2026, 1, 1).series(1.day()).find(|day| plain(*day).due_on == expiry.due).unwrap();
        assert_eq!(plain(received_on).expires_at(), expiry.expires_at);
    }
}

#[test]
fn on_the_nights_when_clocks_change_the_day_still_begins_at_midnight() {
    // 29 March 2026 has 23 hours, 25 October 25.
    assert_eq!(end_of_day_in_oslo(date(2026, 3, 28)).to_string(), "2026-03-28T23:00:00Z");
    assert_eq!(end_of_day_in_oslo(date(2026, 3, 29)).to_string(), "2026-03-29T22:00:00Z");
    assert_eq!(end_of_day_in_oslo(date(2026, 10, 24)).to_string(), "2026-10-24T22:00:00Z");
    assert_eq!(end_of_day_in_oslo(date(2026, 10, 25)).to_string(), "2026-10-25T23:00:00Z");
}

#[test]
fn a_pause_that_cannot_have_been_is_refused_with_its_reason() {
    let received_on = date(2026, 3, 5);
    let refused = |text: &str| Deadline::new(received_on, false, &[pause(text)]).unwrap_err();
    assert_eq!(refused("2026-03-14..2026-03-10"), Refused::EndsBeforeItBegins(pause("2026-03-14..2026-03-10")));
    let asked_on = date(2026, 3, 4);
    assert_eq!(refused("2026-03-04..2026-03-10"), Refused::BeforeReceipt { asked_on, received_on });
    let (asked_on, due_on) = (date(2026, 4, 8), date(2026, 4, 7));
    assert_eq!(refused("2026-04-08..2026-04-10"), Refused::AfterDueDate { asked_on, due_on });
    assert_eq!(refused("2026-04-07..2200-01-01"), Refused::OutOfRange(date(2200, 1, 1)));
    Deadline::new(received_on, false, &[pause("2026-04-07..2026-04-10")]).unwrap();
    Deadline::new(received_on, true, &[pause("2026-04-08..2026-04-10")]).unwrap();
}

#[test]
fn a_pause_may_begin_in_the_time_that_an_earlier_one_gave() {
    let received_on = date(2026, 3, 5);
    let pauses = [pause("2026-04-20..2026-04-22"), pause("2026-03-10..2026-03-30")];
    let deadline = Deadline::new(received_on, false, &pauses).unwrap();
    assert_eq!((deadline.paused_days, deadline.due_on), (22, date(2026, 4, 27)));
    assert!(Deadline::new(received_on, false, &pauses[..1]).is_err(), "without the earlier one it is too late");
}

#[test]
fn a_question_that_is_answered_the_same_day_moves_nothing() {
    let deadline = Deadline::new(date(2026, 3, 5), false, &[pause("2026-03-10..2026-03-10")]).unwrap();
    assert_eq!(deadline, plain(date(2026, 3, 5)));
}

#[test]
fn days_left_are_counted_as_civil_days_and_as_working_days() {
    // Due on Tuesday 7 April 2026, after Easter.
    let deadline = plain(date(2026, 3, 5));
    let left = |day| (deadline.days_left(day), deadline.working_days_left(day));
    assert_eq!(left(date(2026, 4, 7)), (0, 0));
    assert_eq!(left(date(2026, 4, 1)), (6, 1), "Easter lies between");
    assert_eq!(left(date(2026, 3, 30)), (8, 3));
    assert_eq!(left(date(2026, 4, 8)), (-1, -1));
    assert_eq!(left(date(2026, 4, 13)), (-6, -4));
}

#[test]
fn a_system_is_given_its_own_limit_but_never_the_last_day() {
    let deadline = plain(date(2026, 3, 5));
    assert_eq!(deadline.internal_due_on(date(2026, 3, 5), 10), date(2026, 3, 16), "a Sunday moves on");
    assert_eq!(deadline.internal_due_on(date(2026, 3, 5), 60), date(2026, 4, 1), "the working day before Easter");
    assert_eq!(
        deadline.internal_due_on(date(2026, 4, 7), 10),
        date(2026, 4, 7),
        "asked too late, but never before it was asked"
    );
}

fn any_date() -> impl Strategy<Value = Date> {
    (0..91_000_i32).prop_map(|days| date(1950, 1, 1).saturating_add(days.days()))
}

fn any_pauses() -> impl Strategy<Value = (Date, Vec<Pause>)> {
    (any_date(), prop::collection::vec((0..28_i32, 0..20_i32), 0..5)).prop_map(|(received_on, pauses)| {
        let pauses = pauses.into_iter().map(|(after, length)| {
            let asked_on = received_on.saturating_add(after.days());
            Pause { asked_on, answered_on: asked_on.saturating_add(length.days()) }
        });
        (received_on, pauses.collect())
    })
}

#[test]
fn every_date_from_1950_to_2199_computes_and_later_receipt_never_gives_an_earlier_date() {
    let mut before = plain(date(1950, 1, 1));
    for received_on in date(1950, 1, 2).series(1.day()).take_while(|day| day.year() <= 2199) {
        let deadline = plain(received_on);
        assert!(is_working_day(deadline.due_on) && is_working_day(deadline.extended_due_on), "{received_on}");
        assert!(
            before.due_on <= deadline.due_on && before.extended_due_on <= deadline.extended_due_on,
            "{received_on}"
        );
        assert!(deadline.due_on < deadline.extended_due_on, "{received_on}");
        // A month, and at most the longest row of days off: from Thursday to Monday at Easter.
        assert!((28..=36).contains(&deadline.days_left(received_on)), "{received_on}");
        before = deadline;
    }
}

proptest! {
    #[test]
    fn an_end_is_a_working_day_and_an_extension_is_never_earlier((received_on, pauses) in any_pauses()) {
        let deadline = Deadline::new(received_on, false, &pauses).unwrap();
        for day in [deadline.due_on, deadline.extended_due_on, deadline.unpaused_due_on] {
            prop_assert!(is_working_day(day));
        }
        prop_assert!(deadline.unpaused_due_on <= deadline.due_on);
        prop_assert!(deadline.due_on <= deadline.extended_due_on);
    }

    #[test]
    fn pauses_count_each_day_once_in_any_order((received_on, pauses) in any_pauses()) {
        let deadline = Deadline::new(received_on, false, &pauses).unwrap();
        let covered = received_on.series(1.day()).take(100);
        let covered = covered.filter(|day| pauses.iter().any(|pause| pause.asked_on <= *day && *day < pause.answered_on));
        prop_assert_eq!(usize::try_from(deadline.paused_days).unwrap(), covered.count());
        let reversed: Vec<Pause> = pauses.iter().rev().copied().collect();
        prop_assert_eq!(&Deadline::new(received_on, false, &reversed).unwrap(), &deadline);
        let twice = [pauses.as_slice(), &pauses].concat();
        prop_assert_eq!(&Deadline::new(received_on, false, &twice).unwrap(), &deadline);
    }

    #[test]
    fn one_more_pause_never_gives_an_earlier_date((received_on, pauses) in any_pauses()) {
        for count in 1..=pauses.len() {
            let fewer = Deadline::new(received_on, true, &pauses[..count - 1]).unwrap();
            let more = Deadline::new(received_on, true, &pauses[..count]).unwrap();
            prop_assert!(fewer.due_on <= more.due_on && fewer.extended_due_on <= more.extended_due_on);
        }
    }

    #[test]
    fn a_system_s_own_limit_is_before_the_person_s((received_on, pauses) in any_pauses(), limit in 0..400_u16) {
        let deadline = Deadline::new(received_on, false, &pauses).unwrap();
        let day = deadline.internal_due_on(received_on, limit);
        prop_assert!(received_on <= day && day < deadline.in_force());
        prop_assert!(is_working_day(day) || day == received_on);
    }

    #[test]
    fn what_is_left_is_zero_on_the_day_and_goes_down_by_one((received_on, pauses) in any_pauses()) {
        let deadline = Deadline::new(received_on, false, &pauses).unwrap();
        let due_on = deadline.in_force();
        prop_assert_eq!((deadline.days_left(due_on), deadline.working_days_left(due_on)), (0, 0));
        let day_before = due_on.saturating_sub(1.day());
        prop_assert_eq!((deadline.days_left(day_before), deadline.working_days_left(day_before)), (1, 1));
    }
}
