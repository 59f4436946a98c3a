//! Forms with files (`multipart/form-data`, RFC 7578): the fields first, so that it is known who sends what and where to, and
//! then the files, which go to the vault piece by piece.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use app::fault::Fault;
use app::model::ask::Step;
use app::model::messages::{WRITE, WRITE_TO_PERSON};
use app::model::{FieldCode, FieldFault};
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::http::StatusCode;
use axum::routing::MethodRouter;
use futures_util::TryStreamExt;

use super::faults::Failed;
use super::form::{MOST_FIELDS, PostedForm, most_bytes as form_bytes, showable};
use super::own_form::NotTaken;
use super::pace::{Pace, TIME, within};
use super::visit::Caller;
use crate::error::Error;
use crate::office::Office;
use crate::portal::Portal;
use crate::uploads::{self, Refused, UploadSettings, Uploaded};
use crate::vault::Key;

/// What a part of a form counts as, beside what is in it.
const PART_BYTES: usize = 64;

/// How much longer than others a request may take: that of a form with files.
pub(super) fn further_time(request: &Request) -> Duration {
    if takes_files(request.uri().path()) { TIME } else { Duration::ZERO }
}

/// Whether the form that is sent here takes files.
pub(super) fn takes_files(path: &str) -> bool {
    let answers = Step::ALL.into_iter().any(|step| step.takes_files() && step.action() == path);
    answers || [WRITE, WRITE_TO_PERSON].contains(&path)
}

/// Reads what was written in a form of which nothing can be done now, so that it comes back. Files do not; they are read to their
/// end all the same, or the browser would show a connection that breaks in the place of the answer.
pub(super) async fn set_aside(portal: &Arc<Portal>, caller: &Caller, request: Request) {
    let limits = &portal.settings.limits;
    if !takes_files(request.uri().path()) {
        // It says to the caller what it has read.
        let _ = PostedForm::from_request(request, portal).await;
        return;
    }
    let pace = Arc::new(Pace::new(usize::MAX, TIME));
    let mut request = request.map(|body| within(body, pace.clone()));
    DefaultBodyLimit::max(most_bytes(portal)).apply(&mut request);
    let reading = async {
        let mut form = PostedForm::default();
        let mut room = form_bytes(limits, Some(caller));
        let Ok(mut parts) = Parts::of(request, pace).await else { return };
        loop {
            let Ok(part) = parts.next().await else { return };
            let Some(mut part) = part else { break };
            if part.file_name().is_some() {
                let _ = skip(&mut part).await;
                break;
            }
            let name = part.name().unwrap_or_default().to_owned();
            // What cannot be read does not come back in part.
            let left = room.checked_sub(name.len() + PART_BYTES).filter(|_| form.0.len() < MOST_FIELDS);
            let Some(left) = left else { return };
            room = left;
            let Ok(value) = text(&mut part, &mut room).await else { return };
            form.0.entry(name).or_insert(value);
        }
        caller.sends(&form);
        parts.drain().await;
    };
    // Somebody whose form does not come is told so.
    let _ = tokio::time::timeout(TIME, reading).await;
}

/// A route that takes such a form; its body may be larger than that of other forms. Some more than is taken is read, so that
/// who sends too much is told so by a page and not by a connection that breaks.
pub(super) fn with_files(portal: &Portal, route: MethodRouter<Arc<Portal>>) -> MethodRouter<Arc<Portal>> {
    route.layer(DefaultBodyLimit::max(most_bytes(portal)))
}

fn most_bytes(portal: &Portal) -> usize {
    let UploadSettings { file_mb, files, .. } = portal.settings.uploads;
    usize::try_from(file_mb.saturating_mul(files + 5)).unwrap_or(usize::MAX).saturating_mul(1_000_000)
}

/// What was sent. Nothing of the files is anybody's until a use case makes it so.
pub(super) struct Sent {
    pub(super) form: PostedForm,
    pub(super) files: Files,
    /// What they are sealed with, where there are any.
    pub(super) key: Option<Key>,
    /// What is wrong with the files.
    pub(super) faults: Vec<FieldFault>,
    /// Whether any file came, taken or not.
    pub(super) came: bool,
}

/// Files that were taken: deleted when this is dropped, unless they were handed over. So nothing is left of a form that broke
/// off, came too slowly, or was refused.
pub(super) struct Files {
    office: Office,
    taken: Vec<Uploaded>,
}

