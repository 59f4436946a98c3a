//! What is decided about time: more of it, a question that stops the clock, nothing at all, the end, and taking it up again.

use jiff::SignedDuration;
use jiff::civil::{Date, date};
use serde_json::json;
use server::audit::{self, Action};
use server::cases::clock;
use server::cases::close::{Refused as NotClosed, close, reopen};
use server::cases::extend::{Refused as NotExtended, Told, extend};
use server::cases::pause::{Refused as NotPaused, go_on, move_on, pause};
use server::cases::rules::{CaseState, ExtensionReason, Outcome, PauseReason, Right};
use server::cases::store as cases;
use server::casework::own::NotOwn;
use server::decisions::access::{Wanted, access as decide};
use server::decisions::decide::Refused;
use server::decisions::grounds::Refused as NoText;
use server::decisions::refuse::{Because, refuse};
use server::error::Error;
use server::letters::letter::{Element, Kind, Letter};
use server::packages::releaser::Releaser;
use server::systems::rules::{Review, System};

use crate::casework::hire;
use crate::support::both_databases;
use crate::support::cases::{accepted, access, erasure, rectification, send_notices, submission};
use crate::support::employees::PER;
use crate::support::taken::Taken;

const ACCESS: Right = Right::Access;
/// One month after 5 March: 5 April is Easter Day, and the 6th a holiday.
const DUE: Date = date(2026, 4, 7);

fn automatic(system: &mut System) {
    system.review = Review::Automatic;
}

fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

/// What a taken case has come to.
trait Look {
    async fn due(&self, right: Right) -> Date;
    async fn actions(&self) -> Vec<Action>;
    async fn state(&self) -> CaseState;
}

impl Look for Taken {
    async fn due(&self, right: Right) -> Date {
        let mut tx = self.office().db.read().await.unwrap();
        let claims = cases::claims_of(&mut tx, self.case).await.unwrap();
        claims.iter().find(|claim| claim.right == right).unwrap().due_on
    }

    async fn actions(&self) -> Vec<Action> {
        let mut tx = self.office().db.read().await.unwrap();
        let events = audit::of_case(&mut tx, &self.office().vault, self.case, 100).await.unwrap();
        events.into_iter().map(|event| event.action).collect()
    }

    async fn state(&self) -> CaseState {
        let mut tx = self.office().db.read().await.unwrap();
        cases::find_case(&mut tx, self.case).await.unwrap().unwrap().state
    }
}

both_databases! {
    async fn more_time_is_told_within_the_first_month_or_not_taken(engine: Engine) {
        let stage = Taken::new(engine, vec![access(), erasure()], automatic).await;
        let (office, reference) = (stage.office(), &stage.reference);
        let more = async |told| extend(office, &stage.kari, reference, ACCESS, ExtensionReason::Redaction, "", told).await.unwrap();
        let colleague = hire(office, PER, "Per", &["caseworker:Dokumentsenteret"]).await;
        let not_theirs = extend(office, &colleague, reference, ACCESS, ExtensionReason::Amount, "", Told::Here).await.unwrap();
        assert_eq!(not_theirs, Err(NotExtended::NotOwn(NotOwn::NotTaken)));
        assert_eq!(more(Told::Posted(date(2026, 3, 4))).await, Err(NotExtended::PostedBefore(date(2026, 3, 5))));
        let late = Err(NotExtended::Clock(clock::Refused::TooLate(DUE)));
        assert_eq!(more(Told::Posted(date(2026, 4, 8))).await, late, "on paper it must be posted by then");
        // Up to the last second of the last day.
        stage.portal.clock.step(days(33));
        assert_eq!(more(Told::Here).await, Ok(date(2026, 6, 5)), "three months from the receipt");
        assert_eq!(more(Told::Here).await, Err(NotExtended::Clock(clock::Refused::ExtendedAlready)));
        assert_eq!((stage.due(ACCESS).await, stage.due(Right::Erasure).await), (date(2026, 6, 5), DUE), "of this claim only");
        let letters = stage.letters().await;
        let [letter] = letters.as_slice() else { panic!("{}", letters.len()) };
        assert_eq!(letter.kind(), Kind::Extension);
        let said = letter.said(Element::NewDate);
        assert!(said.contains("tirsdag 7. april 2026") && said.contains("fredag 5. juni 2026"), "{said}");
        assert!(stage.actions().await.contains(&Action::ClaimExtended));
        let rectify = extend(office, &stage.kari, reference, Right::Rectification, ExtensionReason::Amount, "", Told::Here).await.unwrap();
        assert_eq!(rectify, Err(NotExtended::NoClaim));
        stage.portal.clock.step(days(1));
        let too_late = extend(office, &stage.kari, reference, Right::Erasure, ExtensionReason::Amount, "", Told::Here).await.unwrap();
        assert_eq!(too_late, late);
    }
}

