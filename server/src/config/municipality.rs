//! `[municipality]`: whose portal this is.

use std::collections::BTreeMap;
use std::path::Path;

use app::model::{Municipality, Ombud};
use app::words::Language;
use url::Url;

use super::Sources;
use crate::organisation_number::{NoOrganisationNumber, OrganisationNumber};
use crate::subjects::identity_number::Deployment;

/// The largest logo or theme.
const LARGEST_FILE_BYTES: u64 = 256 * 1024;

/// A file that the municipality brings along, read when the program starts.
#[derive(Clone, Debug)]
pub struct OwnFile {
    /// For example `image/svg+xml`.
    pub media_type: &'static str,
    /// The extension of its name.
    pub extension: &'static str,
    /// The whole file.
    pub content: Vec<u8>,
}

/// `[municipality]`
#[derive(Clone, Debug)]
pub struct MunicipalitySettings {
    /// What pages show, without the logo, which gets its address when it is served.
    pub shown: Municipality,
    /// The municipality's mark.
    pub logo: Option<OwnFile>,
    /// Its colours.
    pub theme: Option<OwnFile>,
    /// For those whose own language is not known.
    pub default_language: Language,
}

impl MunicipalitySettings {
    /// Whether people here may be made up.
    pub fn deployment(&self) -> Deployment {
        if self.shown.test { Deployment::Test } else { Deployment::Production }
    }
}

pub(super) fn read(sources: &mut Sources) -> MunicipalitySettings {
    let logo = own_file(sources, "municipality.logo_file", &[("svg", "image/svg+xml"), ("png", "image/png")]);
    let theme = own_file(sources, "municipality.theme_file", &[("css", "text/css; charset=utf-8")]);
    let ombud = Ombud {
        name: sources.text("municipality.ombud_name"),
        email: email(sources, "municipality.ombud_email"),
        phone: sources.text("municipality.ombud_phone"),
    };
    let mut complaint = BTreeMap::new();
    for (tag, key) in
        [("nb", "municipality.complaint_nb"), ("nn", "municipality.complaint_nn"), ("en", "municipality.complaint_en")]
    {
        if let Some(text) = sources.text(key) {
            complaint.insert(tag.to_owned(), text);
        }
    }
    let shown = Municipality {
        name: name(sources),
        organisation_number: organisation_number(sources),
        ombud,
        logo: None,
        complaint,
        accessibility_statement: web_address(sources, "municipality.accessibility_statement"),
        public_journal: web_address(sources, "municipality.public_journal"),
        test: sources.parse("municipality.test", "true or false").unwrap_or(false),
    };
    MunicipalitySettings { shown, logo, theme, default_language: default_language(sources) }
}

fn name(sources: &mut Sources) -> String {
    sources.text("municipality.name").unwrap_or_else(|| {
        sources.note("municipality.name", "is empty; every page shows it");
        String::new()
    })
}

fn organisation_number(sources: &mut Sources) -> Option<String> {
    const KEY: &str = "municipality.organisation_number";
    let text = sources.text(KEY)?;
    match text.parse::<OrganisationNumber>() {
        Ok(number) => Some(number.to_string()),
        Err(NoOrganisationNumber) => {
            let place = sources.place(KEY);
            sources.note(
                KEY,
                format!("«{text}» is not an organisation number: nine digits, the last a control digit ({place})"),
            );
            None
        }
    }
}

fn email(sources: &mut Sources, key: &str) -> Option<String> {
    let text = sources.text(key)?;
    let fits = text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !text.contains(|c: char| c.is_whitespace() || "<>\"'?&".contains(c))
    });
    if !fits {
        let place = sources.place(key);
        sources.note(key, format!("«{text}» is not an e-mail address ({place})"));
    }
    fits.then_some(text)
}

fn web_address(sources: &mut Sources, key: &str) -> Option<String> {
    let url: Url = sources.parse(key, "an address with https://")?;
    if !["https", "http"].contains(&url.scheme()) {
        let place = sources.place(key);
        sources.note(key, format!("«{url}» is not an address that a browser can open ({place})"));
        return None;
    }
    Some(url.into())
}

fn default_language(sources: &mut Sources) -> Language {
    const KEY: &str = "municipality.default_language";
    let text = sources.text(KEY).unwrap_or_default();
    match Language::ALL.into_iter().find(|language| language.tag() == text && language.is_complete()) {
        Some(language) => language,
        None => {
            let place = sources.place(KEY);
            sources.note(KEY, format!("«{text}» is not a language that every page exists in ({place})"));
            app::words::FALLBACK
        }
    }
}

fn own_file(sources: &mut Sources, key: &str, kinds: &[(&'static str, &'static str)]) -> Option<OwnFile> {
    let text = sources.text(key)?;
    let path = Path::new(&text);
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_ascii_lowercase();
    let Some((extension, media_type)) = kinds.iter().find(|(known, _)| *known == extension) else {
        let known: Vec<&str> = kinds.iter().map(|(known, _)| *known).collect();
        sources.note(key, format!("{text} must be a file that ends in .{}", known.join(" or .")));
        return None;
    };
    match std::fs::metadata(path) {
        Ok(about) if about.len() > LARGEST_FILE_BYTES => {
            sources.note(key, format!("{text} is larger than {} KiB", LARGEST_FILE_BYTES / 1024));
            return None;
        }
        _ => {}
    }
    match std::fs::read(path) {
        Ok(content) => Some(OwnFile { media_type, extension, content }),
        Err(error) => {
            sources.note(key, format!("{text} cannot be read: {error}"));
            None
        }
    }
}
