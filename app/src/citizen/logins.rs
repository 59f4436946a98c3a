//! Where the person is logged in.

use std::sync::Arc;

use leptos::prelude::*;

use crate::desks::CitizenDesk;
use crate::document::Document;
use crate::fault::Fault;
use crate::parts::logins::Logins;
use crate::visit::Visit;
use crate::words::Area;

pub(crate) async fn load(visit: &Visit, desk: Arc<dyn CitizenDesk>) -> Result<Document, Fault> {
    let (words, count) = (visit.words(), desk.logins().await?);
    let visit = visit.clone();
    let page = move || view! { <Logins visit=visit count=count back="/min-side" /> };
    Ok(Document::new(Area::Mine, words.mine_logins_title(), words.mine_logins_description(), page))
}
