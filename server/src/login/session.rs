//! People who are logged in. The cookie is a random token; the row is known by its hash, and who it is, is sealed with a
//! key made of the token: who reads the database learns neither who is logged in nor how to be them.

use jiff::civil::Date;
use zeroize::Zeroizing;

use super::rules::{IDLE_MS, Level, ProviderKind, Times};
use super::store::{self, SessionRow};
use crate::db::Tx;
use crate::error::Error;
use crate::office::Office;
use crate::staff::rules::Role;
use crate::subjects::identity_number::{Deployment, NationalId};
use crate::token::Token;
use crate::vault::{Key, Place, Vault};

const PURPOSE: &str = "minside session v1";
/// How long after its end a session is still known, so that its person is told why they must log in anew, and can log out at
/// the provider.
const REMEMBERED_MS: i64 = IDLE_MS;

/// Who is logged in.
#[derive(Clone, Debug)]
pub enum Who {
    /// A citizen, by national id.
    Citizen(NationalId),
    /// An employee, by national id.
    Employee(NationalId),
    /// An employee, by the municipality's own id.
    User {
        /// `oid`.
        user: String,
        /// `tid`.
        tenant: String,
    },
}

impl Who {
    /// Whether it is somebody who uses their rights, and not somebody at work.
    pub fn is_citizen(&self) -> bool {
        matches!(self, Self::Citizen(_))
    }

    /// An employee by the two ids that Entra ID has: `TENANT/USER`. `None` where the text is not that.
    pub fn entra(text: &str) -> Option<Self> {
        let (tenant, user) = text.split_once('/')?;
        let is_id =
            |id: &str| !id.is_empty() && id.len() <= 64 && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        (is_id(tenant) && is_id(user)).then(|| Self::User { user: user.to_owned(), tenant: tenant.to_owned() })
    }

    /// The employee whom a provider names so, as somebody has typed it.
    ///
    /// # Errors
    /// Why it is nobody.
    pub fn employee(provider: &str, id: &str, deployment: Deployment, today: Date) -> Result<Self, NoEmployee> {
        match ProviderKind::parse(provider) {
            Some(ProviderKind::Ansattporten) => NationalId::typed(id, deployment, today)
                .map(|parsed| Self::Employee(parsed.id))
                .map_err(|_| NoEmployee::NotANumber),
            Some(ProviderKind::Entra) => Self::entra(id).ok_or(NoEmployee::NotEntra),
            Some(ProviderKind::Idporten) | None => Err(NoEmployee::Provider),
        }
    }

    /// The kind of person, and who it is among those.
    fn parts(&self) -> [&str; 3] {
        match self {
            Self::Citizen(id) => ["citizen", id.reveal(), ""],
            Self::Employee(id) => ["employee", id.reveal(), ""],
            Self::User { user, tenant } => ["user", user, tenant],
        }
    }

    /// All sessions of one person have the same.
    pub fn owner(&self, vault: &Vault) -> [u8; 32] {
        let [kind, one, two] = self.parts();
        vault.session_mark(&[b"owner", kind.as_bytes(), one.as_bytes(), two.as_bytes()])
    }

    fn written(&self) -> Zeroizing<String> {
        Zeroizing::new(self.parts().join("\n"))
    }

    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('\n');
        let (kind, one, two) = (parts.next()?, parts.next()?, parts.next()?);
        let number = || NationalId::from_login(one).ok().map(|(id, _)| id);
        match kind {
            "citizen" => Some(Self::Citizen(number()?)),
            "employee" => Some(Self::Employee(number()?)),
            "user" => Some(Self::User { user: one.to_owned(), tenant: two.to_owned() }),
            _ => None,
        }
    }
}

/// Why what was typed names no employee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoEmployee {
    /// Employees do not log in there.
    Provider,
    /// With Ansattporten it is a national id.
    NotANumber,
    /// With Entra ID it is two ids.
    NotEntra,
}

impl NoEmployee {
    /// The same in words, without what was typed.
    pub fn why(self) -> &'static str {
        match self {
            Self::Provider => "the login is neither «ansattporten» nor «entra»",
            Self::NotANumber => "the id is no national id",
            Self::NotEntra => "the id is not TENANT/USER, the two ids that Entra ID has",
        }
    }
}

