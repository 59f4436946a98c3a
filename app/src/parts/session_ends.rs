//! When one is logged out: said on every page of somebody who is logged in.

use leptos::prelude::*;

use crate::islands::SessionWarning;
use crate::model::LoggedIn;
use crate::visit::use_words;
use crate::words::Words;

/// The sentence, and the island that warns in time.
#[component]
pub(crate) fn SessionEnds(login: LoggedIn) -> impl IntoView {
    let words = use_words();
    let stays = login.can_stay();
    view! {
        <SessionWarning
            ends=sentence(words, &login)
            stay=words.frame_session_stay().to_owned()
            failed=words.frame_session_failed().to_owned()
            over_title=words.login_out_title().to_owned()
            over=words.frame_session_over().to_owned()
            over_form=words.frame_session_over_form().to_owned()
            reload=words.frame_session_reload().to_owned()
            seconds_left=login.seconds_left
            stays=stays
        />
    }
}

fn sentence(words: Words, login: &LoggedIn) -> String {
    let time = login.ends_at.clone();
    if login.can_stay() { words.frame_session_ends(time) } else { words.frame_session_must_end(time) }
}

/// What the island is told when somebody stays: seconds, whether one can stay again, and the sentence, a line each.
pub fn stayed(words: Words, login: &LoggedIn) -> String {
    let stays = if login.can_stay() { "yes" } else { "no" };
    format!("{}\n{stays}\n{}\n", login.seconds_left, sentence(words, login))
}
