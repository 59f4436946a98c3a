//! A person sends in a case: everything that follows is stored at once, or nothing is, and nothing is stored twice.

use std::collections::BTreeSet;

use app::words::Language;
use jiff::SignedDuration;
use server::audit;
use server::cases::rules::{CaseState, Progress, Refused, Right, progress};
use server::cases::store as cases;
use server::cases::submission::{Asked, Scope, Submission};
use server::cases::submit::{MOST_OPEN_CASES, Submitted, submit};
use server::cases::told;
use server::cases::withdraw::withdraw;
use server::letters::issue;
use server::letters::letter::{Element, Kind};
use server::subjects;
use server::systems::rules::Served;
use server::systems::store as systems;
use server::tasks::rules::{HumanReason, Step, TaskState};
use server::tasks::store as tasks;
use server::vault::Place;

use crate::support::both_databases;
use crate::support::cases::{
    MARKER, OTHER, PERSON, about, accepted, access, add_systems, add_systems_like, erasure, person, rectification,
    send_notices, submission, token,
};

both_databases! {
    async fn a_case_fans_out_to_every_system_in_one_transaction(portal: TestPortal) {
        let office = &portal.office;
        add_systems(office, 3, Served::Call).await;
        add_systems(office, 2, Served::Manual).await;
        add_systems_like(office, 1, Served::Pull, |system| system.serves_rectification = false).await;
        let receipt = accepted(office, &submission(vec![rectification(), access()])).await;
        assert_eq!(receipt.reference, "2026-000001");
        let due_on = "2026-04-07".parse().unwrap();
        assert_eq!(receipt.due_on, [(Right::Access, due_on), (Right::Rectification, due_on)], "the 5th is in Easter");

        let mut tx = office.db.read().await.unwrap();
        let case = cases::find_case(&mut tx, receipt.case).await.unwrap().unwrap();
        assert_eq!((case.state, case.filer), (CaseState::Open, case.subject));
        let claims = cases::claims_of(&mut tx, receipt.case).await.unwrap();
        let mut steps = Vec::new();
        for claim in &claims {
            for task in tasks::tasks_of(&mut tx, claim.id).await.unwrap() {
                let manual = task.state == TaskState::WithHuman(HumanReason::Manual);
                assert!(manual || task.state == TaskState::Ready { due_at: receipt.received_at });
                steps.push((claim.right, task.step, manual));
            }
        }
        let count = |right, step, manual| steps.iter().filter(|found| **found == (right, step, manual)).count();
        assert_eq!(count(Right::Access, Step::Collect, false), 4);
        assert_eq!(count(Right::Access, Step::Collect, true), 2);
        assert_eq!(count(Right::Rectification, Step::Assess, false), 3);
        assert_eq!(count(Right::Rectification, Step::Restrict, true), 2);
        assert_eq!(steps.len(), 6 + 2 * 5);
        assert_eq!(progress(tasks::count_tasks(&mut tx, receipt.case).await.unwrap()), Progress::Collecting);

        let key = office.vault.case_key(&mut tx, receipt.case).await.unwrap();
        let letters = issue::read_all(&mut tx, &key, receipt.case).await.unwrap();
        let [(row, letter)] = letters.as_slice() else { panic!("{}", letters.len()) };
        assert_eq!((row.kind, row.issued_at), (Kind::Receipt, Some(receipt.received_at)));
        let (due, steps) = (letter.said(Element::Due), letter.said(Element::Steps));
        assert!(due.contains("innsyn senest tirsdag 7. april 2026") && due.contains("retting"), "{due}");
        assert!(steps.contains("6 systemer"), "{steps}");
        let sealed = told::store::told(&mut tx, claims[0].id).await.unwrap().unwrap().details;
        let row = claims[0].id.to_string();
        let plain = key.open(Place { table: "claim", column: "details", row: &row }, &sealed).unwrap();
        assert!(serde_json::from_slice::<Asked>(&plain).unwrap() == access());
        let seen = audit::of_case(&mut tx, &office.vault, receipt.case, 10).await.unwrap();
        assert_eq!(seen.iter().map(|seen| seen.action.code()).collect::<Vec<_>>(), ["case.submitted"]);
        let found = subjects::national_id(&mut tx, &office.vault, case.subject).await.unwrap();
        assert_eq!(found.reveal(), PERSON);
        drop(tx);
        assert_eq!(send_notices(office).await, 1, "the receipt");
        assert_eq!(send_notices(office).await, 0);
    }
}

