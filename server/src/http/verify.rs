//! `POST /verifiser`: somebody checks a package. What they send is read in memory, answered, and forgotten; none of it is
//! logged. And the public keys that manifests are signed with.

use std::collections::BTreeSet;
use std::sync::Arc;

use app::fault::Fault;
use app::model::verify::{FILE, MANIFEST, MOST_FILE_MB, MOST_MANIFEST_BYTES, SIGNATURE, Verified};
use app::{render, verified_page};
use axum::Json;
use axum::extract::multipart::Field;
use axum::extract::{DefaultBodyLimit, Extension, FromRequest, Multipart, Request, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, HeaderValue};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::MethodRouter;
use sha2::{Digest, Sha256};

use super::faults::Failed;
use super::visit::Caller;
use crate::cases::deadline::civil;
use crate::packages::manifest::{NotOurs, Signer};
use crate::portal::Portal;

/// Bytes of a signature, and some more that tell that it is none.
const MOST_SIGNATURE_BYTES: usize = 1024;

/// The form's answer; its body may be larger than that of other forms.
pub(super) fn with_form(page: MethodRouter<Arc<Portal>>) -> MethodRouter<Arc<Portal>> {
    page.post(verify).layer(DefaultBodyLimit::disable())
}

/// `GET /.well-known/minside-package-keys.json` (RFC 7517).
pub(super) async fn keys(State(portal): State<Arc<Portal>>) -> Result<Response, Failed> {
    let signer = Signer::new(&portal.office.vault)?;
    let mut response = Json(signer.key_set()).into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    Ok(response)
}

async fn verify(
    State(portal): State<Arc<Portal>>,
    Extension(caller): Extension<Arc<Caller>>,
    request: Request,
) -> Result<Response, Failed> {
    // Each holds a manifest in memory.
    let Ok(_turn) = portal.checks.try_acquire() else { return Err(Failed(Fault::Busy)) };
    let time = portal.settings.limits.request_time;
    let sent = tokio::time::timeout(time, sent(request)).await.map_err(|_| Failed(Fault::TooSlow))??;
    let verified = match sent {
        Ok(sent) => checked(&portal, &sent)?,
        Err(verified) => verified,
    };
    let visit = caller.visit(&portal);
    let page = verified_page(&verified, &visit);
    let status = StatusCode::from_u16(page.status).unwrap_or(StatusCode::OK);
    let mut response = (status, Html(render(page, &visit))).into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// What somebody sent.
struct Sent {
    manifest: Vec<u8>,
    signature: Vec<u8>,
    /// SHA-256 of a file, if one was chosen.
    file: Option<[u8; 32]>,
}

/// Reads the form; or what is wrong with it.
async fn sent(request: Request) -> Result<Result<Sent, Verified>, Failed> {
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| Failed(Fault::UnsupportedMedia))?;
    let (mut manifest, mut signature, mut file) = (Vec::new(), Vec::new(), None);
    let mut seen = BTreeSet::new();
    let broken = |_| Failed(Fault::BadRequest);
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        if !seen.insert(name.clone()) {
            return Err(Failed(Fault::BadRequest));
        }
        let read = match name.as_str() {
            MANIFEST => whole(&mut field, MOST_MANIFEST_BYTES).await?.map(|bytes| manifest = bytes),
            SIGNATURE => whole(&mut field, MOST_SIGNATURE_BYTES).await?.map(|bytes| signature = bytes),
            FILE => hashed(&mut field).await?.map(|found| file = found),
            // Nothing that we asked for.
            _ => return Err(Failed(Fault::BadRequest)),
        };
        if read.is_none() {
            return Ok(Err(Verified::TooLarge));
        }
    }
    if manifest.is_empty() || signature.is_empty() {
        return Ok(Err(Verified::Missing));
    }
    Ok(Ok(Sent { manifest, signature, file }))
}

/// All bytes of a field; `None` where there are more than `most`.
async fn whole(field: &mut Field<'_>, most: usize) -> Result<Option<Vec<u8>>, Failed> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(|_| Failed(Fault::BadRequest))? {
        if bytes.len() + piece.len() > most {
            return Ok(None);
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(Some(bytes))
}

/// The SHA-256 of a file, which is not kept; `Some(None)` where none was chosen, and `None` where it is too large.
async fn hashed(field: &mut Field<'_>) -> Result<Option<Option<[u8; 32]>>, Failed> {
    let chosen = field.file_name().is_some_and(|name| !name.is_empty());
    let (mut hash, mut size) = (Sha256::new(), 0_u64);
    while let Some(piece) = field.chunk().await.map_err(|_| Failed(Fault::BadRequest))? {
        size += piece.len() as u64;
        if size > u64::from(MOST_FILE_MB) * 1_000_000 {
            return Ok(None);
        }
        hash.update(&piece);
    }
    Ok(Some((chosen || size > 0).then(|| hash.finalize().into())))
}

fn checked(portal: &Portal, sent: &Sent) -> Result<Verified, Failed> {
    let signer = Signer::new(&portal.office.vault)?;
    Ok(match signer.verify(&sent.manifest, &sent.signature) {
        Ok(manifest) => Verified::Ours {
            made_on: civil(manifest.made_on),
            files: manifest.files.len(),
            file: sent.file.map(|sha256| manifest.file(&sha256).is_some()),
            controller: manifest.controller,
        },
        Err(NotOurs::NoManifest) => Verified::NoManifest,
        Err(NotOurs::OtherKey) => Verified::OtherKey,
        Err(NotOurs::Signature) => Verified::Changed,
    })
}
