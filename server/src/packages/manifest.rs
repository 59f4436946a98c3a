//! The signed manifest: by it somebody else can see that a file is what the municipality gave, and nothing more
//! (eForvaltningsforskriften § 12). It holds no name of anything: paths stand there as keyed hashes, whose key is in the
//! package.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::civil::Date;
use ring::hmac;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error as ThisError;
use zeroize::Zeroizing;

use super::bag::Entry;
use crate::error::Error;
use crate::hexadecimal;
use crate::vault::Vault;

/// Bytes of a signature (RFC 8032).
const SIGNATURE_BYTES: usize = 64;

/// What is signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// 1.
    pub version: u32,
    /// Who gave the package.
    pub controller: String,
    /// Their nine digits, if they have said them.
    pub organisation_number: Option<String>,
    /// The day in Oslo on which it was made.
    pub made_on: Date,
    /// Which key signs it (RFC 7638).
    pub key: String,
    /// Every file.
    pub files: Vec<Signed>,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signed {
    /// HMAC-SHA-256 of its path with the `path_key` of `index.json`, in hexadecimal digits.
    pub path_hmac: String,
    /// SHA-256 of the file, in hexadecimal digits.
    pub sha256: String,
    /// The size of the file.
    pub size_bytes: u64,
}

/// Why a manifest is not ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ThisError)]
pub enum NotOurs {
    /// It is no manifest.
    #[error("this is no manifest")]
    NoManifest,
    /// It names a key that is not ours.
    #[error("it names a key that is not ours")]
    OtherKey,
    /// It was changed, or somebody else has signed it.
    #[error("the signature does not fit")]
    Signature,
}

/// Signs manifests.
pub struct Signer(Ed25519KeyPair);

impl Signer {
    /// With the installation's key.
    ///
    /// # Errors
    /// The key cannot be made, which no user can mend.
    pub fn new(vault: &Vault) -> Result<Self, Error> {
        let seed = Zeroizing::new(vault.packages().derive("minside package ed25519 v1").mac(&[]));
        let failed = |error| Error::Internal(anyhow::anyhow!("the key that signs packages cannot be made: {error}"));
        Ok(Self(Ed25519KeyPair::from_seed_unchecked(seed.as_ref()).map_err(failed)?))
    }

    /// The name of the key: its thumbprint (RFC 7638).
    pub fn key_id(&self) -> String {
        // The members that count, in the order of their names.
        let members = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, self.x());
        URL_SAFE_NO_PAD.encode(Sha256::digest(members.as_bytes()))
    }

    /// The public key as a set of keys (RFC 7517, RFC 8037).
    pub fn key_set(&self) -> serde_json::Value {
        serde_json::json!({"keys": [{
            "kty": "OKP", "crv": "Ed25519", "x": self.x(), "kid": self.key_id(), "use": "sig", "alg": "EdDSA",
        }]})
    }

    fn x(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.public_key().as_ref())
    }

    /// The signature of these bytes: 64 bytes (RFC 8032).
    pub fn sign(&self, bytes: &[u8]) -> Vec<u8> {
        self.0.sign(bytes).as_ref().to_vec()
    }

    /// The manifest that these bytes are, if we have signed them.
    ///
    /// # Errors
    /// Why it is not ours.
    pub fn verify(&self, bytes: &[u8], signature: &[u8]) -> Result<Manifest, NotOurs> {
        let manifest: Manifest = serde_json::from_slice(bytes).map_err(|_| NotOurs::NoManifest)?;
        if manifest.version != 1 {
            return Err(NotOurs::NoManifest);
        }
        if manifest.key != self.key_id() {
            return Err(NotOurs::OtherKey);
        }
        let key = UnparsedPublicKey::new(&ED25519, self.0.public_key().as_ref());
        let fits = signature.len() == SIGNATURE_BYTES && key.verify(bytes, signature).is_ok();
        if fits { Ok(manifest) } else { Err(NotOurs::Signature) }
    }
}

impl Manifest {
    /// Of these files; `path_key` hides their names.
    pub fn new(
        signer: &Signer,
        controller: &str,
        organisation_number: Option<&str>,
        made_on: Date,
        path_key: &[u8],
        files: impl Iterator<Item = Entry>,
    ) -> Self {
        let path_key = hmac::Key::new(hmac::HMAC_SHA256, path_key);
        let signed = |Entry { path, sha256, size_bytes }: Entry| Signed {
            path_hmac: hexadecimal::write(hmac::sign(&path_key, path.as_bytes()).as_ref()),
            sha256: hexadecimal::write(&sha256),
            size_bytes,
        };
        let mut files: Vec<Signed> = files.map(signed).collect();
        // In the order of the hashes: the order of the names would tell of them.
        files.sort_by(|one, other| one.path_hmac.cmp(&other.path_hmac));
        let organisation_number = organisation_number.map(str::to_owned);
        let controller = controller.to_owned();
        Self { version: 1, controller, organisation_number, made_on, key: signer.key_id(), files }
    }

    /// The file with these bytes.
    pub fn file(&self, sha256: &[u8]) -> Option<&Signed> {
        let wanted = hexadecimal::write(sha256);
        self.files.iter().find(|file| file.sha256 == wanted)
    }
}
