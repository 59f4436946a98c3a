//! A warning before one is logged out, with a button that prevents it without leaving the page; and what is left of the page
//! when it is too late.
//!
//! The sentence with the time is the page's own; only the warning needs the browser. It asks the server for nothing unless
//! the button is pressed: a page that is left open must not keep anybody logged in.

use std::time::Duration;

use leptos::prelude::*;

/// How long before the end it is said.
const WARNED_S: u32 = 5 * 60;
/// Where something is written: a page with such a field is not cleared. Each has a placeholder of one space for it.
#[cfg(feature = "hydrate")]
const WRITTEN: &str = "main form :is(textarea, input[type=text]):not(:placeholder-shown)";
/// What the person is told, in the order of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Only until when.
    On,
    /// That it ends soon.
    Soon,
    /// Likewise, and that nothing prevents it.
    Last,
    /// That the button did not help.
    Failed,
    /// That it is over.
    Over,
    /// Likewise, on a page on which somebody writes.
    OverWritten,
}

/// Says when the person is logged out, warns shortly before, and clears the page afterwards. `stays` is whether the button
/// can help.
#[island]
pub fn SessionWarning(
    ends: String,
    stay: String,
    failed: String,
    over_title: String,
    over: String,
    over_form: String,
    reload: String,
    seconds_left: u32,
    stays: bool,
) -> impl IntoView {
    let (stage, set_stage) = signal(Stage::On);
    let (sentence, set_sentence) = signal(ends);
    let can_stay = StoredValue::new(stays);
    let waiting = StoredValue::new([None::<TimeoutHandle>; 2]);
    let watch = move |seconds: u32| {
        waiting.get_value().into_iter().flatten().for_each(|earlier| earlier.clear());
        let later = |seconds: u32, what: fn() -> Stage| {
            let after = Duration::from_secs(seconds.into());
            set_timeout_with_handle(move || set_stage.set(what()), after).ok()
        };
        let soon = if can_stay.get_value() { || Stage::Soon } else { || Stage::Last };
        waiting.set_value([later(seconds.saturating_sub(WARNED_S), soon), later(seconds, end)]);
    };
    Effect::new(move |_| watch(seconds_left));
    let keep = move |_| {
        post_stay(move |answer| match answer.as_deref().and_then(read) {
            Some((seconds, stays, said)) => {
                set_sentence.set(said);
                can_stay.set_value(stays);
                set_stage.set(Stage::On);
                watch(seconds);
            }
            None => set_stage.set(Stage::Failed),
        });
    };
    let is = move |stages: &'static [Stage]| stages.contains(&stage.get());
    let warning = move || match stage.get() {
        Stage::On => String::new(),
        Stage::Soon | Stage::Last => sentence.get(),
        Stage::Failed => failed.clone(),
        Stage::Over => over.clone(),
        Stage::OverWritten => over_form.clone(),
    };
    view! {
        <div class="session">
            <p class="session__ends" role="status" hidden=move || is(&[Stage::Over, Stage::OverWritten])>
                {sentence}
            </p>
            <div class="ds-alert session__warning" data-color="warning" role="alert" hidden=move || is(&[Stage::On])>
                // The page's own heading is cleared with it.
                <p class="ds-heading session__over" role="heading" hidden=move || !is(&[Stage::Over])>
                    {over_title}
                </p>
                <p class="ds-paragraph">{warning}</p>
                <button
                    class="ds-button"
                    r#type="button"
                    hidden=move || !is(&[Stage::Soon, Stage::Failed])
                    on:click=keep
                >
                    {stay}
                </button>
                <p class="ds-paragraph" hidden=move || !is(&[Stage::Over])>
                    // An empty address is the one that the browser is at.
                    <a class="ds-link" href="">
                        {reload}
                    </a>
                </p>
            </div>
        </div>
    }
}

/// What the server says when somebody stays: how many seconds more, whether one can stay again, and the sentence.
fn read(answer: &str) -> Option<(u32, bool, String)> {
    let mut lines = answer.lines();
    let (seconds, stays, sentence) = (lines.next()?, lines.next()?, lines.next()?);
    Some((seconds.parse().ok()?, stays == "yes", sentence.to_owned()))
}

/// Takes what is private from the screen, because the next person may sit here already; unless somebody writes there.
#[cfg(feature = "hydrate")]
fn end() -> Stage {
    if document().query_selector(WRITTEN).is_ok_and(|found| found.is_some()) {
        return Stage::OverWritten;
    }
    if let Some(body) = document().body() {
        body.set_class_name("session-over");
    }
    // A level is no attribute that the view macro knows.
    if let Ok(Some(heading)) = document().query_selector(".session__over") {
        drop(heading.set_attribute("aria-level", "1"));
    }
    Stage::Over
}

#[cfg(feature = "hydrate")]
fn post_stay(done: impl Fn(Option<String>) + Clone + 'static) {
    use leptos::wasm_bindgen::closure::Closure;
    use leptos::wasm_bindgen::{JsCast, JsValue};

    let options = web_sys::RequestInit::new();
    options.set_method("POST");
    let asked = window().fetch_with_str_and_init("/do/stay-logged-in", &options);
    let text =
        |response: JsValue| response.dyn_into::<web_sys::Response>().ok().filter(web_sys::Response::ok)?.text().ok();
    let (read, failed) = (done.clone(), done.clone());
    let no_answer = Closure::<dyn FnMut(JsValue)>::new(move |_| failed(None));
    let after = Closure::<dyn FnMut(JsValue)>::new(move |response: JsValue| match text(response) {
        Some(text) => {
            let read = read.clone();
            let finished = Closure::<dyn FnMut(JsValue)>::new(move |text: JsValue| read(text.as_string()));
            drop(text.then(&finished));
            finished.forget();
        }
        None => done(None),
    });
    drop(asked.then2(&after, &no_answer));
    // Each is called once at most, when the answer comes.
    after.forget();
    no_answer.forget();
}

/// The server renders the island, and nothing of this happens there.
#[cfg(not(feature = "hydrate"))]
fn post_stay(_done: impl Fn(Option<String>) + Clone + 'static) {}
#[cfg(not(feature = "hydrate"))]
fn end() -> Stage {
    Stage::Over
}
