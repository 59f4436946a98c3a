//! Forms with files (`multipart/form-data`, RFC 7578): the fields first, so that it is known who sends what and where to, and
//! then the files, which go to the vault piece by piece.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use app::fault::Fault;
use app::model::ask::Step;
use app::model::messages::{WRITE, WRITE_TO_PERSON};
use app::model::{FieldCode, FieldFault};
use axum::body::{Body, BodyDataStream};
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::http::StatusCode;
use axum::routing::MethodRouter;
use futures_util::stream::try_unfold;
use futures_util::{StreamExt, TryStreamExt};

use super::faults::Failed;
use super::form::PostedForm;
use super::own_form::NotTaken;
use super::visit::Caller;
use crate::error::Error;
use crate::office::Office;
use crate::portal::Portal;
use crate::uploads::{self, Refused, UploadSettings, Uploaded};
use crate::vault::Key;

/// How long a form with files may take to arrive: a phone at the edge of the network sends a picture in minutes.
const TIME: Duration = Duration::from_secs(600);
/// How long nothing of it may come; and from when on it may not come more slowly than [`SLOWEST_PER_S`].
const PATIENCE: Duration = Duration::from_secs(30);
/// Bytes a second.
const SLOWEST_PER_S: usize = 1_000;
/// What a part of a form counts as, beside what is in it.
const PART_BYTES: usize = 64;

/// How much longer than others a request may take: that of a form with files.
pub(super) fn further_time(request: &Request) -> Duration {
    let path = request.uri().path();
    let answers = Step::ALL.into_iter().any(|step| step.takes_files() && step.action() == path);
    if answers || [WRITE, WRITE_TO_PERSON].contains(&path) { TIME } else { Duration::ZERO }
}

/// A route that takes such a form; its body may be larger than that of other forms. Some more than is taken is read, so that
/// who sends too much is told so by a page and not by a connection that breaks.
pub(super) fn with_files(portal: &Portal, route: MethodRouter<Arc<Portal>>) -> MethodRouter<Arc<Portal>> {
    let UploadSettings { file_mb, files, .. } = portal.settings.uploads;
    let most_bytes = usize::try_from(file_mb.saturating_mul(files + 5)).unwrap_or(usize::MAX).saturating_mul(1_000_000);
    route.layer(DefaultBodyLimit::max(most_bytes))
}

/// What was sent. Nothing of the files is anybody's until a use case makes it so.
pub(super) struct Sent {
    pub(super) form: PostedForm,
    pub(super) files: Files,
    /// What is wrong with the files.
    pub(super) faults: Vec<FieldFault>,
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

    /// From here on these are somebody else's to delete. What nobody makes a row of is swept.
    pub(super) fn hand_over(&mut self, is_theirs: impl Fn(&Uploaded) -> bool) {
        self.taken.retain(|file| !is_theirs(file));
    }
}

impl Drop for Files {
    #[expect(clippy::disallowed_methods, reason = "what is not deleted when the program stops is swept")]
    fn drop(&mut self) {
        let (office, taken) = (self.office.clone(), std::mem::take(&mut self.taken));
        if taken.is_empty() {
            return;
        }
        tokio::spawn(async move {
            if let Err(error) = uploads::drop_all(&office, &taken).await {
                tracing::warn!(%error, "Files that nobody has use for are left until they are swept: {error}");
            }
        });
    }
}

/// Reads a form. `prepare` is asked once, with all fields and before the first file: who sends it; and `key` for what the files
/// are sealed with, where there is one. `field` is what the form calls its files.
pub(super) async fn receive<P>(
    portal: &Arc<Portal>,
    caller: &Caller,
    request: Request,
    field: &str,
    prepare: impl AsyncFnOnce(&PostedForm) -> Result<P, NotTaken>,
    key: impl AsyncFnOnce(&P) -> Result<Key, Error>,
) -> Result<(P, Sent), NotTaken> {
    let limits = &portal.settings.limits;
    // Who is not logged in any more gets their text back; their files are not read.
    let (share, most, time) = match caller.session() {
        Some(_) => (Some(portal.uploads.take_for(caller).ok_or(Fault::Busy)?), usize::MAX, TIME),
        None => (None, 2 * limits.form_bytes, limits.request_time),
    };
    let request = request.map(|body| within(body, most));
    let read = tokio::time::timeout(time, read(portal, request, field, prepare, key)).await;
    drop(share);
    read.map_err(|_| Failed(Fault::TooSlow))?
}

