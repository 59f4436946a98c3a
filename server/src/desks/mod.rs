//! The desks that `app` describes, with the server behind them.

mod visitor;

use std::sync::Arc;

use app::Desks;
use app::model::RegisterEntry;

use self::visitor::Visitor;

/// The desks of a portal whose register holds these systems.
pub fn desks(register: Vec<RegisterEntry>) -> Desks {
    Desks { visitor: Arc::new(Visitor { register: register.into() }) }
}
