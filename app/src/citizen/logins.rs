//! Where the person is logged in.

use std::sync::Arc;

use crate::desks::CitizenDesk;
use crate::document::Document;
use crate::fault::Fault;
use crate::parts::logins;
use crate::visit::Visit;

pub(crate) async fn load(visit: &Visit, desk: Arc<dyn CitizenDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    Ok(logins::page(visit, desk.logins().await?, "/min-side", words.mine_back()))
}
