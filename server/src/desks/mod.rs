//! The desks that `app` describes, with the server behind them. A request is given those of the person who sent it, and no
//! others.

mod administrator;
mod casework;
mod citizen;
mod door;
mod employee;
mod own_case;
mod own_data;
mod sent_in;
mod told;
mod visitor;
mod written;

use std::sync::Arc;

use app::Desks;
use app::desks::VisitorDesk;
use url::Url;

use self::administrator::Administrator;
use self::casework::Casework;
use self::citizen::Citizen;
use self::door::Door;
use self::employee::Employee;
use self::visitor::Visitor;
use crate::casework::rules::Handler;
use crate::login::session::{Session, Who};
use crate::office::Office;
use crate::portal::Portal;
use crate::staff::rules::{Role, Standing};

/// The desk for somebody we do not know.
pub fn visitor(office: &Office, public_url: &Url) -> Arc<dyn VisitorDesk> {
    Arc::new(Visitor::new(office.clone(), public_url))
}

/// The desks of the person whose session this is, or of somebody we do not know.
pub(crate) fn of(portal: &Portal, person: Option<(&Session, &Standing)>) -> Desks {
    let door = Door { providers: portal.providers.clone() };
    let mut desks = Desks {
        visitor: portal.visitor.clone(),
        door: Arc::new(door),
        citizen: None,
        citizen_cases: None,
        employee: None,
        casework: None,
        administrator: None,
    };
    let Some((session, standing)) = person else { return desks };
    match &session.who {
        Who::Citizen(id) => {
            let (office, uploads) = (portal.office.clone(), portal.settings.uploads.clone());
            let citizen = Arc::new(Citizen { office, id: id.clone(), session: session.clone(), uploads });
            if session.level.is_some_and(|level| level >= portal.settings.login.case_level) {
                desks.citizen_cases = Some(citizen.clone());
            }
            desks.citizen = Some(citizen);
        }
        Who::Employee(_) | Who::User { .. } => {
            let office = &portal.office;
            let (session, standing) = (session.clone(), standing.clone());
            if let Ok(handler) = Handler::of(&standing) {
                desks.casework = Some(Arc::new(Casework {
                    office: office.clone(),
                    handler,
                    uploads: portal.settings.uploads.clone(),
                }));
            }
            if standing.roles().contains(&Role::Administrator) {
                let doors = portal.providers.all().filter(|provider| !provider.settings.kind.is_for_citizens());
                let logins = doors.map(|provider| provider.key()).collect();
                desks.administrator = Some(Arc::new(Administrator { office: office.clone(), logins }));
            }
            desks.employee = Some(Arc::new(Employee { office: office.clone(), session, standing }));
        }
    }
    desks
}
