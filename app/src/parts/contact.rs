//! How to reach the data protection officer.

use leptos::prelude::*;

use crate::model::Ombud;
use crate::visit::use_words;

/// Name, e-mail and telephone; or what to do where none is known.
#[component]
pub(crate) fn Contact(ombud: Ombud) -> impl IntoView {
    let words = use_words();
    if !ombud.is_reachable() {
        return view! { <p class="ds-paragraph">{words.frame_ombud_missing()}</p> }.into_any();
    }
    let name = ombud.name.map(|name| view! { <p class="ds-paragraph">{name}</p> });
    let email = ombud.email.map(|email| {
        view! {
            <p class="ds-paragraph">
                <a class="ds-link" href=format!("mailto:{email}")>
                    {email.clone()}
                </a>
            </p>
        }
    });
    let phone = ombud.phone.map(|phone| {
        let digits: String = phone.chars().filter(|character| !character.is_whitespace()).collect();
        view! {
            <p class="ds-paragraph">
                <a class="ds-link" href=format!("tel:{digits}")>
                    {words.frame_ombud_phone(phone)}
                </a>
            </p>
        }
    });
    (name, email, phone).into_any()
}
