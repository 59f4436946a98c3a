//! The master keys: a small file that wraps every other key.
//!
//! One key per line, as 64 hexadecimal digits; the first is in use, the others open what was wrapped with them and not
//! yet wrapped anew. The file is not in the database and not in its backups: who has only those can read nothing.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, chown};
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use zeroize::Zeroizing;

use super::VaultError;
use super::key::{KEY_BYTES, Key};
use super::seal::Place;
use crate::error::{Damaged, Error};
use crate::hexadecimal;

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
        let id = hexadecimal::write(&key.derive("minside master key id v1").bytes()[..ID_DIGITS / 2]);
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
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
        made.and_then(|mut out| write(&mut out, &[Key::random()]))
            .and_then(|()| sync_folder(file))
            .map_err(|error| unwritable(file, &error))?;
        Self::read(file)
    }

    /// Puts a new key before the others, where it is in use from now on.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn add(&self) -> Result<(), VaultError> {
        self.change(|mut keys| {
            keys.insert(0, Key::random());
            Ok(keys)
        })
    }

    /// Takes the key with this id out of the file.
    ///
    /// # Errors
    /// It is not there, is the one in use, or the file cannot be written.
    pub fn forget(&self, id: &str) -> Result<(), VaultError> {
        self.change(|mut keys| {
            let ids: Vec<String> = keys.iter().map(|key| Master::new(key.clone()).id).collect();
            match ids.iter().position(|known| known == id) {
                None => Err(VaultError::NoSuchKey { id: id.to_owned(), known: ids.join(", ") }),
                Some(0) => Err(VaultError::KeyInUse { id: id.to_owned() }),
                Some(index) => {
                    keys.remove(index);
                    Ok(keys)
                }
            }
        })
    }

    /// Replaces the file in one step. The new one, which only one at a time can make, is also the lock: keys that another
    /// adds at the same moment would be lost, and with them everything that they wrap.
    fn change(&self, change: impl FnOnce(Vec<Key>) -> Result<Vec<Key>, VaultError>) -> Result<(), VaultError> {
        let failed = |error: io::Error| unwritable(&self.file, &error);
        let file = fs::canonicalize(&self.file).map_err(failed)?;
        let mut new = file.clone().into_os_string();
        new.push(".new");
        let new = PathBuf::from(new);
        let mut out = match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&new) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(VaultError::BeingChanged { file: new });
            }
            out => out.map_err(failed)?,
        };
        let changed = read(&file).and_then(change).and_then(|keys| {
            write(&mut out, &keys)
                // Whoever runs this, the portal must go on reading it.
                .and_then(|()| fs::metadata(&file))
                .and_then(|old| chown(&new, Some(old.uid()), Some(old.gid())))
                .and_then(|()| fs::rename(&new, &file))
                .and_then(|()| sync_folder(&file))
                .map_err(failed)
        });
        if changed.is_err() {
            let _ = fs::remove_file(&new);
        }
        changed?;
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

    /// The id of the key that is in use according to the file.
    pub(super) fn first(&self) -> Result<String, Error> {
        let first = self.ids().into_iter().next();
        first.ok_or_else(|| Error::Internal(anyhow::anyhow!("there is no master key")))
    }

    /// Wraps a key for one row with the master key that has this id.
    ///
    /// # Errors
    /// [`VaultError::WrongKey`] where no file that we can read has it.
    pub(super) fn wrap(&self, master_key_id: &str, place: Place<'_>, key: &Key) -> Result<WrappedKey, Error> {
        let master = self.find_or_reload(master_key_id)?;
        Ok(WrappedKey { master_key_id: master.id, wrapped: master.key.seal(place, key.bytes()) })
    }

    /// Unwraps the key of one row.
    ///
    /// # Errors
    /// The row was changed, or no master key that we have opens it.
    pub(super) fn unwrap(&self, place: Place<'_>, wrapped: &WrappedKey) -> Result<Key, Error> {
        let master = match self.find_or_reload(&wrapped.master_key_id) {
            // Told apart from a master key that is missing: no file ever held one with such an id.
            Err(_) if !is_id(&wrapped.master_key_id) => {
                return Err(Damaged { column: "master_key_id", ..place.damaged() }.into());
            }
            master => master?,
        };
        let bytes = master.key.open(place, &wrapped.wrapped)?;
        Ok(Key::from_bytes(&bytes).ok_or_else(|| place.damaged())?)
    }

    fn find_or_reload(&self, id: &str) -> Result<Master, Error> {
        if let Some(master) = self.find(id) {
            return Ok(master);
        }
        // Another node may have taken a new master key into use.
        self.reload().map_err(|error| Error::Internal(error.into()))?;
        self.find(id).ok_or_else(|| {
            let (file, wanted, known) = (self.file.clone(), id.to_owned(), self.ids().join(", "));
            Error::Internal(VaultError::WrongKey { file, wanted, known }.into())
        })
    }

    fn find(&self, id: &str) -> Option<Master> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).iter().find(|master| master.id == id).cloned()
    }
}

