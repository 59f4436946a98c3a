//! The master keys: a small file that wraps every other key.
//!
//! One key per line, as 64 hexadecimal digits; the first is in use, the others open what was wrapped with them and not
//! yet wrapped anew. The file is not in the database and not in its backups: who has only those can read nothing.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use zeroize::Zeroizing;

use super::VaultError;
use super::key::{KEY_BYTES, Key};
use super::seal::Place;
use crate::error::{Damaged, Error};

const COMMENT: &str = "# Master keys of Min side, one per line; the first is in use. Whoever has this file and the \
                       database can read everything: keep them apart.";
/// Hexadecimal digits of a key's id.
const ID_DIGITS: usize = 16;

/// A key as it stands in a table: wrapped, and by which master key.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct WrappedKey {
    /// Which master key opens it.
    pub master_key_id: String,
    /// Nonce and ciphertext.
    pub wrapped: Vec<u8>,
}

/// One master key and the id it is known by, which says nothing about it.
#[derive(Clone)]
struct Master {
    id: String,
    key: Key,
}

impl Master {
    fn new(key: Key) -> Self {
        let id = hexadecimal(&key.derive("minside master key id v1").bytes()[..ID_DIGITS / 2]);
        Self { id, key: key.derive("minside wrapping v1") }
    }
}

/// The master keys of this node, read again when a key turns up that was wrapped by one it does not know.
pub struct MasterKeys {
    file: PathBuf,
    known: RwLock<Vec<Master>>,
}

impl MasterKeys {
    /// Reads the file.
    ///
    /// # Errors
    /// It is missing, cannot be read, or holds something else.
    pub fn read(file: &Path) -> Result<Self, VaultError> {
        let known = read(file)?.into_iter().map(Master::new).collect();
        Ok(Self { file: file.to_path_buf(), known: RwLock::new(known) })
    }

    /// Makes the file with one new key, for the user who runs the program and nobody else.
    ///
    /// # Errors
    /// It is there already, or cannot be written.
    pub fn make(file: &Path) -> Result<Self, VaultError> {
        if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|error| unwritable(file, &error))?;
        }
        write(file, &[Key::random()], OpenOptions::new().create_new(true)).map_err(|error| unwritable(file, &error))?;
        Self::read(file)
    }

    /// Puts a new key before the others, where it is in use from now on. The file is replaced in one step.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn add(&self) -> Result<(), VaultError> {
        let mut keys = vec![Key::random()];
        keys.extend(read(&self.file)?);
        self.replace(&keys)
    }

    /// Takes the key with this id out of the file.
    ///
    /// # Errors
    /// It is not there, is the one in use, or the file cannot be written.
    pub fn forget(&self, id: &str) -> Result<(), VaultError> {
        let keys = read(&self.file)?;
        let ids: Vec<String> = keys.iter().map(|key| Master::new(key.clone()).id).collect();
        match ids.iter().position(|known| known == id) {
            None => Err(VaultError::NoSuchKey { id: id.to_owned(), known: ids.join(", ") }),
            Some(0) => Err(VaultError::KeyInUse { id: id.to_owned() }),
            Some(_) => {
                let kept: Vec<Key> =
                    keys.into_iter().zip(&ids).filter(|(_, known)| *known != id).map(|(key, _)| key).collect();
                self.replace(&kept)
            }
        }
    }

    fn replace(&self, keys: &[Key]) -> Result<(), VaultError> {
        let new = self.file.with_extension("new");
        let replaced = write(&new, keys, OpenOptions::new().create(true).truncate(true))
            .and_then(|()| fs::rename(&new, &self.file))
            .and_then(|()| sync_folder(&self.file));
        replaced.map_err(|error| unwritable(&self.file, &error))?;
        self.reload()
    }

    fn reload(&self) -> Result<(), VaultError> {
        let known = read(&self.file)?.into_iter().map(Master::new).collect();
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = known;
        Ok(())
    }

    /// The id of the key in use, and of those beside it.
    pub fn ids(&self) -> Vec<String> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).iter().map(|master| master.id.clone()).collect()
    }

    /// Wraps a key for one row with the master key in use.
    pub(super) fn wrap(&self, place: Place<'_>, key: &Key) -> Result<WrappedKey, Error> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let master = known.first().ok_or_else(|| Error::Internal(anyhow::anyhow!("there is no master key")))?;
        Ok(WrappedKey { master_key_id: master.id.clone(), wrapped: master.key.seal(place, key.bytes()) })
    }

    /// Unwraps the key of one row.
    ///
    /// # Errors
    /// The row was changed, or no master key that we have opens it.
    pub(super) fn unwrap(&self, place: Place<'_>, wrapped: &WrappedKey) -> Result<Key, Error> {
        let master = match self.find(&wrapped.master_key_id) {
            Some(master) => master,
            // Another node may have taken a new master key into use.
            None => {
                self.reload().map_err(|error| Error::Internal(error.into()))?;
                self.find(&wrapped.master_key_id)
                    .ok_or_else(|| Damaged { column: "master_key_id", ..place.damaged() })?
            }
        };
        let bytes = master.key.open(place, &wrapped.wrapped)?;
        Ok(Key::from_bytes(&bytes).ok_or_else(|| place.damaged())?)
    }

    fn find(&self, id: &str) -> Option<Master> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).iter().find(|master| master.id == id).cloned()
    }
}

