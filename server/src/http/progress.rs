//! `GET /min-side/sak/{reference}/fremdrift`: how far a person's case is, sentence by sentence, as it changes (server-sent events,
//! HTML 9.2). Numbers only: which system has answered is not among it.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use app::fault::Fault;
use app::words::Words;
use axum::body::Body;
use axum::extract::{Extension, Path, Request, State};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream::try_unfold;
use tokio::time::{Instant, sleep};

use super::citizen::own_case;
use super::faults::Failed;
use super::package::allowed;
use super::session::token;
use super::shares::Share;
use super::visit::Caller;
use crate::cases::own;
use crate::cases::own::store::Noted;
use crate::cases::rules::CaseState;
use crate::cases::store as cases;
use crate::error::Error;
use crate::id::CaseId;
use crate::login::session::{self, Asked, Found};
use crate::portal::Portal;
use crate::tasks::store as tasks;
use crate::token::Token;

/// How often it is looked whether something has changed.
const STEP: Duration = Duration::from_secs(1);
/// After how many looks without news something is sent anyway, so that nobody in between takes the connection for dead.
const QUIET_STEPS: u32 = 15;
/// How long one connection lasts; the browser then asks again, if the person is still logged in.
const LIFE: Duration = Duration::from_secs(5 * 60);
/// The browser waits so long before it asks again, in milliseconds.
const RETRY_MS: u32 = 5_000;

/// Whether this is its address.
pub(super) fn is_progress(path: &str) -> bool {
    path.starts_with("/min-side/sak/") && path.ends_with("/fremdrift")
}

/// Sends what is new, for a while.
pub(super) async fn progress(
    State(portal): State<Arc<Portal>>,
    Extension(caller): Extension<Arc<Caller>>,
    Path(reference): Path<String>,
    request: Request,
) -> Result<Response, Failed> {
    let id = match allowed(&portal, &caller, request.uri().path()) {
        Ok(id) => id,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let session = token(request.headers(), &portal).ok_or(Failed(Fault::LoginNeeded))?;
    let case = own_case(&portal, &id, &reference).await?.1.id;
    let share = portal.streams.take_for(&caller).ok_or(Failed(Fault::Busy))?;
    let watching = Watching {
        portal: portal.clone(),
        session,
        case,
        words: Words(caller.language),
        last: None,
        noted: None,
        quiet: 0,
        ends: Instant::now() + LIFE,
        is_over: false,
        _share: share,
    };
    let events = try_unfold(watching, |mut watching| async move {
        Ok::<_, Error>(watching.next().await?.map(|event| (event, watching)))
    });
    let mut response = Body::from_stream(events).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// One open connection.
struct Watching {
    portal: Arc<Portal>,
    /// Whose it is: who logs out sees no more.
    session: Token,
    case: CaseId,
    words: Words,
    /// What was sent last.
    last: Option<Vec<String>>,
    /// What there was to read or to answer at the beginning, which the page says already.
    noted: Option<BTreeSet<Noted>>,
    quiet: u32,
    ends: Instant,
    is_over: bool,
    _share: Share,
}

impl Watching {
    /// The next event; `None` where there is nothing more to say.
    async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        loop {
            if self.is_over || Instant::now() >= self.ends || self.portal.is_draining() {
                return Ok(None);
            }
            let first = self.last.is_none();
            if !first {
                sleep(STEP).await;
            }
            let found = session::find(&self.portal.office, &self.session, Asked::ByBrowser).await?;
            if !matches!(found, Found::On(_)) {
                return Ok(None);
            }
            let (sentences, is_open, noted) = self.look().await?;
            let known = self.noted.get_or_insert_with(|| noted.clone());
            if !is_open || !noted.is_subset(known) {
                self.is_over = true;
                // Nothing more to say: there is something else to see.
                return Ok(Some(Bytes::from_static(b"data:\n\n")));
            }
            if self.last.as_ref() != Some(&sentences) {
                let data: String = sentences.iter().map(|sentence| format!("data: {sentence}\n")).collect();
                let retry = if first { format!("retry: {RETRY_MS}\n") } else { String::new() };
                (self.last, self.quiet) = (Some(sentences), 0);
                return Ok(Some(format!("{retry}{data}\n").into()));
            }
            self.quiet += 1;
            if self.quiet >= QUIET_STEPS {
                self.quiet = 0;
                return Ok(Some(Bytes::from_static(b":\n\n")));
            }
        }
    }

    async fn look(&self) -> Result<(Vec<String>, bool, BTreeSet<Noted>), Error> {
        let mut tx = self.portal.office.db.read().await?;
        let case = cases::find_case(&mut tx, self.case).await?.ok_or(Error::NotFound)?;
        let (total, answered, with_human) = tasks::count_systems(&mut tx, self.case).await?;
        let count = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
        let sentences = app::progress_sentences(self.words, count(answered), count(with_human), count(total));
        let noted = own::store::noted(&mut tx, case.filer).await?;
        let noted = noted.into_iter().filter(|(of, _)| *of == case.id).map(|(_, noted)| noted).collect();
        Ok((sentences, case.state == CaseState::Open, noted))
    }
}