impl Files {
    /// What was taken.
    pub(super) fn taken(&self) -> &[Uploaded] {
        &self.taken
    }

    /// From here on they are somebody else's to delete, also if this request ends while a row is made of them. What nobody makes
    /// a row of is swept.
    pub(super) fn hand_over(&mut self) -> Vec<Uploaded> {
        std::mem::take(&mut self.taken)
    }

    /// Nobody made a row of these.
    pub(super) fn take_back(&mut self, files: impl IntoIterator<Item = Uploaded>) {
        self.taken.extend(files);
    }
}

impl Drop for Files {
    #[expect(clippy::disallowed_methods, reason = "what is not deleted when the program stops is swept")]
    fn drop(&mut self) {
        let (office, taken) = (self.office.clone(), std::mem::take(&mut self.taken));
        if taken.is_empty() {
            return;
        }
        tokio::spawn(async move { uploads::drop_all(&office, taken.into_iter().map(|file| file.blob)).await });
    }
}

/// Reads a form. `prepare` is asked once, with all fields before the first file: who sends it; and `key` for what the files are
/// sealed with, where there is one; `None` where they are not taken. `field` is what the form calls its files.
pub(super) async fn receive<P>(
    portal: &Arc<Portal>,
    caller: &Caller,
    request: Request,
    field: &str,
    prepare: impl AsyncFnOnce(&PostedForm) -> Result<P, NotTaken>,
    key: impl AsyncFnOnce(&P) -> Result<Option<Key>, Error>,
) -> Result<(P, Sent), NotTaken> {
    let limits = &portal.settings.limits;
    // Who is not logged in any more gets their text back; of their files nothing is kept.
    let is_logged_in = caller.is_logged_in();
    let (most, time) =
        if is_logged_in { (usize::MAX, TIME) } else { (2 * form_bytes(limits, Some(caller)), limits.request_time) };
    let share = portal.uploads.take_for(caller);
    if is_logged_in && share.is_none() {
        set_aside(portal, caller, request).await;
        return Err(Fault::Busy.into());
    }
    let pace = Arc::new(Pace::new(most, time));
    let request = request.map(|body| within(body, pace.clone()));
    let mut parts = Parts::of(request, pace.clone()).await?;
    let reading = async {
        let read = read(portal, caller, &mut parts, field, prepare, key).await;
        if read.is_err() {
            parts.drain().await;
        }
        read
    };
    let read = tokio::time::timeout(TIME, reading).await;
    drop(share);
    match read {
        Ok(Err(NotTaken::Failed(_))) if pace.is_too_slow() => Err(Fault::TooSlow.into()),
        Ok(read) => read,
        Err(_) => Err(Fault::TooSlow.into()),
    }
}

/// The parts of a form, one after the other.
struct Parts {
    multipart: Multipart,
    pace: Arc<Pace>,
}

impl Parts {
    /// Those of a body that goes at this pace.
    async fn of(request: Request, pace: Arc<Pace>) -> Result<Self, Failed> {
        let multipart = Multipart::from_request(request, &()).await.map_err(|_| Failed(Fault::UnsupportedMedia))?;
        Ok(Self { multipart, pace })
    }

    /// The next one; the one before has been read to its end.
    async fn next(&mut self) -> Result<Option<Field<'_>>, MultipartError> {
        self.pace.between_parts();
        let part = self.multipart.next_field().await;
        self.pace.in_part();
        part
    }

    /// Reads all that is left, and keeps nothing of it.
    async fn drain(&mut self) {
        while let Ok(Some(mut part)) = self.next().await {
            if skip(&mut part).await.is_err() {
                return;
            }
        }
    }
}

/// Reads a part to its end, and keeps nothing of it.
async fn skip(part: &mut Field<'_>) -> Result<(), MultipartError> {
    while part.chunk().await?.is_some() {}
    Ok(())
}

