//! Where anybody can check that a package is the municipality's, and was not changed.

use leptos::prelude::*;

use crate::document::Document;
use crate::fault::Fault;
use crate::model::verify::{ACTION, FILE, KEYS, MANIFEST, MOST_FILE_MB, SIGNATURE, Verified};
use crate::parts::file_field::FileField;
use crate::visit::{Visit, use_words};
use crate::words::named::VerifyOursText;
use crate::words::{Area, Words};

pub(crate) async fn load(visit: &Visit) -> Result<Document, Fault> {
    let words = visit.words();
    let lead = words.verify_lead(visit.municipality.name.as_str());
    let page = move || {
        view! {
            <p class="ds-paragraph" data-size="lg">
                {lead}
            </p>
            <CheckForm />
        }
    };
    Ok(Document::new(Area::Verify, words.verify_title(), words.verify_description(), page))
}

/// The page with what was found.
pub fn verified_page(verified: &Verified, visit: &Visit) -> Document {
    let words = visit.words();
    let is_ours = matches!(verified, Verified::Ours { .. });
    let file_fits = match verified {
        Verified::Ours { file, .. } => *file,
        _ => None,
    };
    let is_fine = is_ours && file_fits != Some(false);
    let title = if is_fine { words.verify_ours() } else { words.verify_not_ours() };
    let text = sentence(words, verified);
    let title = match verified {
        Verified::Missing | Verified::TooLarge => words.verify_title(),
        _ => title,
    };
    let status = verified.status();
    let page = move || {
        let color = if is_fine { "success" } else { "warning" };
        let file = file_fits.map(|fits| {
            let text = if fits { words.verify_file_fits() } else { words.verify_file_not() };
            view! { <p class="ds-paragraph">{text}</p> }
        });
        view! {
            <div class="ds-alert" data-color=color>
                <p class="ds-paragraph">{text}</p>
                {file}
            </div>
            <h2 class="ds-heading" data-size="sm">
                {words.verify_again()}
            </h2>
            <CheckForm />
        }
    };
    let document = Document::new(Area::Verify, title, words.verify_description(), page);
    if status == 200 { document } else { document.for_error(status) }
}

fn sentence(words: Words, verified: &Verified) -> String {
    match verified {
        Verified::Ours { controller, made_on, files, .. } => {
            let (controller, date) = (controller.as_str(), words.date(*made_on));
            words.verify_ours_text(VerifyOursText { controller, date, count: *files })
        }
        Verified::NoManifest => words.verify_no_manifest().to_owned(),
        Verified::OtherKey => words.verify_other_key().to_owned(),
        Verified::Changed => words.verify_changed().to_owned(),
        Verified::Missing => words.verify_missing().to_owned(),
        Verified::TooLarge => words.verify_too_large().to_owned(),
    }
}

#[component]
fn CheckForm() -> impl IntoView {
    let words = use_words();
    view! {
        <p class="ds-paragraph">{words.verify_how()}</p>
        <form class="form" method="post" action=ACTION enctype="multipart/form-data">
            <FileField name=MANIFEST label=words.verify_manifest() required=true />
            <FileField name=SIGNATURE label=words.verify_signature() required=true />
            <FileField name=FILE label=words.verify_file() help=words.verify_file_help(MOST_FILE_MB) />
            <p class="actions">
                <button class="ds-button" type="submit">
                    {words.verify_send()}
                </button>
            </p>
        </form>
        <h2 class="ds-heading" data-size="sm">
            {words.verify_yourself()}
        </h2>
        <p class="ds-paragraph">
            {words.verify_yourself_text()} " " <a class="ds-link" href=KEYS>
                {KEYS}
            </a>
        </p>
    }
}
