//! `POST /do/ask-…`, `/do/remove-correction`, `/do/remove-file`, `/do/discard-draft` and `/do/send-case`: a person answers one question after the
//! other, and sends what was answered.
//!
//! What was typed is checked here, and all that is wrong with it is said at once. An answer that is taken is kept in the
//! draft, and the browser goes on to the next question.

pub(super) mod answers;

use std::sync::Arc;

use app::fault::Fault;
use app::model::ask::{ANYWAY, BACK, BUTTON, Draft, DraftFile, FILE, MINE, NUMBER, ONE_MORE, SHOWS, Step, TOKEN, YES};
use app::model::upload::FILES;
use app::model::{DONE, FieldFault};
use axum::extract::{Extension, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;

use self::answers::{Asker, FIELDS, Read};
use super::citizen::citizen;
use super::faults::Failed;
use super::form::PostedForm;
use super::own_form::NotTaken;
use super::redirect::see_other;
use super::returned_form::{self, FormPage, Owner};
use super::upload::{Sent as Uploads, receive};
use super::visit::Caller;
use crate::drafts::files::{draft_file, key as draft_key};
use crate::drafts::send::{Sent, send};
use crate::drafts::{change, discard};
use crate::error::Error;
use crate::portal::Portal;
use crate::subjects::identity_number::NationalId;
use crate::token::Token;
use crate::uploads::Uploaded;

/// The answer to a question.
pub(super) async fn answer(
    step: Step,
    portal: Arc<Portal>,
    caller: &Caller,
    headers: &HeaderMap,
    form: &PostedForm,
) -> Result<Response, NotTaken> {
    let (id, owner) = asker(&portal, caller, headers, step, form).await?;
    let Read { keep, faults, .. } = read(&portal, step, form, &id, &[]);
    if !faults.is_empty() {
        return refuse(&portal, &owner, step, form, faults, false).await;
    }
    let changed = change(&portal.office, &id, |draft| keep(draft)).await?;
    Ok(go_on(step, form, &changed.after))
}

/// The answer to a question with which files may be sent.
pub(super) async fn answer_with_files(
    step: Step,
    portal: Arc<Portal>,
    caller: &Caller,
    headers: &HeaderMap,
    request: Request,
) -> Result<Response, NotTaken> {
    let who = async |form: &PostedForm| {
        let (id, owner) = asker(&portal, caller, headers, step, form).await?;
        let is_refused = !read(&portal, step, form, &id, &[]).faults.is_empty();
        Ok((id, owner, is_refused))
    };
    // With an answer that is given back anyway, no file is taken, and nothing is begun.
    let key = async |(id, _, is_refused): &(NationalId, Owner, bool)| match is_refused {
        true => Ok(None),
        false => draft_key(&portal.office, id).await.map(Some),
    };
    let ((id, owner, _), sent) = receive(&portal, caller, request, FILES, who, key).await?;
    let Uploads { form, mut files, key, faults: of_files, came: has_files } = sent;
    let came = files.taken().iter().zip(key.iter().cycle());
    let came: Vec<DraftFile> = came.map(|(file, key)| draft_file(file, key)).collect();
    let Read { keep, mut faults, left_out } = read(&portal, step, &form, &id, &came);
    faults.extend(of_files);
    if faults.is_empty() {
        // Where the database fails, or the browser goes away, nobody knows whether they are in the draft.
        let handed = files.hand_over();
        let changed = change(&portal.office, &id, |draft| keep(draft)).await?;
        let is_kept = |file: &Uploaded| changed.after.files.iter().any(|kept| kept.id == file.blob.to_string());
        files.take_back(handed.into_iter().filter(|file| !is_kept(file)));
        faults = left_out(&changed);
        if faults.is_empty() {
            return Ok(go_on(step, &form, &changed.after));
        }
    }
    refuse(&portal, &owner, step, &form, faults, has_files).await
}

/// Gives back what was typed. Who goes back and has typed nothing is not kept by what is not answered.
async fn refuse(
    portal: &Arc<Portal>,
    owner: &Owner,
    step: Step,
    form: &PostedForm,
    faults: Vec<FieldFault>,
    has_files: bool,
) -> Result<Response, NotTaken> {
    match earlier(form).filter(|_| !has_files && !answers::is_anything_typed(form)) {
        Some(path) => Ok(see_other(path)),
        None => Ok(returned_form::refuse(portal, owner, &page_of(step), form, faults).await?),
    }
}

/// Where the button leads that goes back, if that was pressed.
fn earlier(form: &PostedForm) -> Option<&'static str> {
    let pressed = form.value(BUTTON);
    Step::ALL.into_iter().map(Step::path).chain([MINE]).find(|path| *path == pressed)
}

