//! Taking an answer: it must fit the question, and then it is kept as it was sent.

use std::sync::Arc;

use crate::adapters::problem::{Kind, Problem};
use crate::adapters::rules::{MOST_FILES, Question, check};
use crate::adapters::wire::AnswerDocument;
use crate::cases::rules::CaseState;
use crate::cases::store as cases;
use crate::cases::told;
use crate::decisions::store as decisions;
use crate::error::Error;
use crate::hexadecimal;
use crate::id::TaskId;
use crate::office::Office;
use crate::portal::Portal;
use crate::tasks::answer::{Answer, Given, Saved, answer_all};
use crate::tasks::files::NamedFile;
use crate::tasks::store as tasks;

/// What became of an answer that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Whether the same had been taken before.
    pub repeated: bool,
    /// Whether the person already had an answer from the others.
    pub late: bool,
}

/// What is asked by a task, and whether its case is answered already.
///
/// # Errors
/// [`Error::NotFound`] where there is no such task; the database's own.
pub async fn question(office: &Office, task: TaskId) -> Result<(Question, bool), Error> {
    let mut tx = office.db.read().await?;
    let found = tasks::find_task(&mut tx, task).await?.ok_or(Error::NotFound)?;
    let told = told::store::told(&mut tx, found.claim).await?.ok_or(Error::NotFound)?;
    let case = cases::find_case(&mut tx, told.case).await?.ok_or(Error::NotFound)?;
    let late = matches!(case.state, CaseState::Answered { .. } | CaseState::Closed { .. });
    let note = match found.decision {
        Some(decision) => decisions::is_note(&mut tx, decision, found.system).await?,
        None => false,
    };
    Ok((Question { right: told.right, step: found.step, note }, late))
}

/// The answer that a document is, to be saved.
///
/// # Errors
/// What is wrong with it, and where.
pub fn checked(question: Question, document: &AnswerDocument) -> Result<Answer, Problem> {
    let outcome = check(question, document)?;
    let mut files = Vec::with_capacity(document.files.len().min(MOST_FILES));
    for file in &document.files {
        let sha256 = hexadecimal::read::<32>(&file.sha256).ok_or(Kind::InvalidDocument)?;
        files.push(NamedFile { name: file.name.clone(), sha256: *sha256 });
    }
    // Which attempt it was is known beside it.
    let kept = AnswerDocument { attempt: None, ..document.clone() };
    let content = serde_json::to_vec(&kept).map_err(|error| Error::Internal(error.into()))?;
    let categories = document.records.iter().map(|record| record.category.clone()).collect();
    Ok(Answer { files, categories, ..Answer::new(outcome, content) })
}

/// Takes the answer of an adapter that has the task.
///
/// # Errors
/// What is wrong with it, or why it comes too late.
pub async fn answer(
    portal: &Portal,
    task: TaskId,
    attempt: u32,
    document: &AnswerDocument,
    idempotency_hash: Option<[u8; 32]>,
) -> Result<Answered, Problem> {
    let office = &portal.office;
    let (question, late) = question(office, task).await?;
    let answer = Answer { idempotency_hash, ..checked(question, document)? };
    // Adapters that answer in the same moment wait for the disk once.
    let given = Arc::new(Given { task, attempt, answer });
    let here = office.clone();
    let save = move |given: Vec<Arc<Given>>| async move { answer_all(&here, &given).await };
    // What was saved is saved, whoever waits for it.
    let saved = portal.answers.ask(given, save, |_| async {}).await;
    match saved.ok_or(Kind::Busy)?? {
        Saved::Now => Ok(Answered { repeated: false, late }),
        Saved::Before => Ok(Answered { repeated: true, late }),
        Saved::LeaseLost => Err(Kind::LeaseLost.into()),
        Saved::Withdrawn => Err(Kind::CaseWithdrawn.into()),
        Saved::AnsweredOtherwise => Err(Kind::AlreadyAnswered.into()),
        Saved::KeyReused => Err(Kind::KeyReused.into()),
        Saved::FileMissing(index) => {
            let wanted = "put the file in the same attempt first; its SHA-256 must be the same here";
            Err(Problem::because(Kind::FileMissing, wanted).at(format!("/files/{index}")))
        }
    }
}
