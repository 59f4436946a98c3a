//! Writing a message. However often the button is pressed, it is one; and what answers a question lets the clock go on.

use app::model::ask::MOST_FILE_BYTES;
use thiserror::Error as ThisError;

use super::store::{self, NewMessage};
use super::{Sender, about_place, content_place};
use crate::audit::{self, Action, Actor, Details, Event};
use crate::cases::pause;
use crate::cases::rules::{PauseReason, Right};
use crate::cases::store as cases;
use crate::casework::own::{self, NotOwn};
use crate::casework::rules::Handler;
use crate::casework::store::lock_case;
use crate::db::Tx;
use crate::error::{Error, retried};
use crate::id::{CaseId, EmployeeId, NoticeId, PersonId};
use crate::notices::{self, Kind};
use crate::office::Office;
use crate::token::Token;
use crate::uploads::Uploaded;
use crate::vault::Key;
use crate::vault::store as vault;

/// Characters of a message.
pub const LONGEST_CHARS: usize = 10_000;
/// Messages in one case that the person may write into; the municipality can always answer.
const MOST_MESSAGES: i64 = 500;

/// A message that is being written.
#[derive(Clone, Copy)]
pub struct Written<'a> {
    /// Of the form.
    pub token: &'a Token,
    /// What it says, within [`LONGEST_CHARS`].
    pub text: &'a str,
    /// What is sent with it.
    pub files: &'a [Uploaded],
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// It is a message.
    Now,
    /// It was already; the files that came with it this time belong to nothing.
    Before,
}

