//! What a person sees when logging in did not work: what happened, and one button to try again.

use leptos::prelude::*;

use crate::document::Document;
use crate::model::login::LoginProblem;
use crate::parts::mishap::Mishap;
use crate::visit::Visit;
use crate::words::{Area, Words};

/// The page; `again` begins the same login anew, `leave` is where the provider logs out, and `request_id` finds the event in the log.
pub fn login_problem_page(
    problem: LoginProblem,
    again: String,
    leave: Option<String>,
    request_id: &str,
    visit: &Visit,
) -> Document {
    let words = visit.words();
    let (title, text) = sentences(words, problem);
    let may_ask = matches!(problem, LoginProblem::Other | LoginProblem::NoAnswer | LoginProblem::Groups);
    let code = may_ask.then(|| words.login_code(request_id.to_owned()));
    let again = (words.login_again(), again);
    let ways = [again].into_iter().chain(leave.map(|leave| (words.login_leave(), leave))).collect();
    let text = text.to_owned();
    let page = move || view! { <Mishap title=title text=text more=None code=code ways=ways /> };
    Document::new(Area::Login, title, title, page).for_error(problem.status())
}

fn sentences(words: Words, problem: LoginProblem) -> (&'static str, &'static str) {
    match problem {
        LoginProblem::Cancelled => (words.login_cancelled(), words.login_cancelled_text()),
        LoginProblem::Late => (words.login_late(), words.login_late_text()),
        LoginProblem::OtherBrowser => (words.login_other_browser(), words.login_other_browser_text()),
        LoginProblem::Level => (words.login_level(), words.login_level_text()),
        LoginProblem::Number => (words.login_number(), words.login_number_text()),
        LoginProblem::Groups => (words.login_groups(), words.login_groups_text()),
        LoginProblem::NoAnswer => (words.login_no_answer(), words.login_no_answer_text()),
        LoginProblem::Other => (words.login_other(), words.login_other_text()),
    }
}
