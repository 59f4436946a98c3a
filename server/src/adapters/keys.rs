//! The keys by which adapters are known. A key is shown once; the database knows it by its hash. Two may be valid at a time,
//! so that a new one can be taken into use before the old one is ended.

use thiserror::Error as ThisError;
use zeroize::Zeroizing;

use super::signing::Signer;
use super::store;
use crate::audit::{self, Action, Actor, Details, Event};
use crate::error::{Error, retried};
use crate::id::{KeyId, SystemId};
use crate::office::Office;
use crate::systems::store as systems;
use crate::token::Token;

/// What every key begins with, so that whoever finds one in the wrong place knows what it is.
pub const PREFIX: &str = "minside-key-";
/// Keys of one system that may be valid at a time.
const MOST_VALID: usize = 2;

/// A key that was made.
pub struct Made {
    /// Its id, by which it is ended.
    pub id: KeyId,
    /// The key itself, as the adapter sends it. It is not kept.
    pub written: Zeroizing<String>,
}

/// Why nothing was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ThisError)]
pub enum Refused {
    /// No system has this key.
    #[error("no system has this key; `minside systems export` lists them")]
    NoSystem,
    /// It has two.
    #[error("the system has two valid keys; end one of them with `minside adapter end-key SYSTEM ID`")]
    TwoValid,
    /// There is none, or it is over.
    #[error("the system has no valid key with this id; `minside adapter keys SYSTEM` lists them")]
    NoKey,
}

/// Makes a key for the adapter of a system.
///
/// # Errors
/// The database's own. The inner error says why there is none.
pub async fn make(office: &Office, system: &str) -> Result<Result<Made, Refused>, Error> {
    let token = Token::random();
    let token = &token;
    let made = retried(|| async move {
        let now = office.clock.now_ms();
        let mut tx = office.db.write().await?;
        let Some(id) = systems::find_by_key(&mut tx, system).await? else { return Ok(Err(Refused::NoSystem)) };
        let valid = store::keys_of(&mut tx, id).await?.into_iter().filter(|key| key.ended_at.is_none()).count();
        if valid >= MOST_VALID {
            return Ok(Err(Refused::TwoValid));
        }
        let key = KeyId::new(now);
        store::insert_key(&mut tx, key, id, &token.hash(), now).await?;
        let event = event(Action::AdapterKeyMade, system, key);
        audit::record(&mut tx, &office.vault, now, None, event).await?;
        tx.commit().await?;
        Ok(Ok(key))
    })
    .await?;
    Ok(made.map(|id| Made { id, written: Zeroizing::new(format!("{PREFIX}{}", *token.written())) }))
}

/// Ends a key, from this moment on.
///
/// # Errors
/// The database's own. The inner error says why there was nothing to end.
pub async fn end(office: &Office, system: &str, key: KeyId) -> Result<Result<(), Refused>, Error> {
    retried(|| async move {
        let now = office.clock.now_ms();
        let mut tx = office.db.write().await?;
        let Some(id) = systems::find_by_key(&mut tx, system).await? else { return Ok(Err(Refused::NoSystem)) };
        if !store::end_key(&mut tx, key, id, now).await? {
            return Ok(Err(Refused::NoKey));
        }
        let event = event(Action::AdapterKeyEnded, system, key);
        audit::record(&mut tx, &office.vault, now, None, event).await?;
        tx.commit().await?;
        Ok(Ok(()))
    })
    .await
}

/// Who signs the calls to a system, with a new secret first if `next`.
///
/// # Errors
/// The database's own. The inner error: there is no such system.
pub async fn signer(office: &Office, system: &str, next: bool) -> Result<Result<Signer, Refused>, Error> {
    retried(|| async move {
        let mut tx = office.db.write().await?;
        let Some(id) = systems::find_by_key(&mut tx, system).await? else { return Ok(Err(Refused::NoSystem)) };
        if next {
            store::next_secret(&mut tx, id).await?;
            let details = Details::none().with("system", system);
            let event = Event { action: Action::AdapterSecretMade, case: None, actor: Actor::Operator, details };
            audit::record(&mut tx, &office.vault, office.clock.now_ms(), None, event).await?;
        }
        let round = store::secret_round(&mut tx, id).await?;
        tx.commit().await?;
        Ok(Ok(Signer::new(&office.vault, id, round)?))
    })
    .await
}

fn event(action: Action, system: &str, key: KeyId) -> Event {
    let details = Details::none().with("system", system).with("key", key.to_string());
    Event { action, case: None, actor: Actor::Operator, details }
}

/// Whose key this is.
///
/// # Errors
/// The database's own.
pub async fn owner(office: &Office, written: &str) -> Result<Option<(SystemId, KeyId)>, Error> {
    let Some(token) = written.strip_prefix(PREFIX).and_then(Token::parse) else { return Ok(None) };
    let mut tx = office.db.read().await?;
    Ok(store::find_by_hash(&mut tx, &token.hash(), office.clock.now_ms()).await?)
}