/// One person in one browser.
#[derive(Clone, Debug)]
pub struct Session {
    /// SHA-256 of the cookie.
    pub id_hash: [u8; 32],
    /// Which provider vouched for them.
    pub provider: String,
    /// How sure it is, where it knows levels.
    pub level: Option<Level>,
    /// Since when, and until when.
    pub times: Times,
    /// Who it is.
    pub who: Who,
    /// All sessions of one person have the same.
    pub owner: [u8; 32],
    /// Keyed hash of the roles that it was last seen with, as [`roles_mark`] makes it.
    pub roles: Vec<u8>,
}

/// Keyed hash of what somebody may do. A session whose person may do something else than before gets a new id.
pub fn roles_mark(vault: &Vault, roles: &[Role]) -> [u8; 32] {
    let written: Vec<String> = roles.iter().map(Role::to_string).collect();
    let parts: Vec<&[u8]> = [b"roles".as_slice()].into_iter().chain(written.iter().map(String::as_bytes)).collect();
    vault.session_mark(&parts)
}

/// What a cookie leads to.
#[derive(Clone, Debug)]
pub enum Found {
    /// Somebody who is logged in.
    On(Box<Session>),
    /// Somebody who was, until a moment ago.
    Over(Box<Session>),
    /// Nothing.
    Unknown,
}

/// What begins with a session.
pub(super) struct Begins<'a> {
    pub(super) provider: &'a str,
    pub(super) who: &'a Who,
    pub(super) roles: &'a [Role],
    pub(super) level: Option<Level>,
    pub(super) provider_session: Option<[u8; 32]>,
    pub(super) provider_subject: [u8; 32],
}

/// Begins a session with an id that nobody has seen before, in place of `old`, which ends.
pub(super) async fn begin(
    tx: &mut Tx,
    vault: &Vault,
    now_ms: i64,
    begins: &Begins<'_>,
    old: Option<&Token>,
) -> Result<Token, Error> {
    if let Some(old) = old {
        store::delete_session(tx, &old.hash()).await?;
    }
    let token = Token::random();
    let mut row = SessionRow {
        provider: begins.provider.to_owned(),
        owner: begins.who.owner(vault).to_vec(),
        roles: roles_mark(vault, begins.roles).to_vec(),
        provider_session: begins.provider_session.map(|hash| hash.to_vec()),
        provider_subject: begins.provider_subject.to_vec(),
        level: begins.level,
        times: Times::from(now_ms),
        sealed: Vec::new(),
    };
    row.sealed = key(vault, &token, &row).seal(PLACE, begins.who.written().as_bytes());
    store::insert_session(tx, &token.hash(), &row).await?;
    Ok(token)
}

/// The key of a session: of the cookie, which only the browser has, of the vault, which only we have, and of all that the row
/// says, so that who can write to the database can neither make a session nor make one better or longer.
fn key(vault: &Vault, token: &Token, row: &SessionRow) -> Key {
    let level = row.level.map_or("", Level::code);
    let instants = [row.times.started_at, row.times.ends_at].map(i64::to_be_bytes);
    let said = vault.session_mark(&[
        b"row",
        &token.hash(),
        row.provider.as_bytes(),
        &row.owner,
        &row.roles,
        row.provider_session.as_deref().unwrap_or_default(),
        &row.provider_subject,
        level.as_bytes(),
        &instants[0],
        &instants[1],
    ]);
    Key::of_bytes(&token.key(PURPOSE).mac(&[&said]))
}

/// What a request says of the person who sends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// They asked for something: the session then lasts longer.
    ByPerson,
    /// Their browser did by itself: a page that is left open keeps nobody logged in.
    ByBrowser,
}

