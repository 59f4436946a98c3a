//! The message of one document, as Fiks Arkiv takes it: `no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett`.
//!
//! The order of the elements is the schema's (github.com/ks-no/fiks-arkiv-specification, `Schema/V1`). Only what
//! arkivforskrifta § 15 asks for is written, and what an archive must have to find the case again: its own numbers, classes
//! and states are the archive's to give. `docs/archive/arkivmelding.xsd` describes what is written here.

use std::io;

use jiff::{Timestamp, Zoned};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesStart, BytesText, Event};

use crate::cases::deadline::in_oslo;
use crate::config::ArchiveSettings;

/// What the archive knows this portal by.
const SYSTEM: &str = "Min side";
const NAMESPACE: &str = "https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/arkivmelding/opprett/v1";
const CATALOGUE: &str = "https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/metadatakatalog/v1";
const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// A code of one of Noark 5's lists, with what it means.
#[derive(Clone, Copy)]
pub(super) struct Code(pub &'static str, pub &'static str);

/// From whom to whom a document went (Noark 5 M082).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// From the person.
    In,
    /// To the person.
    Out,
    /// Within the municipality.
    Within,
}

/// The case that a document belongs to.
pub(super) struct Folder<'a> {
    pub reference: &'a str,
    pub title: &'a str,
    pub received_at: i64,
    pub unit: &'a str,
    /// Whom it is about: the label that stands for a name, which the portal does not have, and the national id.
    pub subject: (&'a str, &'a str),
    /// Who sent it in.
    pub filer: (&'a str, &'a str),
    /// The municipality, with its organisation number.
    pub municipality: (&'a str, Option<&'a str>),
}

/// One document with its files.
pub(super) struct Registration<'a> {
    /// From 1 in the case.
    pub number: i64,
    pub title: &'a str,
    /// What everybody may read in the journal.
    pub public_title: &'a str,
    pub way: Way,
    pub kind: Code,
    /// When it came in, was sent or was made.
    pub at: i64,
    /// When this is written.
    pub now: i64,
    pub files: &'a [Described],
}

/// A file beside the message.
pub(super) struct Described {
    pub title: String,
    /// As it was called where it came from.
    pub name: String,
    /// What it is called beside the message.
    pub path: String,
    pub media_type: String,
    pub size_bytes: u64,
    /// SHA-256 (FIPS 180-4), in hexadecimal.
    pub sha256: String,
}

/// The message, with the folder itself where it is the first of its case.
pub(super) fn message(
    settings: &ArchiveSettings,
    folder: &Folder<'_>,
    registration: &Registration<'_>,
) -> io::Result<Vec<u8>> {
    let mut xml = Xml(Writer::new_with_indent(Vec::new(), b' ', 2));
    xml.0.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let attributes = [("xmlns", NAMESPACE), ("xmlns:mdk", CATALOGUE), ("xmlns:xsi", INSTANCE)];
    xml.within("arkivmelding", &attributes, |xml| {
        xml.text("system", SYSTEM)?;
        xml.text("antallFiler", &registration.files.len().to_string())?;
        if registration.number == 1 {
            xml.within("mappe", &[("xsi:type", "saksmappe")], |xml| case_folder(xml, settings, folder))?;
        }
        xml.within("registrering", &[("xsi:type", "journalpost")], |xml| {
            journal_entry(xml, settings, folder, registration)
        })
    })?;
    let mut written = xml.0.into_inner();
    written.push(b'\n');
    Ok(written)
}

fn case_folder(xml: &mut Xml, settings: &ArchiveSettings, folder: &Folder<'_>) -> io::Result<()> {
    let received = in_oslo_at(folder.received_at);
    xml.text("tittel", folder.title)?;
    xml.text("offentligTittel", folder.title)?;
    xml.text("opprettetDato", &instant(&received))?;
    if let Some(part) = &settings.part {
        xml.within("arkivdel", &[], |xml| xml.text("mdk:kode", part))?;
    }
    let (name, number) = folder.subject;
    xml.within("part", &[], |xml| {
        xml.text("partNavn", name)?;
        xml.code("partRolle", Code("K", "Klient"))?;
        xml.within("personID", &[], |xml| {
            xml.text("landkode", "NO")?;
            xml.text("identifikator", number)
        })?;
        xml.text("erSkjermet", "true")
    })?;
    shielded(xml, settings)?;
    if let Some(class) = &settings.class {
        xml.within("klassifikasjon", &[], |xml| {
            if let Some(system) = &settings.class_system {
                xml.text("klassifikasjonssystemID", system)?;
            }
            xml.text("klasseID", class)
        })?;
    }
    xml.key("referanseEksternNoekkel", folder.reference)?;
    xml.text("saksdato", &received.date().to_string())?;
    xml.text("administrativEnhet", folder.unit)
}

