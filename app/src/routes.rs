//! The table of all pages: which path, and whether the page holds islands.

use std::pin::Pin;
use std::sync::Arc;

use crate::citizen::{ask, case, data, home, letter, logins, profile, receipt, sent};
use crate::desks::{AdministratorDesk, CaseworkDesk, CitizenCaseDesk, CitizenDesk, EmployeeDesk};
use crate::document::Document;
use crate::fault::Fault;
use crate::model::ask::{SYSTEMS, Step};
use crate::public::{developers, display, front, logged_out, login, privacy, register, statement, verify};
use crate::visit::Visit;
use crate::{administrator, caseworker, employee};

/// What a page needs time for: it asks desks first, then it is a whole document.
pub type Loading<'a> = Pin<Box<dyn Future<Output = Result<Document, Fault>> + Send + 'a>>;

/// One page.
#[derive(Clone, Copy)]
pub struct Page {
    /// As the server's router writes it, for example `/min-side/sak/{reference}`.
    pub path: &'static str,
    /// Whether the page itself has islands. Without them it holds no script at all, except for who is logged in.
    pub islands: bool,
    /// Whether the page is the same for everyone with the same language and appearance, and asks no desk.
    pub fixed: bool,
    /// Whom the page is for.
    pub audience: Audience,
}

/// Whom a page is for. A page that is for somebody is given that person's desk, and cannot be made without.
#[derive(Clone, Copy)]
pub enum Audience {
    /// Everybody.
    Anyone(for<'a> fn(&'a Visit) -> Loading<'a>),
    /// Who is logged in as a citizen.
    Citizen(for<'a> fn(&'a Visit, Arc<dyn CitizenDesk>) -> Loading<'a>),
    /// Likewise, and in a way that is safe enough to see what is in a case.
    CitizenCase(for<'a> fn(&'a Visit, Arc<dyn CitizenCaseDesk>) -> Loading<'a>),
    /// Who is logged in as an employee.
    Employee(for<'a> fn(&'a Visit, Arc<dyn EmployeeDesk>) -> Loading<'a>),
    /// Likewise, with a role in cases.
    Casework(for<'a> fn(&'a Visit, Arc<dyn CaseworkDesk>) -> Loading<'a>),
    /// Likewise, who gives roles.
    Administrator(for<'a> fn(&'a Visit, Arc<dyn AdministratorDesk>) -> Loading<'a>),
}

impl Page {
    /// Whether what is typed on it is for the eyes of the person who typed it.
    pub fn is_personal(&self) -> bool {
        !matches!(self.audience, Audience::Anyone(_))
    }

    /// Asks the desks for what the page shows.
    ///
    /// # Errors
    /// Why it cannot be shown.
    pub async fn load(&self, visit: &Visit) -> Result<Document, Fault> {
        let desks = &visit.desks;
        // Who is logged in as something else than an employee logs in anew; an employee without the role is told so.
        let forbidden = if desks.employee.is_some() { Fault::Forbidden } else { Fault::LoginNeeded };
        let document = match self.audience {
            Audience::Anyone(load) => load(visit).await?,
            Audience::Citizen(load) => load(visit, desks.citizen.clone().ok_or(Fault::LoginNeeded)?).await?,
            Audience::Employee(load) => load(visit, desks.employee.clone().ok_or(Fault::LoginNeeded)?).await?,
            Audience::Casework(load) => load(visit, desks.casework.clone().ok_or(forbidden)?).await?,
            Audience::Administrator(load) => load(visit, desks.administrator.clone().ok_or(forbidden)?).await?,
            Audience::CitizenCase(load) => match (&desks.citizen, desks.citizen_cases.clone()) {
                (None, _) => return Err(Fault::LoginNeeded),
                (Some(_), None) => return Err(Fault::LevelNeeded),
                (Some(_), Some(desk)) => load(visit, desk).await?,
            },
        };
        // Who is logged in is warned, on every page, before that ends.
        Ok(document.with_islands(self.islands || visit.login.is_some()))
    }
}