both_databases! {
    async fn the_clock_stands_while_the_person_is_asked_and_goes_on_when_they_answer(engine: Engine) {
        let stage = Taken::new(engine, vec![access(), rectification()], automatic).await;
        let (office, reference, kari) = (stage.office(), &stage.reference, &stage.kari);
        let scope = PauseReason::Scope;
        let ask = async |right, reason, question: &str| pause(office, kari, reference, right, reason, question).await.unwrap();
        assert_eq!(ask(ACCESS, scope, " ").await, Err(NotPaused::Question(NoText::TextMissing)));
        assert_eq!(ask(Right::Rectification, scope, "Hva?").await, Err(NotPaused::Clock(clock::Refused::DoesNotStop)));
        assert_eq!(ask(Right::Erasure, PauseReason::Identity, "Hvem?").await, Err(NotPaused::NoClaim));
        stage.portal.clock.step(days(5));
        assert_eq!(ask(ACCESS, scope, "Hvilke skoler gjelder det?").await, Ok(()));
        assert_eq!(ask(ACCESS, scope, "En gang til?").await, Err(NotPaused::Clock(clock::Refused::StandsAlready)));
        let letters = stage.letters().await;
        assert_eq!((letters.len(), letters[0].kind()), (1, Kind::Clarification));
        assert!(letters[0].said(Element::Question).contains("Hvilke skoler"));
        assert!(letters[0].said(Element::Clock).contains("tirsdag 10. mars 2026"));
        stage.portal.clock.step(days(4));
        assert_eq!(move_on(office).await.unwrap(), 1);
        assert_eq!(stage.due(ACCESS).await, date(2026, 4, 9), "a day more each day");
        let answer = async |on| go_on(office, kari, reference, ACCESS, scope, on).await.unwrap();
        assert_eq!(answer(date(2026, 3, 15)).await, Err(NotPaused::NotYet));
        assert!(matches!(answer(date(2026, 3, 9)).await, Err(NotPaused::Clock(clock::Refused::Date(_)))), "before it was asked");
        assert_eq!(answer(date(2026, 3, 13)).await, Ok(date(2026, 4, 8)));
        assert_eq!(answer(date(2026, 3, 13)).await, Err(NotPaused::Clock(clock::Refused::DoesNotStand)));
        assert_eq!((stage.due(ACCESS).await, move_on(office).await.unwrap()), (date(2026, 4, 8), 0));
        assert_eq!(stage.due(Right::Rectification).await, DUE);
        let actions = stage.actions().await;
        assert!(actions.contains(&Action::ClaimPaused) && actions.contains(&Action::ClaimResumed));
    }
}

