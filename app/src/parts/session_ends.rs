//! When one is logged out: said on every page of somebody who is logged in.

use leptos::prelude::*;

use crate::islands::SessionWarning;
use crate::model::LoggedIn;
use crate::visit::use_words;

/// The sentence, and the island that warns in time.
#[component]
pub(crate) fn SessionEnds(login: LoggedIn) -> impl IntoView {
    let words = use_words();
    view! {
        <SessionWarning
            ends=words.frame_session_ends(login.ends_at)
            stay=words.frame_session_stay().to_owned()
            stayed=words.frame_session_stayed().to_owned()
            seconds_left=login.seconds_left
            longest_seconds_left=login.longest_seconds_left
        />
    }
}
