//! Where the person is logged in.

use std::sync::Arc;

use crate::desks::EmployeeDesk;
use crate::document::Document;
use crate::fault::Fault;
use crate::parts::logins;
use crate::visit::Visit;

pub(crate) async fn load(visit: &Visit, desk: Arc<dyn EmployeeDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    Ok(logins::page(visit, desk.logins().await?, "/saksbehandling", words.work_back()))
}
