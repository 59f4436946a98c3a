//! The municipality's file of who has which role: where the login provider does not say it. The file says all of it each
//! time; what it no longer says is ended. It is taken whole, or not at all.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::Path;
use std::str::FromStr;

use csv::StringRecord;
use jiff::ToSpan;
use jiff::civil::Date;
use thiserror::Error as ThisError;

use super::grant::{LONGEST_DAYS, LONGEST_TEXT_CHARS};
use super::rules::{Role, Source};
use super::said::{self, Changed, Said};
use super::store;
use crate::cases::deadline::date_in_oslo_at;
use crate::error::{Error, retried};
use crate::login::session::{NoEmployee, Who};
use crate::office::Office;
use crate::spreadsheet;
use crate::subjects::identity_number::{Deployment, NationalId};

/// The columns, as the first line of the file names them.
pub const COLUMNS: [&str; 6] = ["login", "id", "national_id", "name", "role", "until"];
/// More than the employees of any municipality.
const MOST_BYTES: u64 = 16 * 1024 * 1024;
/// How long a role holds after the file was taken, at most: so long the file may fail to come.
const MOST_DAYS: i32 = 30;
/// Of so few roles, any number may end at once.
const FEW: usize = 3;
const REASON: &str = "the file of roles";

/// A line that cannot be taken. The reason repeats nothing of the line: it may hold somebody's national id.
#[derive(Clone, Debug, PartialEq, Eq, ThisError)]
#[error("line {line}: {why}")]
pub struct BadLine {
    /// From 1, with the line of names counted.
    pub line: u64,
    /// What is wrong.
    pub why: &'static str,
}

