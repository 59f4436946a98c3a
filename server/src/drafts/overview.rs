//! What would happen were a draft sent: which systems are asked, and by when there is an answer.

use std::collections::BTreeSet;

use app::model::Sector;
use app::model::ask::{Asked, Draft};
use jiff::civil::Date;

use super::submission::{asked, period};
use crate::cases::deadline::Deadline;
use crate::cases::store as cases;
use crate::cases::submit::{MOST_OPEN_CASES, is_full_of_others};
use crate::db::Tx;
use crate::error::{Damaged, Error};
use crate::id::{CaseId, PersonId};
use crate::office::Office;
use crate::subjects::identity_number::NationalId;
use crate::subjects::store::find_person;
use crate::systems::rules::System;
use crate::tasks::fan_out::concerned_in;

/// What stands before sending.
pub struct Overview {
    /// By name.
    pub systems: Vec<Asked>,
    /// By when there is an answer, were it sent today.
    pub due_on: Date,
    /// The period that was chosen.
    pub period: (Option<Date>, Option<Date>),
    /// Open cases that the person has sent in about the same person.
    pub open: Vec<CaseId>,
    /// Whether there are so many that no more are taken.
    pub is_full: bool,
}

/// What would happen were this sent. `filer` is who asks, if they are known here, and `other` whom they ask about, if it is
/// somebody else.
///
/// # Errors
/// The database's own.
pub async fn overview(
    office: &Office,
    tx: &mut Tx,
    draft: &Draft,
    filer: Option<PersonId>,
    other: Option<&NationalId>,
) -> Result<Overview, Error> {
    let known = office.known.register(tx).await?;
    let concerned_by: BTreeSet<_> = asked(draft).iter().flat_map(|asked| concerned_in(&known, asked)).collect();
    let asked = known.iter().filter(|system| concerned_by.contains(&system.id));
    let systems = asked.map(shown).collect::<Result<Vec<Asked>, Damaged>>()?;
    let deadline = Deadline::new(office.today(), false, &[]).map_err(|error| Error::Internal(error.into()))?;
    let subject = match other {
        Some(other) => find_person(tx, &office.vault.lookup(other)).await?,
        None => filer,
    };
    let (mut open, mut is_full) = (Vec::new(), false);
    if let Some(filer) = filer {
        // Of who is not known here the same is asked: how long it takes tells nobody who is.
        let subject = subject.unwrap_or_else(|| PersonId::new(office.clock.now_ms()));
        open = cases::open_cases(tx, filer, subject).await?;
        is_full = open.len() >= MOST_OPEN_CASES || is_full_of_others(tx, filer, subject).await?;
    }
    Ok(Overview { systems, due_on: deadline.in_force(), period: period(draft), open, is_full })
}

fn shown(system: &System) -> Result<Asked, Damaged> {
    Ok(Asked {
        name: system.name.clone(),
        sector: Sector::from_code(&system.sector).ok_or_else(|| Damaged::new("system", "sector", system.id))?,
        purpose: system.record.purposes.join(" "),
        categories: system.record.categories.clone(),
        archive_duty: system.record.archive_duty,
    })
}