fn read(file: &Path) -> Result<Vec<Key>, VaultError> {
    let content = match fs::read(file).map(Zeroizing::new) {
        Ok(bytes) => match std::str::from_utf8(&bytes) {
            Ok(content) => Zeroizing::new(content.to_owned()),
            Err(_) => return Err(VaultError::NotAKey { file: file.to_path_buf(), line: 1 }),
        },
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
        let key = hexadecimal::read::<KEY_BYTES>(line).and_then(|bytes| Key::from_bytes(bytes.as_ref()));
        keys.push(key.ok_or_else(|| VaultError::NotAKey { file: file.to_path_buf(), line: index + 1 })?);
    }
    if keys.is_empty() { Err(VaultError::NotAKey { file: file.to_path_buf(), line: 1 }) } else { Ok(keys) }
}

/// Writes the file and waits until it is on the disk: a key that is lost loses everything it wraps.
fn write(out: &mut File, keys: &[Key]) -> io::Result<()> {
    let mut content = Zeroizing::new(format!("{COMMENT}\n"));
    for key in keys {
        content.push_str(&Zeroizing::new(hexadecimal::write(key.bytes())));
        content.push('\n');
    }
    out.write_all(content.as_bytes())?;
    out.sync_all()
}

fn sync_folder(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

fn is_id(text: &str) -> bool {
    hexadecimal::read::<{ ID_DIGITS / 2 }>(text).is_some()
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
        let old = keys.wrap(&keys.first().unwrap(), PLACE, &key).unwrap();
        keys.add().unwrap();
        let new = keys.wrap(&keys.first().unwrap(), PLACE, &key).unwrap();
        assert_ne!(old.master_key_id, new.master_key_id);
        for wrapped in [&old, &new] {
            assert_eq!(keys.unwrap(PLACE, wrapped).unwrap().bytes(), key.bytes());
            assert_eq!(other_node.unwrap(PLACE, wrapped).unwrap().bytes(), key.bytes(), "it reads the file again");
        }
        assert!(matches!(keys.forget(&new.master_key_id), Err(VaultError::KeyInUse { .. })));
        assert!(matches!(keys.forget("0123"), Err(VaultError::NoSuchKey { .. })));
        keys.forget(&old.master_key_id).unwrap();
        let missing = keys.unwrap(PLACE, &old).unwrap_err().to_string();
        assert!(missing.contains("do not open this database"), "{missing}");
        let edited = WrappedKey { master_key_id: "edited".to_owned(), ..new.clone() };
        let damaged = "case_key.master_key_id of the row 1 is not what minside wrote there";
        assert_eq!(keys.unwrap(PLACE, &edited).unwrap_err().to_string(), damaged);
        assert!(keys.unwrap(PLACE, &new).is_ok());
    }

    #[test]
    fn two_who_change_the_file_at_once_lose_no_key() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("master.key");
        let keys = MasterKeys::make(&file).unwrap();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| while MasterKeys::read(&file).unwrap().add().is_err() {});
            }
        });
        assert_eq!(read(&file).unwrap().len(), 9);
        assert_eq!(MasterKeys::read(&file).unwrap().ids().last(), keys.ids().first());
        // What somebody who was killed has left is told, not overwritten.
        fs::write(folder.path().join("master.key.new"), "").unwrap();
        assert!(matches!(keys.add(), Err(VaultError::BeingChanged { .. })));
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