async fn read<P>(
    portal: &Arc<Portal>,
    caller: &Caller,
    parts: &mut Parts,
    field: &str,
    prepare: impl AsyncFnOnce(&PostedForm) -> Result<P, NotTaken>,
    key: impl AsyncFnOnce(&P) -> Result<Option<Key>, Error>,
) -> Result<(P, Sent), NotTaken> {
    let files = Files { office: portal.office.clone(), taken: Vec::new() };
    let mut sent = Sent { form: PostedForm::default(), files, key: None, faults: Vec::new(), came: false };
    let (mut prepared, mut prepare) = (None, Some(prepare));
    let mut key = Some(key);
    let mut room = form_bytes(&portal.settings.limits, Some(caller));
    let pace = parts.pace.clone();
    while let Some(mut part) = parts.next().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        // A part costs something even where it holds nothing.
        let left = room.checked_sub(name.len() + PART_BYTES).filter(|_| sent.form.0.len() < MOST_FIELDS);
        let file = part.file_name().map(str::to_owned);
        match file {
            // The button that was pressed may come after the files; what is known by then stays as it is.
            None => {
                let value = match left {
                    Some(left) => {
                        room = left;
                        text(&mut part, &mut room).await
                    }
                    None => Err(Failed(Fault::TooLarge)),
                };
                // To its end, or the page that says so would not be seen.
                skip(&mut part).await.map_err(broken)?;
                let value = value?;
                sent.form.0.entry(name).or_insert(value);
            }
            Some(file) if name == field => {
                room = left.ok_or(Fault::TooLarge)?;
                sent.came |= !file.is_empty();
                let took = async {
                    if let Some(prepare) = prepare.take() {
                        caller.sends(&sent.form);
                        prepared = Some(prepare(&sent.form).await?);
                    }
                    let Some(prepared) = &prepared else { return Err(Fault::BadRequest.into()) };
                    // Where no file was chosen, browsers send one without a name. Of a form with something wrong in it nothing
                    // is taken, so that nothing more is looked at either.
                    if !file.is_empty() && sent.faults.is_empty() {
                        if let Some(key) = key.take() {
                            sent.key = key(prepared).await?;
                        }
                        if let Some(key) = sent.key.clone() {
                            take(portal, &key, &file, &mut part, field, &mut sent).await?;
                        }
                    }
                    Ok::<_, NotTaken>(())
                };
                let took = took.await;
                if let Err(NotTaken::Kept(_)) = &took {
                    portal.uploads.take_for_strangers().into_iter().for_each(|share| pace.may_all_come(share));
                }
                // To its end, whatever became of it: what follows it is a part again.
                let skipped = skip(&mut part).await;
                took?;
                skipped.map_err(broken)?;
            }
            // A file that no form of ours has.
            Some(_) => return Err(Fault::BadRequest.into()),
        }
    }
    caller.sends(&sent.form);
    if let Some(prepare) = prepare.take() {
        prepared = Some(prepare(&sent.form).await?);
    }
    Ok((prepared.ok_or(Fault::BadRequest)?, sent))
}

fn broken(error: MultipartError) -> Failed {
    Failed(if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Fault::TooLarge } else { Fault::BadRequest })
}

async fn text(part: &mut Field<'_>, room: &mut usize) -> Result<String, Failed> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(broken)? {
        *room = room.checked_sub(piece.len()).ok_or(Failed(Fault::TooLarge))?;
        bytes.extend_from_slice(&piece);
    }
    let text = String::from_utf8(bytes).map_err(|_| Failed(Fault::BadRequest))?;
    Ok(showable(text))
}

async fn take(
    portal: &Arc<Portal>,
    key: &Key,
    name: &str,
    part: &mut Field<'_>,
    field: &str,
    sent: &mut Sent,
) -> Result<(), Failed> {
    let settings = &portal.settings.uploads;
    let bytes = part.map_err(io::Error::other);
    // What comes beyond what is taken is not kept.
    let refused = if sent.files.taken.len() >= settings.files as usize {
        Some(FieldCode::TooManyFiles { limit: settings.files })
    } else {
        match uploads::take(&portal.office, settings, key, name, bytes, &mut sent.files.taken).await? {
            Ok(()) => None,
            Err(Refused::Empty) => Some(FieldCode::EmptyFile),
            Err(Refused::TooLarge { limit_mb }) => Some(FieldCode::FileTooLarge { limit_mb }),
            Err(Refused::Kind) => Some(FieldCode::FileKind),
            Err(Refused::Unsafe) => Some(FieldCode::UnsafeFile),
        }
    };
    sent.faults.extend(refused.map(|code| FieldFault { field: field.to_owned(), code }));
    Ok(())
}
