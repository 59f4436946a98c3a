//! Beginning to ask for a rectification, or an erasure, from where one sees what it is about: the question is filled in.

use app::model::ask::{Draft, LONGEST_TEXT, MOST_CORRECTIONS, Step, Unwanted, Whom, Wrong};
use app::model::{Sector, UsedRight};
use thiserror::Error;

use super::change;
use crate::cases::store::Case;
use crate::db::Tx;
use crate::error::Error;
use crate::office::Office;
use crate::subjects;
use crate::subjects::identity_number::NationalId;

/// Whom it is about: the subject of the case in which it was seen.
#[derive(Clone)]
pub struct About {
    /// As whom the filer asks.
    pub whom: Whom,
    /// The subject's number; empty where that is the filer.
    pub other: String,
}

impl About {
    /// Whom a case is about.
    ///
    /// # Errors
    /// The database's own.
    pub(crate) async fn case(office: &Office, tx: &mut Tx, case: &Case) -> Result<Self, Error> {
        let other = match case.whom() {
            Whom::Oneself => String::new(),
            Whom::Child | Whom::Principal => {
                subjects::national_id(tx, &office.vault, case.subject).await?.reveal().to_owned()
            }
        };
        Ok(Self { whom: case.whom(), other })
    }
}

/// What was pointed at.
#[derive(Clone, PartialEq, Eq)]
pub enum Pointed {
    /// This is wrong.
    Wrong {
        /// What, and where it stands.
        what: String,
        /// What stands there.
        current: String,
    },
    /// This is to be erased.
    Unwanted {
        /// What, and where it stands.
        what: String,
    },
    /// All of it is wanted once more.
    Access,
}

/// Why nothing was filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Refused {
    /// The person has begun to ask about somebody else.
    #[error("the draft is about somebody else")]
    AboutAnother,
    /// There is no room for more.
    #[error("the draft is full")]
    Full,
}

/// Fills in what was pointed at; where the person goes on.
///
/// # Errors
/// Inside, why nothing was filled in; outside, the database's own.
pub async fn point_out(
    office: &Office,
    filer: &NationalId,
    about: &About,
    sector: Option<Sector>,
    pointed: &Pointed,
) -> Result<Result<String, Refused>, Error> {
    let id = rand::random::<u64>().to_string();
    let changed = change(office, filer, |draft| {
        // What does not fit is told below, and changes nothing.
        if let Ok(filled) = filled(draft, about, sector, pointed, &id) {
            *draft = filled;
        }
    })
    .await?;
    let draft = changed.after;
    // What is in it by now is what it would be filled to.
    Ok(filled(&draft, about, sector, pointed, &id).map(|_| match pointed {
        Pointed::Wrong { what, current } => {
            let known = draft.wrong.iter().find(|wrong| wrong.what == *what && wrong.current == *current);
            let id = known.map_or(id.as_str(), |wrong| wrong.id.as_str());
            format!("{}?{}={id}", Step::Wrong.path(), app::model::ask::NUMBER)
        }
        Pointed::Unwanted { .. } => Step::Erase.path().to_owned(),
        Pointed::Access => draft.unanswered().path().to_owned(),
    }))
}