/// Whom a cookie belongs to.
///
/// # Errors
/// The database's own.
pub async fn find(office: &Office, token: &Token, asked: Asked) -> Result<Found, Error> {
    let id_hash = token.hash();
    let now_ms = office.clock.now_ms();
    let mut tx = office.db.read().await?;
    let row = store::find_session(&mut tx, &id_hash).await?;
    drop(tx);
    let Some(mut row) = row else { return Ok(Found::Unknown) };
    let plain = key(&office.vault, token, &row).open(PLACE, &row.sealed);
    let who = plain.ok().and_then(|plain| std::str::from_utf8(&plain).ok().and_then(Who::read));
    let Some(who) = who else {
        // Nobody is to be locked out by it: they log in anew.
        tracing::error!("{}", PLACE.damaged());
        delete(office, &id_hash).await?;
        return Ok(Found::Unknown);
    };
    let is_on = row.times.is_on(now_ms);
    if is_on && asked == Asked::ByPerson && row.times.is_noted(now_ms) {
        // A page is not refused because this could not be noted.
        match touch(office, &id_hash, now_ms).await {
            Ok(()) => row.times.seen_at = now_ms,
            Err(error) => tracing::warn!(%error, "That a session is used could not be noted: {error}"),
        }
    }
    let owner = who.owner(&office.vault);
    let SessionRow { provider, level, times, roles, .. } = row;
    let session = Box::new(Session { id_hash, provider, level, times, who, owner, roles });
    Ok(if is_on { Found::On(session) } else { Found::Over(session) })
}

async fn touch(office: &Office, id_hash: &[u8], now_ms: i64) -> Result<(), Error> {
    let mut tx = office.db.write().await?;
    store::touch_session(&mut tx, id_hash, now_ms).await?;
    Ok(tx.commit().await?)
}

/// Goes on with a session under an id that nobody has seen before, because its person may do something else than
/// before (OWASP: a new id whenever the privileges change). `None` where it is over, or another request was first.
///
/// # Errors
/// The database's own.
pub async fn renew(office: &Office, old: &Token, who: &Who, roles: &[Role]) -> Result<Option<Token>, Error> {
    let (vault, new) = (&office.vault, Token::random());
    let mut tx = office.db.write().await?;
    let Some(mut row) = store::find_session(&mut tx, &old.hash()).await? else { return Ok(None) };
    row.roles = roles_mark(vault, roles).to_vec();
    row.sealed = key(vault, &new, &row).seal(PLACE, who.written().as_bytes());
    // In place, so that whoever ends all sessions of the person in this moment ends this one.
    if !store::renew_session(&mut tx, &old.hash(), &new.hash(), &row).await? {
        return Ok(None);
    }
    tx.commit().await?;
    Ok(Some(new))
}

/// Ends a session; that it is over already is as well.
///
/// # Errors
/// The database's own.
pub async fn delete(office: &Office, id_hash: &[u8]) -> Result<(), Error> {
    let mut tx = office.db.write().await?;
    store::delete_session(&mut tx, id_hash).await?;
    Ok(tx.commit().await?)
}

/// Ends all sessions of the person whose this is; returns how many.
///
/// # Errors
/// The database's own.
pub async fn end_all(office: &Office, session: &Session) -> Result<u64, Error> {
    let mut tx = office.db.write().await?;
    let ended = store::delete_sessions_of(&mut tx, &session.owner).await?;
    tx.commit().await?;
    Ok(ended)
}

/// How many sessions of the person whose this is are on, this one among them.
///
/// # Errors
/// The database's own.
pub async fn count(office: &Office, session: &Session) -> Result<u32, Error> {
    let now_ms = office.clock.now_ms();
    let mut tx = office.db.read().await?;
    let count = store::count_sessions_of(&mut tx, &session.owner, now_ms, now_ms - IDLE_MS).await?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Deletes what is over: sessions, logins that were not finished, logout tokens. Returns how many rows.
///
/// # Errors
/// The database's own.
pub async fn delete_over(office: &Office) -> Result<u64, Error> {
    let now_ms = office.clock.now_ms();
    let mut tx = office.db.write().await?;
    let idle_before = now_ms - IDLE_MS - REMEMBERED_MS;
    let deleted = store::delete_over(&mut tx, now_ms, idle_before, now_ms - REMEMBERED_MS).await?
        + store::delete_attempts_beyond(&mut tx, MOST_ATTEMPTS).await?;
    tx.commit().await?;
    Ok(deleted)
}

/// A session's row is bound to its key.
const PLACE: Place<'static> = Place { table: "session", column: "sealed", row: "of this cookie" };

/// More logins than people ever begin in a quarter of an hour; beyond it the oldest go, so that nobody can fill the disk.
const MOST_ATTEMPTS: i64 = 50_000;
