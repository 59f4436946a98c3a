//! The pages of a package: an overview, and one page for each system. They open from disk, need nothing beside themselves,
//! and no script runs in them.

use std::io::{self, Write};

use app::model::Sector;
use app::words::{Words, named};
use maud::{Markup, PreEscaped, html};

use super::contents::Contents;
use super::listing::{File, Listing, System};
use super::released::{Record, Released};
use super::shown::{Labels, show};
use crate::cases::deadline::civil;
use crate::letters::letter::Facts;
use crate::letters::page::{page, rows};
use crate::letters::reason;

/// Where the overview is, as seen from a system's page.
const UP: &str = "../../index.html";
/// Where the content of a page goes; no title has it.
const HERE: &str = "<!--here-->";
/// What only shows something when it is opened. Everything else may run a program, if only by what the browser takes it for.
const HARMLESS: [&str; 13] =
    [".pdf", ".txt", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".docx", ".odt", ".mp3", ".mp4", ".wav", ".tif"];

/// Whether opening a file may run a program, by what it is called: that is what computers go by.
fn is_active(path: &str) -> bool {
    let path = path.to_lowercase();
    !HARMLESS.iter().any(|ending| path.ends_with(ending))
}

/// The overview.
pub fn overview(words: Words, municipality: &str, verify: &str, contents: &Contents, listing: &Listing) -> String {
    let lead = named::PackageLead { municipality, reference: listing.case.as_str(), number: contents.number };
    let content = html! {
        h1 { (words.package_title()) }
        p { (words.package_lead(lead)) }
        p { (words.package_made(words.date(civil(listing.made_on)))) }
        section {
            h2 { (words.package_letters()) }
            ul { @for letter in &listing.letters { li { (link(&letter.path, &letter.title)) } } }
            @if !contents.letter.facts().is_empty() {
                p { (link(FACTS, words.package_facts())) }
            }
        }
        @if !listing.missing.is_empty() {
            section {
                h2 { (words.package_missing()) }
                p { (words.package_missing_text()) }
                ul { @for name in &listing.missing { li { (name) } } }
            }
        }
        @if !listing.systems.is_empty() {
            section {
                h2 { (words.package_areas()) }
                @for systems in listing.systems.chunk_by(|one, next| one.sector == next.sector) {
                    @if let Some(sector) = systems.first().and_then(|system| Sector::from_code(&system.sector)) { h3 { (app::sector_name(words, sector)) } }
                    ul { @for system in systems { li { (of_system(words, system)) } } }
                }
            }
        }
        @if !listing.nothing.is_empty() {
            section {
                h2 { (words.package_nothing()) }
                details {
                    summary { (words.package_nothing_text()) " " (listing.nothing.len()) }
                    ul { @for name in &listing.nothing { li { (name) } } }
                }
            }
        }
        section {
            h2 { (words.package_check()) }
            p { (words.package_check_text(verify)) }
            h2 { (words.package_machine()) }
            p { (words.package_machine_text()) }
        }
    };
    page(words.0.tag(), words.package_title(), &content).into_string()
}

/// Where what is told of the systems is.
pub const FACTS: &str = "om-opplysningene.html";

fn of_system(words: Words, system: &System) -> Markup {
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let files = system.files.len();
    html! {
        (link(&system.page, &system.name)) ": " (words.package_records(count(system.record_count)))
        @if files > 0 { ", " (words.package_files(count(files))) }
    }
}

/// A link to a file of the package, by its path from where the page is.
fn link(path: &str, text: &str) -> Markup {
    html! { a href=(address(path)) { (text) } }
}

/// A path as an address: each name in it is one, whatever letters it has.
fn address(path: &str) -> String {
    let part = |name: &str| percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC).to_string();
    let kept = |name: &str| if name == ".." { name.to_owned() } else { part(name) };
    path.split('/').map(kept).collect::<Vec<_>>().join("/")
}