/// Why a file is not taken. Nothing is changed then.
#[derive(Debug, ThisError)]
pub enum NotTaken {
    /// It cannot be read, or is larger than any such file.
    #[error("the file cannot be read: {0}")]
    Unreadable(#[from] std::io::Error),
    /// It is no such table.
    #[error("the first line must name the columns: {}", COLUMNS.join(";"))]
    NoColumns,
    /// An export that failed looks like this.
    #[error("the file names nobody; to end all roles, end them with `minside grant end`")]
    Empty,
    /// Some lines are wrong.
    #[error("{} of the file's lines cannot be taken", .0.len())]
    BadLines(Vec<BadLine>),
    /// An export that was cut looks like this.
    #[error("{ended} of {before} roles would end; if that is right, run `minside staff sync FILE --most` once")]
    MostWouldEnd {
        /// How many.
        ended: usize,
        /// Of how many that the file has given.
        before: usize,
    },
}

/// How a file is taken.
#[derive(Clone, Copy, Debug, Default)]
pub struct How {
    /// Only says what would change.
    pub dry_run: bool,
    /// Also where most of the roles end that the file has given.
    pub most: bool,
}

/// What a file says of one employee.
struct Entries {
    who: Who,
    own: Option<NationalId>,
    name: String,
    roles: Vec<(Role, Date)>,
}

/// All that a file says, by whom the login provider names so.
type Content = BTreeMap<[u8; 32], Entries>;

/// Takes a file.
///
/// # Errors
/// The database's own. The inner error says why it is not taken.
pub async fn sync(
    office: &Office,
    deployment: Deployment,
    text: &str,
    how: How,
) -> Result<Result<Changed, NotTaken>, Error> {
    let now_ms = office.clock.now_ms();
    let today = date_in_oslo_at(now_ms);
    let content = match read(office, deployment, text, today) {
        Ok(content) => content,
        Err(not_taken) => return Ok(Err(not_taken)),
    };
    let content = &content;
    retried(|| async move {
        let mut tx = office.db.write().await?;
        let before = usize::try_from(store::count_by(&mut tx, Source::File).await?).unwrap_or_default();
        let mut changed = Changed::default();
        for (mark, employee) in store::employees_by(&mut tx, Source::File).await? {
            let is_named = <[u8; 32]>::try_from(mark.as_slice()).is_ok_and(|mark| content.contains_key(&mark));
            if !is_named {
                changed.add(said::forget(&mut tx, &office.vault, now_ms, &employee, Source::File).await?);
            }
        }
        for Entries { who, own, name, roles } in content.values() {
            let own = own.as_ref();
            let said = Said { who, name: Some(name), own, source: Source::File, roles, reason: REASON };
            changed.add(said::note(&mut tx, &office.vault, now_ms, &said).await?);
        }
        let ended = changed.ended.len();
        if ended * 2 > before && before > FEW && !how.most {
            return Ok(Err(NotTaken::MostWouldEnd { ended, before }));
        }
        if !how.dry_run {
            tx.commit().await?;
        }
        Ok(Ok(changed))
    })
    .await
}

/// What is in a file, of a bounded size.
///
/// # Errors
/// Why it is not taken.
pub fn load(path: &Path) -> Result<String, NotTaken> {
    Ok(spreadsheet::load(path, MOST_BYTES)?)
}

fn read(office: &Office, deployment: Deployment, text: &str, today: Date) -> Result<Content, NotTaken> {
    let mut table = spreadsheet::table(text);
    let columns: Option<Vec<usize>> = table
        .headers()
        .ok()
        .and_then(|names| COLUMNS.iter().map(|column| names.iter().position(|name| name == *column)).collect());
    let columns = columns.ok_or(NotTaken::NoColumns)?;
    let mut content = Content::new();
    let mut bad = Vec::new();
    for record in table.records() {
        let taken = match &record {
            Ok(record) if record.iter().all(str::is_empty) => continue,
            Ok(record) => {
                let line = spreadsheet::line(record.position());
                take(office, deployment, record, &columns, today, &mut content).map_err(|why| BadLine { line, why })
            }
            Err(error) => {
                let line = spreadsheet::line(error.position());
                Err(BadLine { line, why: "it has not as many columns as the first line" })
            }
        };
        bad.extend(taken.err());
    }
    match (bad.is_empty(), content.is_empty()) {
        (false, _) => Err(NotTaken::BadLines(bad)),
        (true, true) => Err(NotTaken::Empty),
        (true, false) => Ok(content),
    }
}

fn take(
    office: &Office,
    deployment: Deployment,
    record: &StringRecord,
    columns: &[usize],
    today: Date,
    content: &mut Content,
) -> Result<(), &'static str> {
    let value = |column: usize| record.get(columns[column]).unwrap_or_default();
    let [login, id, own, name, role, until] = std::array::from_fn(value);
    let number = |text: &str| NationalId::typed(text, deployment, today).ok().map(|parsed| parsed.id);
    let who = Who::employee(login, id, deployment, today).map_err(NoEmployee::why)?;
    let own = match own {
        "" => None,
        text => Some(number(text).ok_or("the national_id is none")?),
    };
    if name.is_empty() {
        return Err("the name is empty");
    }
    if [name, role].iter().any(|text| text.chars().count() > LONGEST_TEXT_CHARS) {
        return Err("the name or the role is too long");
    }
    let role = Role::from_str(role)
        .map_err(|_| "the role is none of caseworker:UNIT, reviewer:SECTOR, owner:SYSTEM, ombud and administrator")?;
    // However far away the last day is: a file that stops coming is no answer for longer.
    let latest = today.saturating_add(MOST_DAYS.days());
    let ends_on = match until {
        "" => latest,
        text => text.parse::<Date>().map_err(|_| "until is no date such as 2026-12-31")?,
    };
    if record.iter().any(|field| field.chars().any(char::is_control)) {
        return Err("a field goes on over the end of the line, or holds another sign that nobody sees");
    }
    if ends_on < today {
        return Err("until is over");
    }
    if (ends_on - today).get_days() > LONGEST_DAYS {
        return Err("until is more than two years away");
    }
    let ends_on = ends_on.min(latest);
    match content.entry(who.owner(&office.vault)) {
        Entry::Vacant(entry) => {
            entry.insert(Entries { who, own, name: name.to_owned(), roles: vec![(role, ends_on)] });
        }
        Entry::Occupied(mut entry) => {
            let entries = entry.get_mut();
            if entries.roles.iter().any(|(known, _)| *known == role) {
                return Err("the same employee has the same role in a line above");
            }
            if entries.name != name {
                return Err("the same employee has another name in a line above");
            }
            if let (Some(one), Some(other)) = (&entries.own, &own)
                && one.reveal() != other.reveal()
            {
                return Err("the same employee has another national_id in a line above");
            }
            entries.own = entries.own.take().or(own);
            entries.roles.push((role, ends_on));
        }
    }
    Ok(())
}
