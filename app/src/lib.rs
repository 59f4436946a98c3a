//! What people see of Min side.
//!
//! A page is an `async fn` that asks a [desk](desks) for what it shows and returns a [`Document`]; the server calls
//! [`render`]. Nothing of a page is sent to the browser except its HTML, so that no data can leak through a script.
//! Only what is live runs in the browser: the [islands].

pub mod islands;

#[cfg(feature = "ssr")]
mod administrator;
#[cfg(feature = "ssr")]
mod caseworker;
#[cfg(feature = "ssr")]
mod citizen;
#[cfg(feature = "ssr")]
pub mod desks;
#[cfg(feature = "ssr")]
mod document;
#[cfg(feature = "ssr")]
mod employee;
#[cfg(feature = "ssr")]
pub mod fault;
#[cfg(feature = "ssr")]
pub mod model;
#[cfg(feature = "ssr")]
mod parts;
#[cfg(feature = "ssr")]
mod public;
#[cfg(feature = "ssr")]
mod routes;
#[cfg(feature = "ssr")]
mod visit;
#[cfg(feature = "ssr")]
pub mod words;

#[cfg(feature = "ssr")]
pub use {
    citizen::said::progress_sentences,
    document::{Document, render},
    parts::session_ends::stayed,
    public::error_page::error_page,
    public::logged_out::logged_out_page,
    public::login_problem::login_problem_page,
    public::register::sector_name,
    public::verify::verified_page,
    routes::{Audience, PAGES, Page},
    visit::{Appearance, Desks, Site, Visit},
};

/// What the browser calls once the WASM is there: makes the islands on the page live.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