/// The page of a system: what is released of it, written as it is read. `files` are those of the listing, with their paths
/// from the folder of the page.
///
/// # Errors
/// What the writing said.
pub fn system(
    words: Words,
    system: &System,
    facts: Option<&Facts>,
    released: &Released,
    out: &mut dyn Write,
) -> io::Result<()> {
    let withheld: Vec<String> =
        released.withheld.iter().map(|one| reason(words, &one.code, one.text.as_deref())).collect();
    let before = html! {
        p { (link(UP, words.package_back())) }
        h1 { (system.name) }
        dl {
            div { dt { (words.letter_fact_controller()) } dd { (system.controller) } }
            div { dt { (words.package_system_unit()) } dd { (system.unit) } }
        }
        @if !withheld.is_empty() {
            section class="note" {
                h2 { (words.package_system_withheld()) }
                ul { @for text in &withheld { li { (text) } } }
            }
        }
        @if !released.records.is_empty() { h2 { (words.package_system_records()) } }
    };
    let after = html! {
        @if !system.files.is_empty() {
            section {
                h2 { (words.package_system_files()) }
                ul { @for file in &system.files { li { (file_line(words, file)) } } }
            }
        }
        (disclosures(words, released))
        (accesses(words, released))
        @if let Some(facts) = facts { section { h2 { (words.package_system_about()) } (rows(&facts.rows)) } }
    };
    // The page is cut where its records go, so that these need not be in memory together.
    let shell = page(words.0.tag(), &system.name, &html! { (PreEscaped(HERE)) }).into_string();
    let (head, tail) = shell.split_once(HERE).unwrap_or((&shell, ""));
    out.write_all(head.as_bytes())?;
    out.write_all(before.into_string().as_bytes())?;
    let labels = Labels { yes: words.package_yes(), no: words.package_no(), empty: words.package_empty() };
    for record in &released.records {
        out.write_all(b"<article class=\"record\">")?;
        out.write_all(html! { h3 { (record.title) } }.into_string().as_bytes())?;
        show(&record.data, labels, out)?;
        out.write_all(record_facts(words, record).into_string().as_bytes())?;
        out.write_all(b"</article>")?;
    }
    out.write_all(after.into_string().as_bytes())?;
    out.write_all(tail.as_bytes())
}

fn record_facts(words: Words, record: &Record) -> Markup {
    let one = |label, said: &Option<String>| said.clone().map(|said| (label, vec![said]));
    let facts = [
        Some((words.package_record_category(), vec![record.category.clone()])),
        one(words.package_record_source(), &record.source),
        (!record.recipients.is_empty()).then(|| (words.package_record_recipients(), record.recipients.clone())),
        one(words.package_record_purpose(), &record.purpose),
        one(words.package_record_legal_basis(), &record.legal_basis),
        one(words.package_record_kept_until(), &record.kept_until),
    ];
    html! {
        details {
            summary { (words.package_record_facts()) }
            dl {
                @for (label, said) in facts.into_iter().flatten() {
                    div { dt { (label) } @for text in &said { dd { (text) } } }
                }
            }
        }
    }
}

fn file_line(words: Words, file: &File) -> Markup {
    let name = file.name();
    let size = size(file.size_bytes);
    let path = format!("filer/{name}");
    html! {
        (file.title) ": "
        @if is_active(name) {
            // It is not opened by a careless click; the file is in the folder.
            (words.package_system_active(named::PackageSystemActive { name, size: size.as_str() }))
        } @else {
            a href=(address(&path)) {
                (words.package_system_file(named::PackageSystemFile { name, size: size.as_str() }))
            }
        }
    }
}

/// A size as people read it: `24 MB`, in thousands.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        1_000_000..1_000_000_000 => format!("{} MB", bytes / 1_000_000),
        _ => format!("{} GB", bytes / 1_000_000_000),
    }
}

fn disclosures(words: Words, released: &Released) -> Markup {
    html! {
        @if !released.disclosures.is_empty() {
            section {
                h2 { (words.package_system_disclosures()) }
                table {
                    thead { tr {
                        th scope="col" { (words.package_system_recipient()) }
                        th scope="col" { (words.package_system_what()) }
                        th scope="col" { (words.package_system_date()) }
                    } }
                    tbody { @for one in &released.disclosures {
                        tr { td { (one.recipient) } td { (one.what) } td { (one.on) } }
                    } }
                }
            }
        }
    }
}

fn accesses(words: Words, released: &Released) -> Markup {
    html! {
        @if !released.accesses.is_empty() {
            section {
                h2 { (words.package_system_accesses()) }
                table {
                    thead { tr {
                        th scope="col" { (words.package_system_date()) }
                        th scope="col" { (words.package_system_who()) }
                        th scope="col" { (words.package_system_action()) }
                        th scope="col" { (words.package_system_reason()) }
                    } }
                    tbody { @for one in &released.accesses {
                        tr { td { (one.at) } td { (one.who) } td { (one.action) } td { @if let Some(why) = &one.reason { (why) } } }
                    } }
                }
            }
        }
    }
}
