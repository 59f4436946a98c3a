//! Every text that a person can see, in every language.
//!
//! Translators edit the `.ftl` files beside this one ([Fluent](https://projectfluent.org)); `build.rs` turns each text
//! into a method of [`Words`] and refuses languages that do not fit together. Texts without values cost nothing at
//! run time.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::model::CivilDate;

/// The generated half. A text that nothing uses fails the build here.
#[deny(dead_code)]
mod generated {
    use super::{FluentValue, Words};
    include!(concat!(env!("OUT_DIR"), "/words.rs"));

    pub(super) fn source(language: Language) -> &'static str {
        texts_with_values(language)
    }
}

pub(crate) use generated::Area;
pub use generated::{Language, named};

/// The language whose texts are shown where another lacks them.
pub const FALLBACK: Language = Language::Nb;

impl Language {
    /// The language with this tag, also where the tag names a region (`en-GB`) or Norwegian in general (`no`).
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?.to_ascii_lowercase();
        let primary = if primary == "no" { FALLBACK.tag() } else { &primary };
        Self::ALL.into_iter().find(|language| language.tag() == primary)
    }

    /// What the language calls itself.
    pub fn name(self) -> &'static str {
        Words(self).language_name()
    }
}

/// The texts in one language; each text is a method.
#[derive(Clone, Copy, Debug)]
pub struct Words(pub Language);

impl Words {
    /// The language in which the texts of this area are really shown.
    pub(crate) fn language_of(self, area: Area) -> Language {
        if self.0.has(area) { self.0 } else { FALLBACK }
    }

    /// The language of what the municipality says of its systems, where the page is in another.
    pub(crate) fn norwegian(self) -> Option<&'static str> {
        (!matches!(self.0, Language::Nb | Language::Nn)).then_some("no")
    }

    /// A date in words, for example «tirsdag 7. april 2026».
    pub fn date(self, date: CivilDate) -> String {
        let CivilDate { year, month, day, weekday } = date;
        self.dates_long(named::DatesLong { weekday, day, month, year })
    }

    /// A size as people read it, for example «24 MB»: never smaller than it is.
    pub(crate) fn size(self, bytes: u64) -> String {
        let (unit, of) = match bytes {
            0..1_000_000 => ("kB", 1_000),
            1_000_000..1_000_000_000 => ("MB", 1_000_000),
            _ => ("GB", 1_000_000_000),
        };
        self.case_size(named::CaseSize { number: bytes.div_ceil(of), unit })
    }

    fn with_values<const N: usize>(
        self,
        area: Area,
        id: &'static str,
        values: [(&'static str, FluentValue<'_>); N],
    ) -> String {
        let bundle = bundle(self.language_of(area));
        let arguments: FluentArgs<'_> = values.into_iter().collect();
        let pattern = bundle.get_message(id).and_then(|message| message.value());
        let mut errors = Vec::new();
        match pattern {
            Some(pattern) => bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned(),
            // build.rs has seen every text in every language, so that this cannot be reached.
            None => id.to_owned(),
        }
    }
}

fn bundle(language: Language) -> &'static FluentBundle<FluentResource> {
    static BUNDLES: LazyLock<Vec<FluentBundle<FluentResource>>> =
        LazyLock::new(|| Language::ALL.into_iter().map(load).collect());
    &BUNDLES[language as usize]
}

fn load(language: Language) -> FluentBundle<FluentResource> {
    let tag: LanguageIdentifier = language.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    // The marks are meant for mixed directions of writing; screen readers and searches stumble over them.
    bundle.set_use_isolating(false);
    let (Ok(resource) | Err((resource, _))) = FluentResource::try_new(generated::source(language).to_owned());
    bundle.add_resource_overriding(resource);
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    const TUESDAY: CivilDate = CivilDate { year: 2026, month: 4, day: 7, weekday: 2 };

    #[test]
    fn dates_are_written_as_each_language_writes_them() {
        assert_eq!(Words(Language::Nb).date(TUESDAY), "tirsdag 7. april 2026");
        assert_eq!(Words(Language::Nn).date(TUESDAY), "tysdag 7. april 2026");
        assert_eq!(Words(Language::En).date(TUESDAY), "Tuesday 7 April 2026");
    }

    #[test]
    fn every_weekday_and_month_has_its_own_name() {
        for language in Language::ALL {
            let weekdays: std::collections::BTreeSet<String> =
                (1..=7).map(|weekday| Words(language).date(CivilDate { weekday, ..TUESDAY })).collect();
            let months: std::collections::BTreeSet<String> =
                (1..=12).map(|month| Words(language).date(CivilDate { month, ..TUESDAY })).collect();
            assert_eq!((weekdays.len(), months.len()), (7, 12), "{language:?}");
        }
    }

    #[test]
    fn plural_forms_follow_the_language() {
        assert_eq!(Words(Language::Nb).register_total(1), "Kommunen har 1 system.");
        assert_eq!(Words(Language::Nb).register_total(24), "Kommunen har 24 systemer.");
        assert_eq!(Words(Language::En).register_total(1), "The municipality has 1 system.");
        assert_eq!(Words(Language::En).register_total(0), "The municipality has 0 systems.");
        assert_eq!(Words(Language::Nb).form_summary(1), "Én ting må rettes før du kan gå videre");
    }

    #[test]
    fn sizes_are_round_and_never_nothing() {
        let size = |bytes| Words(Language::Nb).size(bytes);
        assert_eq!([size(1), size(23_400_000), size(1_000_000_000)], ["1 kB", "24 MB", "1 GB"]);
    }

    #[test]
    fn a_language_that_lacks_a_page_falls_back_and_knows_it() {
        let se = Words(Language::Se);
        assert_eq!(se.language_of(Area::Front), Language::Nb);
        assert_eq!(se.front_title(), Words(Language::Nb).front_title());
        assert!(!Language::Se.is_complete());
        assert_eq!(Language::Se.name(), "Davvisámegiella");
    }

    #[test]
    fn tags_are_understood_in_the_forms_that_browsers_and_login_providers_send() {
        assert_eq!(Language::from_tag("nb-NO"), Some(Language::Nb));
        assert_eq!(Language::from_tag("no"), Some(Language::Nb));
        assert_eq!(Language::from_tag("EN_gb"), Some(Language::En));
        assert_eq!(Language::from_tag("se"), Some(Language::Se));
        assert_eq!(Language::from_tag("sv"), None);
        assert_eq!(Language::from_tag(""), None);
    }
}
