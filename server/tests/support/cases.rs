//! People, systems and submissions for stories about cases.

use app::model::Sector;
use rand::Rng;
use server::cases::submission::{Asked, Behalf, Correction, FormToken, Scope, Submission};
use server::cases::submit::{Receipt, Submitted, submit};
use server::id::SystemId;
use server::notices;
use server::office::Office;
use server::subjects::identity_number::NationalId;
use server::systems::rules::{Record, Served, System};
use server::systems::store as systems;

/// Made-up people: Skatteetaten's month + 80.
pub const PERSON: &str = "10915596784";
pub const OTHER: &str = "50846202355";
/// A text that must be nowhere once it is deleted.
pub const MARKER: &str = "hemmelig-merketekst";

pub fn person(number: &str) -> NationalId {
    NationalId::from_login(number).unwrap().0
}

pub fn token() -> FormToken {
    let mut bytes = [0; 32];
    rand::rng().fill_bytes(&mut bytes);
    FormToken::new(bytes)
}

pub fn access() -> Asked {
    Asked::Access { scope: Scope { categories: vec![MARKER.to_owned()], ..Scope::default() } }
}

pub fn rectification() -> Asked {
    Asked::Rectification {
        scope: Scope::default(),
        corrections: vec![Correction {
            field: "adresse".to_owned(),
            current_value: Some("Storgata 1".to_owned()),
            proposed_value: None,
            reason: Some(MARKER.to_owned()),
        }],
        restrict_meanwhile: true,
    }
}

/// About one kind of data only.
pub fn about(category: &str) -> Asked {
    Asked::Access { scope: Scope { categories: vec![category.to_owned()], ..Scope::default() } }
}

pub fn erasure() -> Asked {
    Asked::Erasure { scope: Scope::default(), explanation: None, restrict_meanwhile: false }
}

pub fn submission(asked: Vec<Asked>) -> Submission {
    Submission::new(person(PERSON), asked, token()).unwrap()
}

/// Adds so many systems that serve every right; returns their ids in order.
pub async fn add_systems(office: &Office, count: usize, served: Served) -> Vec<SystemId> {
    add_systems_like(office, count, served, |_| {}).await
}

/// The same, each changed in some way.
pub async fn add_systems_like(
    office: &Office,
    count: usize,
    served: Served,
    change: impl Fn(&mut System),
) -> Vec<SystemId> {
    let mut tx = office.db.write().await.unwrap();
    let mut ids = Vec::new();
    for _ in 0..count {
        let id = SystemId::new(office.clock.now_ms());
        let (key, name) = (format!("system-{id}"), format!("Fagsystem {id}"));
        let mut system = System::usual(id, &key, &name, "Oppvekst", Sector::Education, served);
        system.record = record();
        change(&mut system);
        systems::insert_system(&mut tx, &system).await.unwrap();
        ids.push(id);
    }
    tx.commit().await.unwrap();
    ids.sort();
    ids
}

/// What the register must say of a system, so that somebody can be answered.
pub fn record() -> Record {
    let list = |text: &str| vec![text.to_owned()];
    Record {
        purposes: list("Følge opp elever."),
        categories: list("fravær"),
        recipients: list("Ingen utenfor kommunen"),
        storage_time: "Ti år".to_owned(),
        ..Record::default()
    }
}

/// Sends in a case, which must be accepted.
pub async fn accepted(office: &Office, submission: &Submission) -> Receipt {
    match submit(office, submission).await.unwrap() {
        Submitted::Accepted(receipt) => receipt,
        other => panic!("{other:?}"),
    }
}

/// Sends all notices that are due; returns how many.
pub async fn send_notices(office: &Office) -> usize {
    let now = office.clock.now_ms();
    let mut tx = office.db.write().await.unwrap();
    let due = notices::store::take_due(&mut tx, now, now + 60_000, 1000).await.unwrap();
    for notice in &due {
        assert!(notices::store::sent(&mut tx, notice.id, notice.attempt, now).await.unwrap());
    }
    tx.commit().await.unwrap();
    due.len()
}

/// A case that the person has sent in about a child of theirs.
pub async fn about_another(office: &Office) -> Receipt {
    let submission = Submission::about(person(PERSON), person(OTHER), vec![access()], token()).unwrap();
    accepted(office, &submission.on_behalf(Some(Behalf::Child))).await
}
