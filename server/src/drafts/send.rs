//! Sending what was begun: it becomes a case, and the draft is gone. However often the button is pressed, it is one case.

use app::model::ask::{Draft, Step};
use app::words::named::LetterSentEvidence;
use app::words::{Language, Words};

use super::submission::{Shows, sent_files, submission};
use super::{end, find};
use crate::cases::evidence;
use crate::cases::rules::Right;
use crate::cases::store as cases;
use crate::cases::submission::{FormToken, Submission};
use crate::cases::submit::{Receipt, Submitted, people, sent_before, take_in};
use crate::contact;
use crate::db::Tx;
use crate::error::{Error, retried};
use crate::id::{BlobId, CaseId};
use crate::messages;
use crate::office::Office;
use crate::subjects;
use crate::subjects::identity_number::NationalId;
use crate::token::Token;
use crate::uploads::{self, Uploaded};
use crate::vault::store as vault;

/// Characters of what is wrong that stand beside the file that shows it.
const BEGINNING_CHARS: usize = 100;

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
    let (sent, unsent) = become_case(office, token, &draft, &submission).await?;
    if matches!(sent, Sent::Received(_)) {
        office.bell.notify_waiters();
    }
    uploads::drop_all(office, unsent).await;
    Ok(sent)
}

/// The draft becomes a case, with its files and their key. What stays of it is where the person wants to be told of news. The
/// files that were not sent belong to nothing.
async fn become_case(
    office: &Office,
    token: &Token,
    draft: &Draft,
    submission: &Submission,
) -> Result<(Sent, Vec<BlobId>), Error> {
    retried(|| async move {
        let mut tx = office.db.write().await?;
        let people = people(office, &mut tx, submission).await?;
        let filer = people.0;
        // It may have been changed, deleted or sent a moment ago, and another begun.
        let is_it = find(office, &mut tx, filer).await?.is_some_and(|begun| begun.token == *token);
        let receipt = match take_in(office, &mut tx, submission, people).await? {
            Submitted::OpenCases(_) => return Ok((Sent::OpenCases, Vec::new())),
            Submitted::Before(receipt) => receipt,
            // What was looked over is what is sent.
            Submitted::Accepted(_) if !is_it => return Err(Error::NotFound),
            Submitted::Accepted(receipt) => {
                give_files(office, &mut tx, receipt.case, submission.language(), draft).await?;
                receipt
            }
        };
        let mut unsent = Vec::new();
        if is_it {
            unsent = end(&mut tx, filer).await?;
            let kept = vault::blobs_of_case(&mut tx, receipt.case).await?;
            unsent.retain(|file| !kept.contains(file));
        }
        contact::keep(office, &mut tx, filer, draft.email.as_deref().unwrap_or_default()).await?;
        tx.commit().await?;
        Ok((Sent::Received(receipt), unsent))
    })
    .await
}

/// As much of a text as tells it from others.
fn beginning(text: &str) -> String {
    let mut beginning: String = text.chars().take(BEGINNING_CHARS).collect();
    if beginning.len() < text.len() {
        beginning.push('…');
    }
    beginning
}

/// The files of the draft are the case's from now on: in its first message, for everybody who works with it, and those that
/// show what is wrong with the correction too, for the systems.
async fn give_files(
    office: &Office,
    tx: &mut Tx,
    case: CaseId,
    language: Language,
    draft: &Draft,
) -> Result<(), Error> {
    let (shown, files): (Vec<Shows<'_>>, Vec<Uploaded>) = sent_files(draft).unzip();
    if files.is_empty() {
        return Ok(());
    }
    let key = office.vault.case_key(tx, case).await?;
    let words = Words(language);
    let lines = shown.iter().zip(&files).map(|(shows, file)| match shows {
        Shows::Authority => words.letter_sent_authority(file.about.name.clone()),
        Shows::Wrong(_, wrong) => words
            .letter_sent_evidence(LetterSentEvidence { name: file.about.name.clone(), what: beginning(&wrong.what) }),
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    messages::send::first(office, tx, (case, &key), &text, &files).await?;
    let claims = cases::claims_of(tx, case).await?;
    if let Some(claim) = claims.iter().find(|claim| claim.right == Right::Rectification) {
        for (shows, file) in shown.iter().zip(&files) {
            if let Shows::Wrong(index, _) = shows {
                evidence::add(tx, &key, claim.id, *index, file).await?;
            }
        }
    }
    Ok(())
}
