//! Sending what was begun: it becomes a case, and the draft is gone. However often the button is pressed, it is one case.

use app::model::ask::Step;
use app::words::Language;

use super::submission::submission;
use super::{find, store};
use crate::cases::submission::FormToken;
use crate::cases::submit::{Receipt, Submitted, sent_before, submit};
use crate::contact;
use crate::error::{Error, retried};
use crate::id::PersonId;
use crate::office::Office;
use crate::subjects;
use crate::subjects::identity_number::NationalId;
use crate::token::Token;

/// What became of it.
#[derive(Debug, PartialEq, Eq)]
pub enum Sent {
    /// It is a case, or was already.
    Received(Receipt),
    /// Nothing was sent: there are open cases that the person is to know of, or too many.
    OpenCases,
    /// Nothing was sent: this question has no answer that can be.
    Unanswered(Step),
}

/// Sends what a person has begun, if it is the draft with this token.
///
/// # Errors
/// [`Error::NotFound`] where that is neither begun nor was sent; the database's own: then it can be sent again.
pub async fn send(
    office: &Office,
    filer: &NationalId,
    token: &Token,
    anyway: bool,
    language: Language,
) -> Result<Sent, Error> {
    let form = FormToken::new(*token.bytes());
    let mut tx = office.db.read().await?;
    let person = subjects::find(&mut tx, &office.vault, filer).await?.ok_or(Error::NotFound)?;
    let begun = find(office, &mut tx, person).await?.filter(|begun| begun.token == *token);
    let Some(begun) = begun else {
        // The button was pressed twice, or the answer to it was lost on the way.
        let before = sent_before(&mut tx, person, &form).await?;
        return before.map(Sent::Received).ok_or(Error::NotFound);
    };
    drop(tx);
    let draft = begun.draft;
    match draft.unanswered() {
        Step::Review => {}
        step => return Ok(Sent::Unanswered(step)),
    }
    let subject = match draft.other.as_str() {
        "" => filer.clone(),
        number => match NationalId::from_login(number) {
            Ok((subject, _)) => subject,
            Err(_) => return Ok(Sent::Unanswered(Step::Who)),
        },
    };
    // Each answer was checked when it was given.
    let submission =
        submission(&draft, filer.clone(), subject, form).map_err(|refused| Error::Internal(refused.into()))?;
    let submission = submission.in_language(language);
    let submission = if anyway { submission.anyway() } else { submission };
    match submit(office, &submission).await? {
        Submitted::Accepted(receipt) | Submitted::Before(receipt) => {
            // It is received, whatever becomes of the draft: sent again, it is the same case.
            if let Err(error) = end(office, person, token, draft.email.as_deref()).await {
                tracing::warn!(%error, "A draft that was sent could not be deleted: {error}");
            }
            Ok(Sent::Received(receipt))
        }
        Submitted::OpenCases(_) => Ok(Sent::OpenCases),
    }
}

/// The draft is a case now; what stays of it is where the person wants to be told of news.
async fn end(office: &Office, person: PersonId, token: &Token, email: Option<&str>) -> Result<(), Error> {
    retried(|| async move {
        let mut tx = office.db.write().await?;
        let begun = find(office, &mut tx, person).await?;
        // Another tab may have begun something new meanwhile.
        if begun.is_some_and(|begun| begun.token == *token) {
            store::delete_draft(&mut tx, person, i64::MAX).await?;
        }
        contact::keep(office, &mut tx, person, email.unwrap_or_default()).await?;
        tx.commit().await?;
        Ok(())
    })
    .await
}