both_databases! {
    async fn the_same_sent_twice_is_one_case(portal: TestPortal) {
        let office = &portal.office;
        add_systems(office, 2, Served::Manual).await;
        let first = submission(vec![access()]);
        let receipt = accepted(office, &first).await;
        portal.clock.step(SignedDuration::from_hours(30));
        let same_form = submit(office, &first).await.unwrap();
        assert_eq!(same_form, Submitted::Before(receipt.clone()), "the same form");
        let same_words = submit(office, &submission(vec![access()]).anyway()).await.unwrap();
        assert_eq!(same_words, Submitted::Before(receipt.clone()), "the same words in another form");

        let other = submission(vec![erasure()]);
        assert_eq!(submit(office, &other).await.unwrap(), Submitted::OpenCases(vec![receipt.clone()]));
        let second = accepted(office, &other.anyway()).await;
        assert_eq!(second.reference, "2026-000002", "no number is lost to what was not taken");

        // Another person learns nothing of it, and may send in the same.
        let stranger = Submission::new(person(OTHER), vec![access()], token()).unwrap();
        assert_eq!(accepted(office, &stranger).await.reference, "2026-000003");
        assert_eq!(send_notices(office).await, 3);
    }
}

both_databases! {
    async fn one_person_cannot_flood_every_system(portal: TestPortal) {
        let office = &portal.office;
        let about = |number: usize| {
            let scope = Scope { categories: vec![format!("område {number}")], ..Scope::default() };
            submission(vec![Asked::Access { scope }]).anyway()
        };
        for number in 0..MOST_OPEN_CASES {
            accepted(office, &about(number)).await;
        }
        let Submitted::OpenCases(open) = submit(office, &about(MOST_OPEN_CASES)).await.unwrap() else { panic!() };
        assert_eq!(open.len(), MOST_OPEN_CASES);
        assert!(matches!(submit(office, &about(0)).await.unwrap(), Submitted::Before(_)), "a receipt is still given");
        let stranger = Submission::new(person(OTHER), vec![access()], token()).unwrap();
        accepted(office, &stranger).await;
        send_notices(office).await;
    }
}

both_databases! {
    async fn a_form_is_worth_nothing_in_the_hands_of_another(portal: TestPortal) {
        let office = &portal.office;
        let token = token();
        let mine = Submission::new(person(PERSON), vec![access()], token).unwrap();
        let theirs = Submission::new(person(OTHER), vec![access()], token).unwrap();
        let mine = accepted(office, &mine).await;
        let theirs = accepted(office, &theirs).await;
        assert_ne!(mine.case, theirs.case);
        send_notices(office).await;
    }
}

both_databases! {
    async fn the_same_sent_many_times_at_once_is_one_case(portal: TestPortal) {
        let office = &portal.office;
        add_systems(office, 5, Served::Manual).await;
        let mut all = tokio::task::JoinSet::new();
        for _ in 0..16 {
            let office = office.clone();
            all.spawn(async move { submit(&office, &submission(vec![access(), erasure()])).await.unwrap() });
        }
        let (mut accepted, mut references) = (0, BTreeSet::new());
        for submitted in all.join_all().await {
            match submitted {
                Submitted::Accepted(receipt) => {
                    accepted += 1;
                    references.insert(receipt.reference);
                }
                Submitted::Before(receipt) => {
                    references.insert(receipt.reference);
                }
                Submitted::OpenCases(open) => panic!("{open:?}"),
            }
        }
        assert_eq!((accepted, references.len()), (1, 1));
        assert_eq!(send_notices(office).await, 1);
    }
}

both_databases! {
    async fn many_people_at_once_each_get_a_number_of_their_own(portal: TestPortal) {
        let office = &portal.office;
        add_systems(office, 3, Served::Manual).await;
        let mut all = tokio::task::JoinSet::new();
        for number in 10_000_000_000_u64..10_000_000_012 {
            let office = office.clone();
            // Half of them about another, in both directions.
            let (filer, subject) = (person(&number.to_string()), person(&(number ^ 1).to_string()));
            let submission = Submission::about(filer, subject, vec![access()], token()).unwrap();
            all.spawn(async move { accepted(&office, &submission).await.reference });
        }
        let references: BTreeSet<String> = all.join_all().await.into_iter().collect();
        let expected: BTreeSet<String> = (1..=12).map(|number| format!("2026-{number:06}")).collect();
        assert_eq!(references, expected);
        send_notices(office).await;
    }
}