/// All pages that can be asked for with GET.
pub const PAGES: &[Page] = &[
    Page { path: "/", islands: false, fixed: true, audience: Audience::Anyone(|visit| Box::pin(front::load(visit))) },
    Page {
        path: "/hva-vi-har",
        islands: true,
        fixed: false,
        audience: Audience::Anyone(|visit| Box::pin(register::load(visit))),
    },
    Page {
        path: "/hva-vi-har/{sector}",
        islands: false,
        fixed: false,
        audience: Audience::Anyone(|visit| Box::pin(statement::load(visit))),
    },
    Page {
        path: "/logg-inn",
        islands: false,
        fixed: false,
        audience: Audience::Anyone(|visit| Box::pin(login::load(visit))),
    },
    Page {
        path: "/utlogget",
        islands: false,
        fixed: true,
        audience: Audience::Anyone(|visit| Box::pin(logged_out::load(visit))),
    },
    Page {
        path: "/min-side",
        islands: false,
        fixed: false,
        audience: Audience::Citizen(|visit, desk| Box::pin(home::load(visit, desk))),
    },
    Page {
        path: "/min-side/innlogging",
        islands: false,
        fixed: false,
        audience: Audience::Citizen(|visit, desk| Box::pin(logins::load(visit, desk))),
    },
    Page {
        path: "/min-side/profil",
        islands: false,
        fixed: false,
        audience: Audience::CitizenCase(|visit, desk| Box::pin(profile::load(visit, desk))),
    },
    Page {
        path: "/min-side/sak/{reference}",
        islands: false,
        fixed: false,
        audience: Audience::CitizenCase(|visit, desk| Box::pin(case::load(visit, desk))),
    },
    Page {
        path: Step::What.path(),
        islands: false,
        fixed: false,
        audience: Audience::CitizenCase(|visit, desk| Box::pin(ask::what::load(visit, desk))),
    },
    Page {
        path: Step::Who.path(),
        islands: false,
        fixed: false,
        audience: Audience::CitizenCase(|visit, desk| Box::pin(ask::who::load(visit, desk))),
    },
    Page {
        path: Step::Where.path(),
        islands: false,
        fixed: false,
        audience: Audience::CitizenCase(|visit, desk| Box::pin(ask::extent::load(visit, desk))),
    },
    Page {
        path: Step::Wrong.path(),
        islands: false,
        fixed: false,
        audience: Audience::CitizenCase(|visit, desk| Box::pin(ask::change::wrong(visit, desk))),
    },
    Page {
        path: Step::Erase.path(),
        islands: false,
        fixed: false,
        audience: Audience::CitizenCase(|visit, desk| Box::pin(ask::change::erase(visit, desk))),
    },
    Page {
        path: Step::Find.path(),
        islands: false,
        fixed: false,
        audience: Audience::CitizenCase(|visit, desk| Box::pin(ask::find::find(visit, desk))),
    },
    Page {
        path: Step::Notify.path(),
        islands: false,
        fixed: false,
        audience: Audience::CitizenCase(|visit, desk| Box::pin(ask::find::notify(visit, desk))),
    },
    Page {
        path: Step::Review.path(),
        islands: false,
        fixed: false,
        audience: Audience::CitizenCase(|visit, desk| Box::pin(ask::review::load(visit, desk))),
    },
    Page {
        path: SYSTEMS,
        islands: false,
        fixed: false,
        audience: Audience::CitizenCase(|visit, desk| Box::pin(ask::review::systems(visit, desk))),
    },
    Page {
        path: "/min-side/sak/{reference}/brev/{number}",
        islands: false,
        fixed: false,
        audience: Audience::CitizenCase(|visit, desk| Box::pin(letter::load(visit, desk))),
    },
    Page {
        path: "/min-side/sak/{reference}/opplysninger/{number}",
        islands: false,
        fixed: false,
        audience: Audience::CitizenCase(|visit, desk| Box::pin(data::load(visit, desk))),
    },
    Page {
        path: "/min-side/sak/{reference}/opplysninger/{number}/{system}",
        islands: false,
        fixed: false,
        audience: Audience::CitizenCase(|visit, desk| Box::pin(data::system(visit, desk))),
    },
    Page {
        path: "/min-side/sak/{reference}/oppslag",
        islands: false,
        fixed: false,
        audience: Audience::CitizenCase(|visit, desk| Box::pin(data::looked(visit, desk))),
    },
    Page {
        path: "/min-side/sak/{reference}/henvendelse",
        islands: false,
        fixed: false,
        audience: Audience::CitizenCase(|visit, desk| Box::pin(sent::load(visit, desk))),
    },
    Page {
        path: "/min-side/sak/{reference}/kvittering",
        islands: false,
        fixed: false,
        audience: Audience::CitizenCase(|visit, desk| Box::pin(receipt::load(visit, desk))),
    },
    Page {
        path: "/saksbehandling",
        islands: false,
        fixed: false,
        audience: Audience::Employee(|visit, desk| Box::pin(employee::home::load(visit, desk))),
    },
    Page {
        path: "/saksbehandling/innlogging",
        islands: false,
        fixed: false,
        audience: Audience::Employee(|visit, desk| Box::pin(employee::logins::load(visit, desk))),
    },
    Page {
        path: "/saksbehandling/sak/{reference}",
        islands: false,
        fixed: false,
        audience: Audience::Casework(|visit, desk| Box::pin(caseworker::case::load(visit, desk))),
    },
    Page {
        path: "/saksbehandling/sak/{reference}/{system}",
        islands: false,
        fixed: false,
        audience: Audience::Casework(|visit, desk| Box::pin(caseworker::answers::load(visit, desk))),
    },
    Page {
        path: "/administrasjon/roller",
        islands: false,
        fixed: false,
        audience: Audience::Administrator(|visit, desk| Box::pin(administrator::roles::load(visit, desk))),
    },
    Page {
        path: "/personvern",
        islands: false,
        fixed: true,
        audience: Audience::Anyone(|visit| Box::pin(privacy::load(visit))),
    },
    Page {
        path: "/utviklere",
        islands: false,
        fixed: false,
        audience: Audience::Anyone(|visit| Box::pin(developers::load(visit))),
    },
    Page {
        path: "/verifiser",
        islands: false,
        fixed: true,
        audience: Audience::Anyone(|visit| Box::pin(verify::load(visit))),
    },
    Page {
        path: "/visning",
        islands: false,
        fixed: false,
        audience: Audience::Anyone(|visit| Box::pin(display::load(visit))),
    },
];