/// Why it is not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ThisError)]
pub enum Refused {
    /// Nobody works with the case any more.
    #[error("the case is over")]
    Over,
    /// There are too many.
    #[error("there are too many messages in the case")]
    TooMany,
    /// Nobody waits for this answer, or not any more.
    #[error("nobody waits for this answer")]
    NotAsked,
    /// Whoever writes has not taken the case.
    #[error(transparent)]
    NotOwn(#[from] NotOwn),
}

/// A message of the person's, in a case of which they are the filer. Where it answers what was asked, the clock goes on from
/// today: what is to be known is with the municipality.
///
/// # Errors
/// [`Error::NotFound`] where there is no such case for them; the database's own. The inner error says why it is not sent.
pub async fn send(
    office: &Office,
    person: PersonId,
    reference: &str,
    written: Written<'_>,
    answers: Option<(Right, PauseReason)>,
) -> Result<Result<Sent, Refused>, Error> {
    let sent = retried(|| async move {
        let mut tx = office.db.write().await?;
        lock_case(&mut tx, reference).await?;
        let case = crate::cases::own::find(&mut tx, person, reference).await?;
        if store::is_sent(&mut tx, &written.token.hash()).await? {
            return Ok(Ok(Sent::Before));
        }
        if !case.state.takes_messages() {
            return Ok(Err(Refused::Over));
        }
        let key = office.vault.case_key(&mut tx, case.id).await?;
        if !has_room(&mut tx, case.id, written).await? {
            return Ok(Err(Refused::TooMany));
        }
        let number = keep(office, &mut tx, (case.id, &key), Writer::Person, written).await?;
        let details = Details::none().with("message", number.to_string());
        note(office, &mut tx, (case.id, &key), Action::MessageSent, details).await?;
        if let Some((right, reason)) = answers {
            let claims = cases::claims_of(&mut tx, case.id).await?;
            let Some((claim, clock)) = pause::open(&mut tx, &claims, right).await? else {
                return Ok(Err(Refused::NotAsked));
            };
            let today = office.today();
            let Ok(due_on) = pause::resume(office, &mut tx, claim, clock, reason, today).await? else {
                return Ok(Err(Refused::NotAsked));
            };
            let details = Details::none()
                .with("right", right.code())
                .with("reason", reason.code())
                .with("answered_on", today.to_string())
                .with("is", due_on.to_string());
            note(office, &mut tx, (case.id, &key), Action::ClaimResumed, details).await?;
        }
        tx.commit().await?;
        Ok(Ok(Sent::Now))
    })
    .await?;
    if sent == Ok(Sent::Now) {
        office.news.notify_one();
    }
    Ok(sent)
}

/// A message to the person, from who has taken the case. They are told that there is one, and nothing of what it says.
///
/// # Errors
/// As [`send`].
pub async fn reply(
    office: &Office,
    handler: &Handler,
    reference: &str,
    written: Written<'_>,
) -> Result<Result<Sent, Refused>, Error> {
    retried(|| async move {
        let mut tx = office.db.write().await?;
        let own = match own::lock(office, &mut tx, handler, reference).await? {
            Ok(own) => own,
            Err(not_own) => return Ok(Err(not_own.into())),
        };
        if store::is_sent(&mut tx, &written.token.hash()).await? {
            return Ok(Ok(Sent::Before));
        }
        let case = cases::find_case(&mut tx, own.case.id).await?.ok_or(Error::NotFound)?;
        let number = keep(office, &mut tx, (case.id, &own.key), Writer::Employee(handler.employee), written).await?;
        let now = office.clock.now_ms();
        store::settle_messages(&mut tx, case.id, i64::MAX, now).await?;
        let (notice, kind) = (NoticeId::new(now), Kind::Message);
        notices::store::insert_notice(&mut tx, notice, case.id, case.filer, kind, number, now).await?;
        let details = Details::none().with("message", number.to_string());
        own.record(office, &mut tx, Action::MessageSent, details).await?;
        tx.commit().await?;
        Ok(Ok(Sent::Now))
    })
    .await
}

/// Notes that what who has taken the case has read of the person's messages needs no reply.
///
/// # Errors
/// As [`send`].
pub async fn settle(office: &Office, handler: &Handler, reference: &str) -> Result<Result<(), NotOwn>, Error> {
    retried(|| async move {
        let mut tx = office.db.write().await?;
        let own = match own::lock(office, &mut tx, handler, reference).await? {
            Ok(own) => own,
            Err(not_own) => return Ok(Err(not_own)),
        };
        if store::settle_messages(&mut tx, own.case.id, i64::MAX, office.clock.now_ms()).await? > 0 {
            own.record(office, &mut tx, Action::MessagesSettled, Details::none()).await?;
        }
        tx.commit().await?;
        Ok(Ok(()))
    })
    .await
}

/// The first message of a case: the files that were sent in with it, and what they show. They are sealed with its key.
///
/// # Errors
/// The database's own.
pub(crate) async fn first(
    office: &Office,
    tx: &mut Tx,
    (case, key): (CaseId, &Key),
    text: &str,
    files: &[Uploaded],
) -> Result<(), Error> {
    let written = Written { token: &Token::random(), text, files };
    let number = keep(office, tx, (case, key), Writer::PersonWithCase, written).await?;
    let details = Details::none().with("message", number.to_string());
    note(office, tx, (case, key), Action::MessageSent, details).await
}

/// Whether there is room for one more message of the person's.
async fn has_room(tx: &mut Tx, case: CaseId, written: Written<'_>) -> Result<bool, Error> {
    let sent: u64 = store::attachments_of(tx, case).await?.iter().map(|file| file.size_bytes).sum();
    let more: u64 = written.files.iter().map(|file| file.size_bytes).sum();
    let fits = more == 0 || sent + more <= MOST_FILE_BYTES;
    Ok(fits && store::next_message(tx, case).await? <= MOST_MESSAGES)
}

/// Whose a message is.
#[derive(Clone, Copy)]
enum Writer {
    Person,
    /// What comes with a case is answered with it.
    PersonWithCase,
    Employee(EmployeeId),
}

/// Keeps a message; its number.
async fn keep(
    office: &Office,
    tx: &mut Tx,
    (case, key): (CaseId, &Key),
    by: Writer,
    written: Written<'_>,
) -> Result<i64, Error> {
    let (sender, employee, is_settled) = match by {
        Writer::Person => (Sender::Person, None, false),
        Writer::PersonWithCase => (Sender::Person, None, true),
        Writer::Employee(employee) => (Sender::Municipality, Some(employee), false),
    };
    let now = office.clock.now_ms();
    let number = store::next_message(tx, case).await?;
    let row = format!("{case} {number}");
    let content = key.seal(content_place(&row), written.text.as_bytes());
    let token_hash = written.token.hash();
    let token_hash = &token_hash;
    let new = NewMessage { case, number, sender, employee, at: now, is_settled, token_hash, content: &content };
    store::insert_message(tx, &new).await?;
    for (place, file) in (1..).zip(written.files) {
        vault::insert_blob(tx, file.blob, case, file.size_bytes, now).await?;
        let plain = serde_json::to_vec(&file.about).map_err(|error| Error::Internal(error.into()))?;
        let about = key.seal(about_place(&file.blob.to_string()), &plain);
        store::insert_attachment(tx, file.blob, (case, number), place, &about).await?;
    }
    Ok(number)
}

async fn note(
    office: &Office,
    tx: &mut Tx,
    (case, key): (CaseId, &Key),
    action: Action,
    details: Details,
) -> Result<(), Error> {
    let event = Event { action, case: Some(case), actor: Actor::Person, details };
    audit::record(tx, &office.vault, office.clock.now_ms(), Some(key), event).await
}