both_databases! {
    async fn a_large_municipality_has_four_thousand_systems(portal: TestPortal) {
        let office = &portal.office;
        add_systems(office, 4000, Served::Manual).await;
        let receipt = accepted(office, &submission(vec![access()])).await;
        let mut tx = office.db.read().await.unwrap();
        let counts = tasks::count_tasks(&mut tx, receipt.case).await.unwrap();
        assert_eq!(counts.under_way, 4000);
        drop(tx);
        send_notices(office).await;
    }
}

both_databases! {
    async fn the_year_of_a_case_is_that_of_its_date_in_oslo(portal: TestPortal) {
        let office = &portal.office;
        // 23:30 in Oslo on New Year's Eve is 22:30 in UTC.
        let eve: jiff::Timestamp = "2026-12-31T22:59:59.999Z".parse().unwrap();
        portal.clock.step(SignedDuration::from_millis(eve.as_millisecond() - portal.clock.now_ms()));
        assert_eq!(accepted(office, &submission(vec![access()])).await.reference, "2026-000001");
        portal.clock.step(SignedDuration::from_millis(1));
        let next = accepted(office, &submission(vec![erasure()]).anyway()).await;
        assert_eq!(next.reference, "2027-000001");
        assert_eq!(next.due_on[0].1.to_string(), "2027-02-01");
        send_notices(office).await;
    }
}

both_databases! {
    async fn a_clock_that_is_set_back_loses_nothing(portal: TestPortal) {
        let office = &portal.office;
        add_systems(office, 1, Served::Pull).await;
        let first = accepted(office, &submission(vec![access()])).await;
        portal.clock.step(SignedDuration::from_hours(-5));
        let second = accepted(office, &submission(vec![erasure()]).anyway()).await;
        assert_eq!((first.reference.as_str(), second.reference.as_str()), ("2026-000001", "2026-000002"));
        assert_eq!(first.due_on[0].1, second.due_on[0].1);
        portal.clock.step(SignedDuration::from_hours(5));
        assert_eq!(send_notices(office).await, 2);
        assert_eq!(audit::chain(&office.db, &office.vault).await.unwrap().added, 2);
        assert!(audit::verify(&office.db, &office.vault, None).await.unwrap().is_whole());
    }
}

both_databases! {
    async fn a_person_takes_their_case_back(portal: TestPortal) {
        let office = &portal.office;
        let ids = add_systems(office, 2, Served::Pull).await;
        let receipt = accepted(office, &submission(vec![access()])).await;
        let mut tx = office.db.write().await.unwrap();
        let me = cases::find_case(&mut tx, receipt.case).await.unwrap().unwrap().filer;
        systems::pause_system(&mut tx, ids[0], true).await.unwrap();
        let stranger = subjects::find_or_make(&mut tx, &office.vault, &person(OTHER), 0).await.unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(withdraw(office, stranger, receipt.case).await, Err(server::error::Error::NotFound)));
        withdraw(office, me, receipt.case).await.unwrap().unwrap();
        assert_eq!(withdraw(office, me, receipt.case).await.unwrap(), Err(Refused::NotOpen));

        let mut tx = office.db.read().await.unwrap();
        let claims = cases::claims_of(&mut tx, receipt.case).await.unwrap();
        for task in tasks::tasks_of(&mut tx, claims[0].id).await.unwrap() {
            assert_eq!(task.state, TaskState::Withdrawn);
        }
        drop(tx);
        // The same may be asked anew, because nothing open is the same.
        assert_eq!(accepted(office, &submission(vec![access()])).await.reference, "2026-000002");
        send_notices(office).await;
    }
}

#[test]
fn what_a_person_writes_does_not_show_itself() {
    // None of these types can be printed, which the compiler checks; the number can, and hides itself.
    assert!(!format!("{:?} {}", person(PERSON), person(PERSON)).contains(PERSON));
    assert!(!MARKER.is_empty());
}

both_databases! {
    async fn a_person_is_answered_in_their_own_language(portal: TestPortal) {
        let office = &portal.office;
        add_systems(office, 1, Served::Call).await;
        for (language, other, title) in [
            (Language::Nn, "annet", "Vi har fått førespurnaden din"),
            (Language::En, "mer", "We have received your request"),
            // No letter is written in it yet.
            (Language::Se, "enda mer", "Vi har fått henvendelsen din"),
        ] {
            let sent = submission(vec![about(other)]).anyway().in_language(language);
            let receipt = accepted(office, &sent).await;
            let mut tx = office.db.read().await.unwrap();
            let key = office.vault.case_key(&mut tx, receipt.case).await.unwrap();
            let letters = issue::read_all(&mut tx, &key, receipt.case).await.unwrap();
            assert_eq!(letters[0].1.title(), title);
        }
        send_notices(office).await;
    }
}