/// A body that is not larger than this, and does not come more slowly than a phone at the edge of the network sends.
fn within(body: Body, most: usize) -> Body {
    let began = Instant::now();
    let next = move |(mut pieces, mut read): (BodyDataStream, usize)| async move {
        let piece = tokio::time::timeout(PATIENCE, pieces.next()).await;
        let piece = piece.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?;
        let Some(piece) = piece.transpose().map_err(io::Error::other)? else { return Ok(None) };
        read += piece.len();
        let waited = began.elapsed();
        let slowest = waited.as_secs() as usize * SLOWEST_PER_S;
        if read > most || (waited > PATIENCE && read < slowest) {
            return Err(io::Error::other("too much, or too slow"));
        }
        Ok(Some((piece, (pieces, read))))
    };
    Body::from_stream(try_unfold((body.into_data_stream(), 0), next))
}

async fn read<P>(
    portal: &Arc<Portal>,
    request: Request,
    field: &str,
    prepare: impl AsyncFnOnce(&PostedForm) -> Result<P, NotTaken>,
    key: impl AsyncFnOnce(&P) -> Result<Key, Error>,
) -> Result<(P, Sent), NotTaken> {
    let mut multipart = Multipart::from_request(request, &()).await.map_err(|_| Failed(Fault::UnsupportedMedia))?;
    let files = Files { office: portal.office.clone(), taken: Vec::new() };
    let mut sent = Sent { form: PostedForm::default(), files, faults: Vec::new() };
    let (mut prepared, mut prepare) = (None, Some(prepare));
    let (mut sealed_with, mut key) = (None, Some(key));
    let mut room = portal.settings.limits.form_bytes;
    while let Some(part) = multipart.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        // A part costs something even where it holds nothing.
        room = room.checked_sub(name.len() + PART_BYTES).ok_or(Fault::TooLarge)?;
        let file = part.file_name().map(str::to_owned);
        match file {
            // The button that was pressed may come after the files; what is known by then stays as it is.
            None => {
                let value = text(part, &mut room).await?;
                sent.form.0.entry(name).or_insert(value);
            }
            Some(file) if name == field => {
                if let Some(prepare) = prepare.take() {
                    prepared = Some(prepare(&sent.form).await?);
                }
                let Some(prepared) = &prepared else { return Err(Fault::BadRequest.into()) };
                // Where no file was chosen, browsers send one without a name. Of a form with something wrong in it nothing is
                // taken, so that nothing more is looked at either.
                if file.is_empty() || !sent.faults.is_empty() {
                    continue;
                }
                if let Some(key) = key.take() {
                    sealed_with = Some(key(prepared).await?);
                }
                let Some(key) = &sealed_with else { return Err(Fault::BadRequest.into()) };
                take(portal, key, &file, part, field, &mut sent).await?;
            }
            // A file that no form of ours has.
            Some(_) => return Err(Fault::BadRequest.into()),
        }
    }
    if let Some(prepare) = prepare.take() {
        prepared = Some(prepare(&sent.form).await?);
    }
    Ok((prepared.ok_or(Fault::BadRequest)?, sent))
}

fn broken(error: MultipartError) -> Failed {
    Failed(if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Fault::TooLarge } else { Fault::BadRequest })
}

async fn text(mut part: Field<'_>, room: &mut usize) -> Result<String, Failed> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(broken)? {
        *room = room.checked_sub(piece.len()).ok_or(Failed(Fault::TooLarge))?;
        bytes.extend_from_slice(&piece);
    }
    let text = String::from_utf8(bytes).map_err(|_| Failed(Fault::BadRequest))?;
    // As in every other form of ours.
    if text.contains('\0') { Err(Failed(Fault::BadRequest)) } else { Ok(text) }
}

async fn take(
    portal: &Arc<Portal>,
    key: &Key,
    name: &str,
    part: Field<'_>,
    field: &str,
    sent: &mut Sent,
) -> Result<(), Failed> {
    let settings = &portal.settings.uploads;
    let bytes = part.map_err(io::Error::other);
    // What comes beyond what is taken is not kept.
    let refused = if sent.files.taken.len() >= settings.files as usize {
        Some(FieldCode::TooManyFiles { limit: settings.files })
    } else {
        match uploads::take(&portal.office, settings, key, name, bytes).await? {
            Ok(file) => {
                sent.files.taken.push(file);
                None
            }
            Err(Refused::Empty) => Some(FieldCode::EmptyFile),
            Err(Refused::TooLarge { limit_mb }) => Some(FieldCode::FileTooLarge { limit_mb }),
            Err(Refused::Kind) => Some(FieldCode::FileKind),
            Err(Refused::Unsafe) => Some(FieldCode::UnsafeFile),
        }
    };
    sent.faults.extend(refused.map(|code| FieldFault { field: field.to_owned(), code }));
    Ok(())
}