fn read(portal: &Portal, step: Step, form: &PostedForm, id: &NationalId, files: &[DraftFile]) -> Read {
    let deployment = portal.settings.municipality.deployment();
    answers::read(step, form, &Asker { id, deployment, today: portal.office.today(), files })
}

/// To the question that follows.
fn go_on(step: Step, form: &PostedForm, draft: &Draft) -> Response {
    if let Some(path) = earlier(form) {
        return see_other(path);
    }
    let more = form.value(BUTTON) == ONE_MORE;
    // What is not answered by this: another correction is asked for, or there was none.
    let next = if more || (step == Step::Wrong && draft.wrong.is_empty()) {
        step
    } else if form.value(BACK) == YES {
        draft.unanswered()
    } else {
        step.next(draft)
    };
    see_other(next.path())
}

/// Takes a correction out again.
pub(super) async fn remove_correction(
    State(portal): State<Arc<Portal>>,
    Extension(caller): Extension<Arc<Caller>>,
    headers: HeaderMap,
    form: PostedForm,
) -> Result<Response, NotTaken> {
    let (id, _) = asker(&portal, &caller, &headers, Step::Wrong, &form).await?;
    // Pressed twice, or gone in another tab, there is none.
    change(&portal.office, &id, |draft| draft.remove_correction(form.value(NUMBER))).await?;
    Ok(removed(Step::Wrong))
}

/// Takes a file out again.
pub(super) async fn remove_file(
    State(portal): State<Arc<Portal>>,
    Extension(caller): Extension<Arc<Caller>>,
    headers: HeaderMap,
    form: PostedForm,
) -> Result<Response, NotTaken> {
    let shown = form.value(SHOWS);
    let step = if shown == DraftFile::AUTHORITY { Step::Who } else { Step::Wrong };
    let (id, _) = asker(&portal, &caller, &headers, step, &form).await?;
    let remove = |draft: &mut Draft| draft.files.retain(|file| file.id != form.value(FILE) || file.shows != shown);
    change(&portal.office, &id, remove).await?;
    Ok(removed(step))
}

/// Back to the question, which says so.
fn removed(step: Step) -> Response {
    see_other(&format!("{}?{DONE}=fjernet", step.path()))
}

/// Deletes what was begun.
pub(super) async fn discard_draft(
    State(portal): State<Arc<Portal>>,
    Extension(caller): Extension<Arc<Caller>>,
    headers: HeaderMap,
    form: PostedForm,
) -> Result<Response, NotTaken> {
    let (id, _) = asker(&portal, &caller, &headers, Step::What, &form).await?;
    discard(&portal.office, &id).await?;
    Ok(see_other(&format!("{}?{DONE}=slettet", Step::What.path())))
}

/// Sends what was begun.
pub(super) async fn send_case(
    State(portal): State<Arc<Portal>>,
    Extension(caller): Extension<Arc<Caller>>,
    headers: HeaderMap,
    form: PostedForm,
) -> Result<Response, NotTaken> {
    let (id, _) = asker(&portal, &caller, &headers, Step::Review, &form).await?;
    // This form has no such button, and never sends what somebody goes back from.
    if let Some(path) = earlier(&form) {
        return Ok(see_other(path));
    }
    let token = Token::parse(form.value(TOKEN)).ok_or(Failed(Fault::BadRequest))?;
    let anyway = form.value(ANYWAY) == YES;
    let next = match send(&portal.office, &id, &token, anyway, caller.language).await {
        Ok(Sent::Received(receipt)) => format!("/min-side/sak/{}/kvittering", receipt.reference),
        // The page says which they are, and asks once more.
        Ok(Sent::OpenCases) => not_sent(Step::Review),
        Ok(Sent::Unanswered(step)) => not_sent(step),
        // It was deleted or changed in another tab: the page shows what there is now.
        Err(Error::NotFound) => not_sent(Step::Review),
        Err(error) => return Err(error.into()),
    };
    Ok(see_other(&next))
}

/// The page that says that nothing was sent.
fn not_sent(step: Step) -> String {
    format!("{}?{DONE}=ikke-sendt", step.path())
}

/// The citizen who answers, or sends what was answered.
async fn asker(
    portal: &Arc<Portal>,
    caller: &Caller,
    headers: &HeaderMap,
    step: Step,
    form: &PostedForm,
) -> Result<(NationalId, Owner), NotTaken> {
    citizen(portal, caller, headers, &page_of(step), form).await
}

/// The page of a question, for giving back what was typed there.
fn page_of(step: Step) -> FormPage<'static> {
    FormPage { path: step.path(), fields: FIELDS }
}
