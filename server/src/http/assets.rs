//! The files that pages refer to: embedded, compressed beforehand, and named by a hash of their content, so that a
//! browser may keep them for ever.

use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;

use anyhow::Context;
use app::Site;
use app::fault::Fault;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Response};
use axum::response::IntoResponse;
use hyper::body::Bytes;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::encoding::{Accepted, Compressed};
use super::faults::Failed;
use crate::config::OwnFile;
use crate::portal::Portal;

/// A file as build.rs embeds it.
struct Embedded {
    name: &'static str,
    plain: &'static [u8],
    brotli: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/site.rs"));

/// Which file is which.
#[derive(Deserialize)]
struct List {
    stylesheet: String,
    font: String,
    icon: String,
    islands: String,
}

/// A file that is served under `/assets/`.
#[derive(Clone)]
struct Asset {
    media_type: &'static str,
    content: Compressed,
}

/// All of them, by name.
pub(crate) struct Assets(HashMap<String, Asset>);

impl Assets {
    /// Those that are part of the program.
    pub(crate) fn embedded() -> Self {
        let assets = FILES.iter().map(|file| {
            let content = Compressed {
                plain: Bytes::from_static(file.plain),
                brotli: file.brotli.map(Bytes::from_static),
                gzip: file.gzip.map(Bytes::from_static),
            };
            (file.name.to_owned(), Asset { media_type: media_type(file.name), content })
        });
        Self(assets.collect())
    }

    /// Whether the program was built with the site in it.
    pub(crate) fn is_complete() -> bool {
        !LIST.is_empty()
    }

    /// Adds a file of the municipality's own; returns its path.
    pub(crate) fn add(&mut self, name: &str, file: &OwnFile) -> String {
        let hash = Sha256::digest(&file.content);
        let short: String = hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let name = format!("{name}-{short}.{}", file.extension);
        let content = Compressed::of_text(Bytes::from(file.content.clone()));
        let path = format!("/assets/{name}");
        self.0.insert(name, Asset { media_type: file.media_type, content });
        path
    }

    /// Where the pages find their files.
    pub(crate) fn site(&self) -> anyhow::Result<Site> {
        if !Self::is_complete() {
            return Ok(Site::default());
        }
        let list: List = serde_json::from_str(LIST).context("site.json")?;
        let path = |name: &str| {
            let there = self.0.contains_key(name);
            there.then(|| format!("/assets/{name}")).with_context(|| format!("{name} is missing; run make site"))
        };
        path(&format!("{}.js", list.islands))?;
        path(&format!("{}_bg.wasm", list.islands))?;
        Ok(Site {
            stylesheet: path(&list.stylesheet)?,
            theme: None,
            font: path(&list.font)?,
            icon: path(&list.icon)?,
            islands: list.islands,
        })
    }
}

/// `GET /assets/{name}`
pub(super) async fn asset(
    State(portal): State<Arc<Portal>>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response<Body>, Failed> {
    let asset = portal.assets.0.get(&name).ok_or(Failed(Fault::NotFound))?;
    let (body, encoding) = asset.content.best_for(Accepted::from_header(headers.get(ACCEPT_ENCODING)));
    let mut response = Body::from(body).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(asset.media_type));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    if asset.media_type == "image/svg+xml" {
        // A drawing may hold scripts; opened by itself it must not run any.
        let policy =
            HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'");
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    Ok(response)
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

impl Compressed {
    /// Compresses a text once.
    pub(crate) fn of_text(plain: Bytes) -> Self {
        let mut brotli = Vec::new();
        let parameters = brotli::enc::BrotliEncoderParams { quality: 9, ..Default::default() };
        let brotli_done = brotli::BrotliCompress(&mut plain.as_ref(), &mut brotli, &parameters).is_ok();
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        let gzip = gzip.write_all(&plain).and_then(|()| gzip.finish());
        Self { brotli: brotli_done.then(|| Bytes::from(brotli)), gzip: gzip.ok().map(Bytes::from), plain }
    }
}