fn journal_entry(
    xml: &mut Xml,
    settings: &ArchiveSettings,
    folder: &Folder<'_>,
    registration: &Registration<'_>,
) -> io::Result<()> {
    let Registration { number, title, public_title, way, kind, at, now, files } = *registration;
    let (at, now) = (in_oslo_at(at), in_oslo_at(now));
    xml.text("opprettetDato", &instant(&at))?;
    xml.within("referanseForelderMappe", &[], |xml| xml.key("mdk:referanseEksternNoekkel", folder.reference))?;
    shielded(xml, settings)?;
    for (index, file) in (1..).zip(files) {
        xml.within("dokumentbeskrivelse", &[], |xml| described(xml, index, kind, file))?;
    }
    xml.text("tittel", title)?;
    xml.text("offentligTittel", public_title)?;
    correspondents(xml, folder, way)?;
    xml.key("referanseEksternNoekkel", &format!("{}/{number}", folder.reference))?;
    xml.code(
        "journalposttype",
        match way {
            Way::In => Code("I", "Inngående dokument"),
            Way::Out => Code("U", "Utgående dokument"),
            Way::Within => Code("X", "Organinternt dokument uten oppfølging"),
        },
    )?;
    xml.text("journaldato", &now.date().to_string())?;
    xml.text("dokumentetsDato", &at.date().to_string())?;
    match way {
        Way::In => xml.text("mottattDato", &instant(&at))?,
        Way::Out => xml.text("sendtDato", &instant(&at))?,
        Way::Within => {}
    }
    xml.text("antallVedlegg", &files.len().saturating_sub(1).to_string())
}

fn described(xml: &mut Xml, index: usize, kind: Code, file: &Described) -> io::Result<()> {
    let is_main = index == 1;
    xml.code("dokumenttype", if is_main { kind } else { Code("VEDLEGG", "Vedlegg") })?;
    xml.code("dokumentstatus", Code("F", "Dokumentet er ferdigstilt"))?;
    xml.text("tittel", &file.title)?;
    xml.code("tilknyttetRegistreringSom", if is_main { Code("H", "Hoveddokument") } else { Code("V", "Vedlegg") })?;
    xml.text("dokumentnummer", &index.to_string())?;
    xml.within("dokumentobjekt", &[], |xml| {
        xml.text("versjonsnummer", "1")?;
        xml.code("variantformat", Code("P", "Produksjonsformat"))?;
        xml.text("mimeType", &file.media_type)?;
        xml.text("filnavn", &file.name)?;
        xml.text("referanseDokumentfil", &file.path)?;
        xml.text("sjekksum", &file.sha256)?;
        xml.text("sjekksumAlgoritme", "SHA-256")?;
        xml.text("filstoerrelse", &file.size_bytes.to_string())
    })
}

fn correspondents(xml: &mut Xml, folder: &Folder<'_>, way: Way) -> io::Result<()> {
    let (label, number) = folder.filer;
    let person = |xml: &mut Xml, kind| {
        xml.within("korrespondansepart", &[], |xml| {
            xml.code("korrespondanseparttype", kind)?;
            xml.text("korrespondansepartNavn", label)?;
            xml.text("personid", number)?;
            xml.text("erSkjermet", "true")
        })
    };
    let (name, organisation_number) = folder.municipality;
    let own = |xml: &mut Xml, kind| {
        xml.within("korrespondansepart", &[], |xml| {
            xml.code("korrespondanseparttype", kind)?;
            xml.text("korrespondansepartNavn", name)?;
            if let Some(number) = organisation_number {
                xml.text("organisasjonid", number)?;
            }
            xml.text("administrativEnhet", folder.unit)
        })
    };
    let (sender, receiver) = (Code("IA", "Intern avsender"), Code("IM", "Intern mottaker"));
    match way {
        Way::In => {
            person(xml, Code("EA", "Avsender"))?;
            own(xml, receiver)
        }
        Way::Out => {
            own(xml, sender)?;
            person(xml, Code("EM", "Mottaker"))
        }
        Way::Within => own(xml, sender),
    }
}

/// Who may see it. That somebody uses a right is nobody's business.
fn shielded(xml: &mut Xml, settings: &ArchiveSettings) -> io::Result<()> {
    xml.within("skjerming", &[], |xml| {
        xml.within("tilgangsrestriksjon", &[], |xml| xml.text("mdk:kode", &settings.access_code))?;
        xml.text("skjermingshjemmel", &settings.access_basis)
    })
}

fn in_oslo_at(ms: i64) -> Zoned {
    in_oslo(Timestamp::from_millisecond(ms).unwrap_or_default())
}

/// As `xs:dateTime`, with the offset of Oslo, so that the day in it is the law's.
fn instant(at: &Zoned) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// Writes elements, whose text is escaped.
struct Xml(Writer<Vec<u8>>);

impl Xml {
    fn text(&mut self, name: &str, text: &str) -> io::Result<()> {
        let text = allowed(text);
        self.0.create_element(name).write_text_content(BytesText::new(&text))?;
        Ok(())
    }

    fn within(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        content: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> io::Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        let end = start.to_end().into_owned();
        self.0.write_event(Event::Start(start))?;
        content(self)?;
        self.0.write_event(Event::End(end))
    }

    /// A code of a list; its parts are in the catalogue's namespace.
    fn code(&mut self, name: &str, Code(code, meaning): Code) -> io::Result<()> {
        self.within(name, &[], |xml| {
            xml.text("mdk:kode", code)?;
            xml.text("mdk:beskrivelse", meaning)
        })
    }

    /// What this portal calls something, by which the archive finds it again.
    fn key(&mut self, name: &str, key: &str) -> io::Result<()> {
        self.within(name, &[], |xml| {
            xml.text("mdk:fagsystem", SYSTEM)?;
            xml.text("mdk:noekkel", key)
        })
    }
}

/// Text with only what XML 1.0 can hold, and not empty, which no archive takes.
fn allowed(text: &str) -> String {
    let is_allowed =
        |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    let text: String = text.chars().map(|c| if is_allowed(c) { c } else { '\u{fffd}' }).collect();
    if text.is_empty() { "-".to_owned() } else { text }
}
