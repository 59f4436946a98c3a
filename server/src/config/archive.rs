//! `[archive]`: what the municipality's archive is told of what it gets.

use super::Sources;

/// `[archive]`
#[derive(Clone, Debug)]
pub struct ArchiveSettings {
    /// The code of the part of the archive (arkivdel) that cases go to; `None` = the archive knows.
    pub part: Option<String>,
    /// The system that the class is of, where the archive has several.
    pub class_system: Option<String>,
    /// The class that cases are filed under.
    pub class: Option<String>,
    /// The code of who may see them.
    pub access_code: String,
    /// The law that says so.
    pub access_basis: String,
}

pub(super) fn read(sources: &mut Sources) -> ArchiveSettings {
    let (class_system, class) = (sources.text("archive.class_system"), sources.text("archive.class"));
    if class_system.is_some() && class.is_none() {
        sources.note("archive.class_system", "is set, and archive.class is empty");
    }
    ArchiveSettings {
        part: sources.text("archive.part"),
        class_system,
        class,
        access_code: demanded(sources, "archive.access_code"),
        access_basis: demanded(sources, "archive.access_basis"),
    }
}

fn demanded(sources: &mut Sources, key: &str) -> String {
    sources.text(key).unwrap_or_else(|| {
        sources.note(key, "is empty; without it the archive would let everybody see who has asked");
        String::new()
    })
}
