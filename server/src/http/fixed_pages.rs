//! Pages that are the same for everybody with the same language and appearance, made and compressed once.
//!
//! They depend on nothing but the settings, which do not change while the program runs, so that nothing here can be
//! out of date. There are as many as pages times languages times appearances, and no more.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use app::Appearance;
use app::words::Language;
use hyper::body::Bytes;
use sha2::{Digest, Sha256};

use super::encoding::Compressed;

/// Which page, in which form of itself, for which language and appearance.
type Key = (&'static str, u32, Language, Appearance);

/// One page, ready to be sent.
pub(crate) struct FixedPage {
    pub(crate) content: Compressed,
    /// Weak: the same page in another encoding is the same page.
    pub(crate) etag: String,
}

/// All that were asked for so far.
#[derive(Default)]
pub(crate) struct FixedPages(RwLock<HashMap<Key, Arc<FixedPage>>>);

impl FixedPages {
    pub(crate) fn find(&self, key: Key) -> Option<Arc<FixedPage>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned()
    }

    pub(crate) fn keep(&self, key: Key, html: String) -> Arc<FixedPage> {
        let hash = Sha256::digest(html.as_bytes());
        let short: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let page = FixedPage { content: Compressed::of_text(Bytes::from(html)), etag: format!("W/\"{short}\"") };
        let page = Arc::new(page);
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(key, page.clone());
        page
    }
}
