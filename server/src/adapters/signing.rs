//! Signing what is sent to adapters, so that they know that it is from the portal: as Standard Webhooks (version 1 of the
//! specification), with both of its signatures.
//!
//! `v1` is HMAC-SHA-256 with a secret that the portal and one system share; `v1a` is Ed25519, for which an adapter needs only
//! a public key. Both are over `<webhook-id>.<webhook-timestamp>.<body>`, which does not say for whom it is: so each system
//! has a pair of its own, or one that is called could hand the call on to another as if it were the portal. Nothing of it is stored: secrets and
//! keys are made of the installation's own key, so that they are the same on every node.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use ring::signature::{Ed25519KeyPair, KeyPair};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::error::Error;
use crate::id::SystemId;
use crate::vault::{Key, Vault};

/// What a shared secret begins with when it is written.
const SECRET_PREFIX: &str = "whsec_";
/// The same for a public key.
const PUBLIC_PREFIX: &str = "whpk_";

/// Signs for one system.
pub struct Signer {
    /// The newest secret, and the one before it: an adapter may change from one to the other when it likes.
    secrets: Vec<[u8; 32]>,
    pair: Ed25519KeyPair,
}

impl Signer {
    /// For a system whose secret was made anew `round - 1` times.
    ///
    /// # Errors
    /// The key cannot be made, which no user can mend.
    pub fn new(vault: &Vault, system: SystemId, round: u32) -> Result<Self, Error> {
        let rounds = [Some(round), round.checked_sub(1).filter(|before| *before > 0)];
        let secrets = rounds.into_iter().flatten().map(|round| secret(vault, system, round)).collect();
        Ok(Self { secrets, pair: pair(vault, system)? })
    }

    /// The header `webhook-signature` for a message.
    pub fn signature(&self, id: &str, timestamp_s: i64, body: &[u8]) -> String {
        let mut signed = format!("{id}.{timestamp_s}.").into_bytes();
        signed.extend_from_slice(body);
        let mut signatures: Vec<String> = self.secrets.iter().map(|secret| hmac(secret, &signed)).collect();
        signatures.push(format!("v1a,{}", STANDARD.encode(self.pair.sign(&signed).as_ref())));
        signatures.join(" ")
    }

    /// The newest secret, as the public packages read it.
    pub fn written_secret(&self) -> Zeroizing<String> {
        let newest = self.secrets.first().map(|secret| STANDARD.encode(secret)).unwrap_or_default();
        Zeroizing::new(format!("{SECRET_PREFIX}{newest}"))
    }

    /// The public key of the pair that signs for this system only: a call to one system is no call to another.
    pub fn written_public_key(&self) -> String {
        format!("{PUBLIC_PREFIX}{}", STANDARD.encode(self.pair.public_key().as_ref()))
    }
}

fn hmac(secret: &[u8; 32], signed: &[u8]) -> String {
    // A key shorter than a block is filled up with zeros (RFC 2104), which with a whole block cannot fail.
    let mut block = Zeroizing::new([0; 64]);
    block[..32].copy_from_slice(secret);
    let mut mac = Hmac::<Sha256>::new(&(*block).into());
    mac.update(signed);
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

fn secret(vault: &Vault, system: SystemId, round: u32) -> [u8; 32] {
    let key: Key = vault.adapters().derive("minside webhook secret v1");
    key.mac(&[system.to_string().as_bytes(), &round.to_be_bytes()])
}

fn pair(vault: &Vault, system: SystemId) -> Result<Ed25519KeyPair, Error> {
    let seed =
        Zeroizing::new(vault.adapters().derive("minside webhook ed25519 v1").mac(&[system.to_string().as_bytes()]));
    let failed = |error| Error::Internal(anyhow::anyhow!("the key that signs calls cannot be made: {error}"));
    Ed25519KeyPair::from_seed_unchecked(seed.as_ref()).map_err(failed)
}
