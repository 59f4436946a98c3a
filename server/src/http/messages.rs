//! `POST /do/write-message` and `/do/write-to-person`: the person and the municipality write to each other; and the files of
//! their messages.

use std::sync::Arc;

use app::fault::Fault;
use app::model::case::CASE;
use app::model::messages::{ANSWER, MESSAGE, TOKEN};
use app::model::upload::FILES;
use app::model::work::REFERENCE;
use app::model::{DONE, FieldCode, FieldFault};
use axum::body::Body;
use axum::extract::{Extension, Path, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::casework::{page_of, reference};
use super::citizen::{CaseForm, case_form, own_case};
use super::faults::Failed;
use super::form::{PostedForm, text_fault, typed};
use super::login;
use super::own_data::attachment;
use super::own_form::{NotTaken, Sender, sender};
use super::package::allowed;
use super::redirect::see_other;
use super::returned_form::{self, FormPage, Owner, WHOLE};
use super::upload::{Sent, receive};
use super::visit::Caller;
use crate::cases::rules::{PauseReason, Right};
use crate::casework::own as taken;
use crate::casework::rules::Handler;
use crate::casework::view;
use crate::error::Error;
use crate::id::{CaseId, PersonId};
use crate::messages;
use crate::messages::send::{LONGEST_CHARS, Refused, Sent as Became, Written, reply, send};
use crate::portal::Portal;
use crate::token::Token;
use crate::uploads::Opened;
use crate::vault::Key;

const FIELDS: &[(&str, usize)] = &[(MESSAGE, WHOLE), (ANSWER, 64)];

/// Who writes, and the page that they write on.
struct Writer<W> {
    who: W,
    owner: Owner,
    path: String,
}

/// The person writes.
pub(super) async fn write(
    State(portal): State<Arc<Portal>>,
    Extension(caller): Extension<Arc<Caller>>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, NotTaken> {
    let who = async |form: &PostedForm| {
        let CaseForm { owner, path, person, case, .. } = case_form(&portal, &caller, &headers, form, FIELDS).await?;
        // Nobody would read what is sent now.
        if !case.state.takes_messages() {
            let page = FormPage { path: &path, fields: FIELDS };
            let faults = vec![fault(FieldCode::CaseEnded)];
            let answer = returned_form::refuse(&portal, &owner, &page, form, faults).await?;
            return Err(NotTaken::Kept(answer));
        }
        Ok(Writer { who: (person, case.id), owner, path })
    };
    let key = async |writer: &Writer<(PersonId, CaseId)>| {
        let mut tx = portal.office.db.read().await?;
        portal.office.vault.case_key(&mut tx, writer.who.1).await.map(Some)
    };
    let (writer, sent) = receive(&portal, &caller, request, FILES, who, key).await?;
    let (person, _) = writer.who;
    let answers = answered(sent.form.value(ANSWER))?;
    let reference = reference(&sent.form, CASE)?.to_owned();
    let become_one = async |written: Written<'_>| send(&portal.office, person, &reference, written, answers).await;
    finish(&portal, &writer, sent, become_one).await
}

/// Who has taken a case writes to the person.
pub(super) async fn write_to_person(
    State(portal): State<Arc<Portal>>,
    Extension(caller): Extension<Arc<Caller>>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, NotTaken> {
    let who = async |form: &PostedForm| {
        let path = page_of(form)?;
        let page = FormPage { path: &path, fields: FIELDS };
        let Sender { person, owner } = sender(&portal, &caller, &headers, &page, form).await?;
        let handler = Handler::of(&person.standing).map_err(|_| Fault::Forbidden)?;
        let office = &portal.office;
        let mut tx = office.db.read().await.map_err(Error::from)?;
        let own = taken::find(office, &mut tx, &handler, form.value(REFERENCE)).await?;
        let key = own.map_err(|_| Fault::Forbidden)?.key;
        Ok(Writer { who: (handler, key), owner, path })
    };
    let key = async |writer: &Writer<(Handler, Key)>| Ok(Some(writer.who.1.clone()));
    let (writer, sent) = receive(&portal, &caller, request, FILES, who, key).await?;
    let reference = reference(&sent.form, REFERENCE)?.to_owned();
    let become_one = async |written: Written<'_>| reply(&portal.office, &writer.who.0, &reference, written).await;
    finish(&portal, &writer, sent, become_one).await
}

/// Makes a message of what was sent, or gives the form back.
async fn finish<W>(
    portal: &Arc<Portal>,
    writer: &Writer<W>,
    sent: Sent,
    become_one: impl AsyncFnOnce(Written<'_>) -> Result<Result<Became, Refused>, Error>,
) -> Result<Response, NotTaken> {
    let Sent { form, mut files, mut faults, .. } = sent;
    let page = FormPage { path: &writer.path, fields: FIELDS };
    let text = typed(form.value(MESSAGE));
    // A file may speak for itself.
    if text.is_empty() && files.taken().is_empty() && faults.is_empty() {
        faults.push(fault(FieldCode::Missing));
    }
    if let Some(code) = text_fault(&text, LONGEST_CHARS) {
        faults.insert(0, fault(code));
    }
    let token = Token::parse(form.value(TOKEN)).ok_or(Fault::BadRequest)?;
    if faults.is_empty() {
        // Where the database fails, or the browser goes away, nobody knows whether the message is there.
        let handed = files.hand_over();
        let became = become_one(Written { token: &token, text: &text, files: &handed }).await?;
        // Of a message that was there already, what came with it this time belongs to nothing.
        if became != Ok(Became::Now) {
            files.take_back(handed);
        }
        match became {
            Ok(_) => return Ok(see_other(&format!("{}?{DONE}=melding", writer.path))),
            Err(Refused::Over) => faults.push(fault(FieldCode::CaseEnded)),
            Err(Refused::TooMany) => faults.push(fault(FieldCode::TooManyMessages)),
            Err(Refused::NotAsked) => faults.push(fault(FieldCode::NotAsked)),
            Err(Refused::NotOwn(_)) => return Err(Fault::Forbidden.into()),
        }
    }
    Ok(returned_form::refuse(portal, &writer.owner, &page, &form, faults).await?)
}

fn fault(code: FieldCode) -> FieldFault {
    FieldFault { field: MESSAGE.to_owned(), code }
}

/// Which question is answered; none where the field is empty.
fn answered(text: &str) -> Result<Option<(Right, PauseReason)>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    let (right, reason) = text.split_once('.').ok_or(Fault::BadRequest)?;
    Right::parse(right).zip(PauseReason::parse(reason)).map(Some).ok_or(Fault::BadRequest)
}

/// A file of a message, to the person.
pub(super) async fn file(
    State(portal): State<Arc<Portal>>,
    Extension(caller): Extension<Arc<Caller>>,
    Path((reference, number, file)): Path<(String, i64, i64)>,
    request: Request,
) -> Result<Response, Failed> {
    let id = match allowed(&portal, &caller, request.uri().path()) {
        Ok(id) => id,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let (_, case) = own_case(&portal, &id, &reference).await?;
    Ok(handed_out(messages::file(&portal.office, case.id, number, file).await?))
}

/// A file of a message, to who coordinates the case.
pub(super) async fn file_for_staff(
    State(portal): State<Arc<Portal>>,
    Extension(caller): Extension<Arc<Caller>>,
    Path((reference, number, file)): Path<(String, i64, i64)>,
    request: Request,
) -> Result<Response, Failed> {
    let person = caller.person(&portal);
    if person.desks.employee.is_none() {
        return Ok(login::needed(request.uri().path(), false, caller.was_logged_in()));
    }
    let handler = Handler::of(&person.standing).map_err(|_| Failed(Fault::Forbidden))?;
    let case = view::opens_attachment(&portal.office, &handler, &reference, number).await?;
    Ok(handed_out(messages::file(&portal.office, case, number, file).await?))
}

fn handed_out(file: Opened) -> Response {
    let Opened { about, size_bytes, bytes } = file;
    attachment(&about.name, size_bytes, Body::from_stream(bytes))
}
