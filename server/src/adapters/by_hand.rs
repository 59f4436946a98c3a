//! A person answers in a system's place, with the same document that an adapter would send: by the same rules.

use super::answering::{checked, question};
use super::problem::{Kind, Problem};
use super::wire::AnswerDocument;
use crate::audit::{self, Action, Actor, Details, Event};
use crate::error::{Error, retried};
use crate::id::TaskId;
use crate::office::Office;
use crate::tasks::answer::by_hand;
use crate::tasks::rules::TaskState;
use crate::tasks::store as tasks;

/// Takes the answer of an employee, who was found to be allowed to give it.
///
/// # Errors
/// What is wrong with it, and where; or that nobody is asked about the task any more.
pub async fn answer(office: &Office, task: TaskId, actor: &Actor, document: &AnswerDocument) -> Result<(), Problem> {
    let (question, _) = question(office, task).await?;
    let answer = &checked(question, document)?;
    // The page for it takes no files yet.
    if !answer.files.is_empty() {
        return Err(Problem::from(Kind::FileMissing).at("/files/0"));
    }
    let by = match actor {
        Actor::Employee { id, .. } => format!("employee {id}"),
        _ => "person".to_owned(),
    };
    let by = by.as_str();
    let taken = retried(|| async move {
        let now = office.clock.now_ms();
        let mut tx = office.db.write().await?;
        if !by_hand(office, &mut tx, task, answer, by).await? {
            return Ok(false);
        }
        let case = tasks::case_of(&mut tx, task).await?.ok_or(Error::NotFound)?;
        let key = office.vault.case_key(&mut tx, case).await?;
        let details = Details::none().with("task", task.to_string()).with("outcome", answer.outcome.code());
        let event = Event { action: Action::TaskAnswered, case: Some(case), actor: actor.clone(), details };
        audit::record(&mut tx, &office.vault, now, Some(&key), event).await?;
        tx.commit().await?;
        Ok::<_, Error>(true)
    })
    .await?;
    if taken {
        return Ok(());
    }
    let found = tasks::find_task(&mut office.db.read().await?, task).await?.ok_or(Error::NotFound)?;
    Err(match found.state {
        TaskState::Withdrawn => Kind::CaseWithdrawn,
        TaskState::Answered { .. } => Kind::AlreadyAnswered,
        _ => Kind::LeaseLost,
    }
    .into())
}