both_databases! {
    async fn what_is_manifestly_unfounded_is_refused_with_reasons_and_nobody_is_asked_any_more(engine: Engine) {
        let stage = Taken::new(engine, vec![access()], automatic).await;
        let (office, reference, kari) = (stage.office(), &stage.reference, &stage.kari);
        let no = async |reasons, words| refuse(office, kari, reference, ACCESS, Because::Repetitive, reasons, words).await.unwrap();
        assert_eq!(no("", "Nei.").await, Err(Refused::Words(NoText::TextMissing)), "the municipality must show that it is so");
        assert_eq!(no("Det samme ble besvart i går.", " ").await, Err(Refused::Words(NoText::TextMissing)));
        let decided = no("Det samme ble besvart i går.", "Ta kontakt om noe er nytt.").await.unwrap();
        assert_eq!(decided.outcome, Outcome::Refused);
        for system in &stage.systems {
            assert_eq!(system.claim(10).await.len(), 0);
        }
        let letters = stage.letters().await;
        let [letter] = letters.as_slice() else { panic!("{}", letters.len()) };
        assert_eq!(letter.kind(), Kind::RequestRefused);
        let grounds = letter.said(Element::Grounds);
        assert!(grounds.contains("artikkel 12 nr. 5") && grounds.contains("Det samme ble besvart i går."), "{grounds}");
        assert!(matches!(stage.state().await, CaseState::Answered { .. }));
        assert_eq!(no("Igjen.", "Nei.").await, Err(Refused::NoClaim));
    }
}

both_databases! {
    async fn a_case_is_closed_and_taken_up_again_and_answered_anew_as_a_whole(engine: Engine) {
        let stage = Taken::new(engine, vec![access()], automatic).await;
        let (office, reference, kari) = (stage.office(), &stage.reference, &stage.kari);
        let again = async |reason: &str| reopen(office, kari, reference, ACCESS, reason).await.unwrap();
        assert_eq!(close(office, kari, reference).await.unwrap(), Err(NotClosed::State(server::cases::rules::Refused::NotAnswered)));
        assert_eq!(again("Klage").await, Err(NotClosed::NoClaim));
        for system in 0..3 {
            let task = stage.systems[system].claim_one().await;
            let record = json!({"category": "fravær", "title": "Fravær", "data": {"timer": 2}});
            assert_eq!(stage.systems[system].answer(&task, json!({"outcome": "data", "records": [record]})).await.status, 200);
        }
        let releaser = Releaser::new(office.clone(), "");
        assert_eq!(releaser.step().await.unwrap().released, 1);
        assert_eq!(close(office, kari, reference).await.unwrap(), Ok(()));
        assert!(matches!(stage.state().await, CaseState::Closed { .. }));
        assert_eq!(again("").await, Err(NotClosed::Reason(NoText::TextMissing)));
        assert_eq!(again("Personen har klaget.").await, Ok(()));
        assert_eq!((stage.state().await, again("Igjen").await), (CaseState::Open, Err(NotClosed::NoClaim)));
        assert_eq!(stage.due(ACCESS).await, DUE, "the person has waited since then");
        assert_eq!(releaser.step().await.unwrap().decided, 0, "the rule does not decide what was taken up again");
        let wanted = Wanted { outcome: Outcome::Granted, words: "Vi har sett på det igjen.", gaps: [].into() };
        decide(office, kari, reference, &wanted).await.unwrap().unwrap();
        assert_eq!(releaser.step().await.unwrap().released, 1);
        let kinds: Vec<Kind> = stage.letters().await.iter().map(Letter::kind).collect();
        assert_eq!(kinds, [Kind::Granted, Kind::Granted]);
        let mut tx = office.db.read().await.unwrap();
        let person = cases::find_case(&mut tx, stage.case).await.unwrap().unwrap().filer;
        drop(tx);
        let second = server::packages::download::find(office, person, reference, 2).await.unwrap();
        let first = server::packages::download::find(office, person, reference, 1).await.unwrap();
        assert!(second.size_bytes >= first.size_bytes, "all of it, and the letters before");
        // Another like it is sent in, and then this one cannot be open too.
        accepted(office, &submission(vec![access()])).await;
        assert_eq!(again("Igjen").await, Err(NotClosed::SentAnew));
        send_notices(office).await;
        let actions = stage.actions().await;
        assert!(actions.contains(&Action::CaseClosed) && actions.contains(&Action::CaseReopened));
        let nobody = close(office, kari, "2026-000099").await;
        assert!(matches!(nobody, Err(Error::NotFound)));
    }
}
