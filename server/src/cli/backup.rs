//! `minside backup` and `minside restore`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::run::block_on;
use super::say;
use crate::backup::{backup, keys_file, restore};
use crate::config::Settings;

pub(super) fn make(settings: &Settings, file: &Path) -> ExitCode {
    block_on(async {
        backup(&settings.database, file).await?;
        say(format_args!("The data are in {}.", file.display()));
        say(format_args!(
            "The keys are in {}. Keep them apart from the data, and only the newest: whoever deletes a key deletes what \
             it sealed.",
            keys_file(file).display()
        ));
        say(format_args!(
            "Not in it: the files in {} (copy them after this), and the master key in {}.",
            settings.vault.blobs.shown(),
            settings.vault.master_key_file.display()
        ));
        Ok(())
    })
}

pub(super) fn bring_back(settings: &Settings, file: &Path, keys: Option<PathBuf>) -> ExitCode {
    block_on(async {
        let keys = keys.unwrap_or_else(|| keys_file(file));
        let restored = restore(&settings.database, file, &keys).await?;
        say(format_args!("The database is restored, with {} keys.", restored.keys));
        if restored.deleted_cases + restored.deleted_people > 0 {
            say(format_args!(
                "Deleted since the backup was made, and deleted again: {} cases, {} people.",
                restored.deleted_cases, restored.deleted_people
            ));
        }
        Ok(())
    })
}