fn filled(draft: &Draft, about: &About, sector: Option<Sector>, pointed: &Pointed, id: &str) -> Result<Draft, Refused> {
    let mut draft = draft.clone();
    if draft.whom.is_some_and(|whom| (whom, draft.other.as_str()) != (about.whom, about.other.as_str())) {
        return Err(Refused::AboutAnother);
    }
    draft.whom = Some(about.whom);
    draft.other.clone_from(&about.other);
    let right = match pointed {
        Pointed::Wrong { .. } => UsedRight::Rectification,
        Pointed::Unwanted { .. } => UsedRight::Erasure,
        Pointed::Access => UsedRight::Access,
    };
    // Where something is begun already, what it is about is the person's own answer.
    match (&mut draft.extent, sector) {
        (extent @ None, Some(sector)) if draft.rights.is_empty() => {
            extent.insert(app::model::ask::Extent::default()).sectors.push(sector);
        }
        (Some(extent), Some(sector)) if !extent.sectors.is_empty() && !extent.sectors.contains(&sector) => {
            extent.sectors.push(sector);
        }
        _ => {}
    }
    if !draft.rights.contains(&right) {
        draft.rights.push(right);
        draft.rights.sort();
    }
    match pointed {
        Pointed::Wrong { what, current } => {
            let is_known = draft.wrong.iter().any(|wrong| wrong.what == *what && wrong.current == *current);
            if !is_known && draft.wrong.len() >= MOST_CORRECTIONS {
                return Err(Refused::Full);
            }
            if !is_known {
                let (id, what, current) = (id.to_owned(), what.clone(), current.clone());
                draft.wrong.push(Wrong { id, what, current, ..Wrong::default() });
            }
        }
        Pointed::Unwanted { what } => {
            let unwanted = draft.unwanted.get_or_insert_with(Unwanted::default);
            if !unwanted.what.lines().any(|line| line == what) {
                let all = [unwanted.what.as_str(), what].join("\n");
                unwanted.what = all.trim().to_owned();
            }
            if unwanted.what.chars().count() > LONGEST_TEXT {
                return Err(Refused::Full);
            }
        }
        Pointed::Access => {}
    }
    Ok(draft)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn oneself() -> About {
        About { whom: Whom::Oneself, other: String::new() }
    }

    fn wrong(what: &str) -> Pointed {
        Pointed::Wrong { what: what.to_owned(), current: "Storgata 1".to_owned() }
    }

    #[test]
    fn what_is_pointed_at_twice_is_one() {
        let sector = Some(Sector::Education);
        let once = filled(&Draft::default(), &oneself(), sector, &wrong("adresse"), "1").unwrap();
        assert_eq!((once.rights.as_slice(), once.wrong.len()), (&[UsedRight::Rectification][..], 1));
        assert_eq!(once.extent.as_ref().map(|extent| extent.sectors.as_slice()), Some(&[Sector::Education][..]));
        assert!(filled(&once, &oneself(), sector, &wrong("adresse"), "2") == Ok(once.clone()));
        let both = filled(&once, &oneself(), Some(Sector::Health), &wrong("navn"), "2").unwrap();
        assert_eq!((both.wrong.len(), both.extent.map(|extent| extent.sectors.len())), (2, Some(2)));
    }

    #[test]
    fn nothing_is_filled_into_what_is_about_somebody_else_or_full() {
        let child = About { whom: Whom::Child, other: "10915596784".to_owned() };
        let begun = Draft { whom: Some(Whom::Oneself), ..Draft::default() };
        assert_eq!(filled(&begun, &child, None, &wrong("adresse"), "1").err(), Some(Refused::AboutAnother));
        let mut draft = Draft::default();
        for number in 0..MOST_CORRECTIONS {
            draft = filled(&draft, &oneself(), None, &wrong(&number.to_string()), &number.to_string()).unwrap();
        }
        assert_eq!(filled(&draft, &oneself(), None, &wrong("en til"), "x").err(), Some(Refused::Full));
        assert!(filled(&draft, &oneself(), None, &wrong("3"), "x").is_ok(), "it is there already");
        let long = Pointed::Unwanted { what: "x".repeat(LONGEST_TEXT + 1) };
        assert_eq!(filled(&draft, &oneself(), None, &long, "x").err(), Some(Refused::Full));
    }

    #[test]
    fn what_was_chosen_before_is_not_narrowed() {
        let all = Draft {
            rights: vec![UsedRight::Access],
            extent: Some(app::model::ask::Extent::default()),
            ..Draft::default()
        };
        let filled = filled(&all, &oneself(), Some(Sector::Health), &wrong("navn"), "1").unwrap();
        assert_eq!(filled.extent, all.extent, "everything stays everything");
        assert_eq!(filled.rights, [UsedRight::Access, UsedRight::Rectification]);
    }
}