fn read(file: &Path) -> Result<Vec<Key>, VaultError> {
    let content = match fs::read_to_string(file) {
        Ok(content) => Zeroizing::new(content),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(VaultError::Missing { file: file.to_path_buf() });
        }
        Err(error) => return Err(VaultError::Unreadable { file: file.to_path_buf(), cause: error.to_string() }),
    };
    let mut keys = Vec::new();
    for (index, line) in content.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        keys.push(parse(line).ok_or_else(|| VaultError::NotAKey { file: file.to_path_buf(), line: index + 1 })?);
    }
    if keys.is_empty() { Err(VaultError::NotAKey { file: file.to_path_buf(), line: 1 }) } else { Ok(keys) }
}

fn parse(line: &str) -> Option<Key> {
    if line.len() != 2 * KEY_BYTES || !line.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let digits = line.as_bytes().chunks(2);
    let bytes: Option<Vec<u8>> =
        digits.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect();
    Key::from_bytes(&Zeroizing::new(bytes?))
}

/// Writes the file and waits until it is on the disk: a key that is lost loses everything it wraps.
fn write(file: &Path, keys: &[Key], options: &mut OpenOptions) -> io::Result<()> {
    let mut out = options.write(true).mode(0o600).open(file)?;
    let mut content = Zeroizing::new(format!("{COMMENT}\n"));
    for key in keys {
        content.push_str(&Zeroizing::new(hexadecimal(key.bytes())));
        content.push('\n');
    }
    out.write_all(content.as_bytes())?;
    out.sync_all()?;
    sync_folder(file)
}

fn sync_folder(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unwritable(file: &Path, error: &io::Error) -> VaultError {
    VaultError::Unwritable { file: file.to_path_buf(), cause: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place<'_> = Place { table: "case_key", column: "wrapped", row: "1" };

    #[test]
    fn a_file_is_made_once_and_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("keys/master.key");
        assert!(matches!(MasterKeys::read(&file), Err(VaultError::Missing { .. })));
        let made = MasterKeys::make(&file).unwrap();
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(MasterKeys::read(&file).unwrap().ids(), made.ids());
        assert!(matches!(MasterKeys::make(&file), Err(VaultError::Unwritable { .. })), "never over another");
    }

    #[test]
    fn a_new_key_is_used_and_the_old_one_still_opens_until_it_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("master.key");
        let keys = MasterKeys::make(&file).unwrap();
        let other_node = MasterKeys::read(&file).unwrap();
        let key = Key::random();
        let old = keys.wrap(PLACE, &key).unwrap();
        keys.add().unwrap();
        let new = keys.wrap(PLACE, &key).unwrap();
        assert_ne!(old.master_key_id, new.master_key_id);
        for wrapped in [&old, &new] {
            assert_eq!(keys.unwrap(PLACE, wrapped).unwrap().bytes(), key.bytes());
            assert_eq!(other_node.unwrap(PLACE, wrapped).unwrap().bytes(), key.bytes(), "it reads the file again");
        }
        assert!(matches!(keys.forget(&new.master_key_id), Err(VaultError::KeyInUse { .. })));
        assert!(matches!(keys.forget("0123"), Err(VaultError::NoSuchKey { .. })));
        keys.forget(&old.master_key_id).unwrap();
        assert_eq!(
            keys.unwrap(PLACE, &old).unwrap_err().to_string(),
            "case_key.master_key_id of the row 1 is not what minside wrote there"
        );
        assert!(keys.unwrap(PLACE, &new).is_ok());
    }

    #[test]
    fn a_file_that_holds_something_else_is_refused_without_repeating_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("master.key");
        for content in ["", "# nothing", "hemmelig", &"0".repeat(63), &format!("{}\nx", "0".repeat(64))] {
            fs::write(&file, content).unwrap();
            let Err(error) = MasterKeys::read(&file) else { panic!("{content}") };
            assert!(matches!(error, VaultError::NotAKey { .. }), "{error}");
            assert!(!error.to_string().contains("hemmelig"));
        }
    }
}
