//! Long lists on several pages.

use leptos::prelude::*;

pub(crate) use crate::model::Paged;
use crate::visit::{Visit, use_words};
use crate::words::Words;
use crate::words::named::RegisterPage;

/// The field of the query that says which page.
pub(crate) const PAGE: &str = "side";

/// So many systems are on one page, where they are on several.
pub(crate) const SYSTEMS_PER_PAGE: usize = 20;

/// The page that an address asks for.
pub(crate) fn asked(visit: &Visit) -> usize {
    visit.query_value(PAGE).and_then(|page| page.parse().ok()).unwrap_or(1)
}

/// Which of so many things are on this page, where they are on several; `said` says the first, the last and how many there are.
#[component]
pub(crate) fn Shown<F: Fn(Words, (usize, usize, usize)) -> String>(
    paged: Paged,
    per_page: usize,
    total: usize,
    said: F,
) -> impl IntoView {
    let words = use_words();
    let Paged { page, pages } = paged;
    let shown = (pages > 1).then(|| said(words, ((page - 1) * per_page + 1, total.min(page * per_page), total)));
    shown.map(|shown| view! { <p class="ds-paragraph">{shown}</p> })
}

/// The same of systems.
#[component]
pub(crate) fn SystemsShown(paged: Paged, total: usize) -> impl IntoView {
    let said = |words: Words, (from, to, count)| words.register_page(RegisterPage { from, to, count });
    view! { <Shown paged=paged per_page=SYSTEMS_PER_PAGE total=total said=said /> }
}

/// The ways to the page before and the one after; `address` is that of a page. Nothing where there is only one.
#[component]
pub(crate) fn Pager<F: Fn(usize) -> String>(paged: Paged, address: F) -> impl IntoView {
    let words = use_words();
    let Paged { page, pages } = paged;
    let link = |page: usize, label: &'static str, rel: &'static str| {
        view! {
            <a class="ds-button" data-variant="secondary" rel=rel href=address(page)>
                {label}
            </a>
        }
    };
    let before = (page > 1).then(|| link(page - 1, words.form_page_before(), "prev"));
    let next = (page < pages).then(|| link(page + 1, words.form_page_next(), "next"));
    (pages > 1).then(|| {
        view! {
            <nav class="actions" aria-label=words.form_pages()>
                {before}
                {next}
            </nav>
        }
    })
}
