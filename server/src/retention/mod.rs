//! Deleting for good what is over its time.
//!
//! Deleting a case deletes its key, so that what it sealed cannot be read again in old backups either. Files are deleted
//! after the row that names them: one that is left by a crash belongs to nothing and is swept.

mod purge;

pub use purge::{NotPurged, purge_case, purge_person};
