//! What one sees of the demo's provider. Nothing here looks like a real one.

use std::fmt::Write as _;

use url::Url;

use crate::demo::people::PEOPLE;
use crate::login::rules::{Level, ProviderKind};

const STYLE: &str = "body{font:18px/1.5 system-ui;max-width:42rem;margin:2rem auto;padding:0 1rem}\
    li{margin:.8rem 0}a{color:#00409f}small{color:#555}.level{margin-right:1rem}";

fn page(title: &str, language: &str, head: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\"><title>{title}</title><link rel=\"icon\" href=\"data:,\"><style>{STYLE}</style>{head}</head>\
         <body><main><h1>{title}</h1>{body}</main></body></html>"
    )
}

/// Who to be. `request` is the name of what is asked for.
pub(super) fn people(kind: ProviderKind, request: &str, least: Level, language: &str) -> String {
    let language = if ["nb", "nn", "en", "se"].contains(&language) { language } else { "nb" };
    let mut list = String::new();
    for (index, person) in PEOPLE.iter().enumerate() {
        if person.is_employee() != (kind == ProviderKind::Ansattporten) {
            continue;
        }
        let mut levels = String::new();
        for level in Level::ALL.iter().filter(|level| **level >= least) {
            let name = match level {
                Level::Substantial => "som med MinID",
                Level::High => "som med BankID",
            };
            // Writing to a text cannot fail.
            let _ = write!(
                levels,
                "<a class=\"level\" href=\"choose?request={request}&amp;person={index}&amp;level={}\" \
                 aria-label=\"{} {name}\">{name}</a>",
                level.code(),
                person.name
            );
        }
        let _ = write!(list, "<li><strong>{}</strong> <small>{}</small><br>{levels}</li>", person.name, person.what);
    }
    let body = format!(
        "<p>Dette er en prøveinnlogging. Alle er oppdiktet. Hvem vil du være?</p><ul>{list}</ul>\
         <p><a href=\"choose?request={request}\">Avbryt</a></p>"
    );
    page("Prøveinnlogging", language, "", &body)
}

/// What was asked for is not known any more.
pub(super) fn gone() -> String {
    page("Prøveinnlogging", "nb", "", "<p>Denne innloggingen gjelder ikke lenger. Gå tilbake til Min side.</p>")
}

/// The portals are told in frames, and the browser goes back.
pub(super) fn logged_out(frames: &[Url], back: Option<&Url>) -> String {
    let escaped = |url: &Url| url.as_str().replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    let frames: String =
        frames.iter().map(|frame| format!("<iframe src=\"{}\" title=\"\" hidden></iframe>", escaped(frame))).collect();
    let head = back.map(|back| format!("<meta http-equiv=\"refresh\" content=\"1; url={}\">", escaped(back)));
    let link = back.map(|back| format!("<p><a href=\"{}\">Tilbake til Min side</a></p>", escaped(back)));
    let body = format!("<p>Du er logget ut.</p>{frames}{}", link.unwrap_or_default());
    page("Prøveinnlogging", "nb", &head.unwrap_or_default(), &body)
}
