//! The table of all pages: which path, and whether the page holds islands.

use std::pin::Pin;

use crate::document::Document;
use crate::fault::Fault;
use crate::public::{display, front, login, privacy, register};
use crate::visit::Visit;

/// What a page needs time for: it asks desks first, then it is a whole document.
pub type Loading<'a> = Pin<Box<dyn Future<Output = Result<Document, Fault>> + Send + 'a>>;

/// One page.
#[derive(Clone, Copy)]
pub struct Page {
    /// As the server's router writes it, for example `/min-side/sak/{reference}`.
    pub path: &'static str,
    /// Whether the page loads the WASM. A page without islands holds no script at all.
    pub islands: bool,
    /// Whether the page is the same for everyone with the same language and appearance, and asks no desk.
    pub fixed: bool,
    load: for<'a> fn(&'a Visit) -> Loading<'a>,
}

impl Page {
    /// Asks the desks for what the page shows.
    ///
    /// # Errors
    /// Why it cannot be shown.
    pub async fn load(&self, visit: &Visit) -> Result<Document, Fault> {
        Ok((self.load)(visit).await?.with_islands(self.islands))
    }
}

/// All pages that can be asked for with GET.
pub const PAGES: &[Page] = &[
    Page { path: "/", islands: false, fixed: true, load: |visit| Box::pin(front::load(visit)) },
    Page { path: "/hva-vi-har", islands: true, fixed: false, load: |visit| Box::pin(register::load(visit)) },
    Page { path: "/logg-inn", islands: false, fixed: true, load: |visit| Box::pin(login::load(visit)) },
    Page { path: "/personvern", islands: false, fixed: true, load: |visit| Box::pin(privacy::load(visit)) },
    Page { path: "/visning", islands: false, fixed: false, load: |visit| Box::pin(display::load(visit)) },
];
