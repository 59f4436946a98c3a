//! A warning before one is logged out, with a button that prevents it without leaving the page; and what is left of the page
//! when it is too late.
//!
//! The sentence with the time is the page's own; only the warning needs the browser. It asks the server for nothing unless
//! the button is pressed: a page that is left open must not keep anybody logged in.

use std::time::Duration;

use leptos::prelude::*;

/// How long before the end it is said.
const WARNED_S: u32 = 5 * 60;
/// Where a person writes: a page with such a field is not cleared.
#[cfg(feature = "hydrate")]
const WRITTEN: &str = "main form :is(textarea, input[type=text], input[type=date])";
/// What is cleared: everything but this island.
#[cfg(feature = "hydrate")]
const SHOWN: &str = "main > :not(leptos-island)";

/// What the person is told, in the order of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Only until when.
    On,
    /// That it ends soon.
    Soon,
    /// That the button did not help.
    Failed,
    /// That it is over.
    Over,
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
    let (stays, set_stays) = signal(stays);
    let (written, set_written) = signal(false);
    let waiting = StoredValue::new(Vec::<TimeoutHandle>::new());
    let watch = move |seconds: u32| {
        waiting.update_value(|waiting| waiting.drain(..).for_each(|earlier| earlier.clear()));
        let after = |seconds: u32| Duration::from_secs(seconds.into());
        let soon = set_timeout_with_handle(move || set_stage.set(Stage::Soon), after(seconds.saturating_sub(WARNED_S)));
        let end = move || {
            set_written.set(has_written());
            set_stage.set(Stage::Over);
            if !written.get_untracked() {
                clear();
            }
        };
        let end = set_timeout_with_handle(end, after(seconds));
        waiting.set_value([soon, end].into_iter().flatten().collect());
    };
    Effect::new(move |_| watch(seconds_left));
    let keep = move |_| {
        post_stay(move |answer| match answer.as_deref().and_then(read) {
            Some((seconds, stays, sentence)) => {
                set_sentence.set(sentence);
                set_stays.set(stays);
                set_stage.set(Stage::On);
                watch(seconds);
            }
            None => set_stage.set(Stage::Failed),
        });
    };
    let warning = move || match stage.get() {
        Stage::On => String::new(),
        Stage::Soon => sentence.get(),
        Stage::Failed => failed.clone(),
        Stage::Over if written.get() => over_form.clone(),
        Stage::Over => over.clone(),
    };
    let is_over = move || stage.get() == Stage::Over;
    view! {
        <div class="session">
            <p class="session__ends" role="status" hidden=is_over>
                {sentence}
            </p>
            <div
                class="ds-alert session__warning"
                data-color="warning"
                role="alert"
                hidden=move || stage.get() == Stage::On
            >
                // The page's own heading is cleared with it.
                {move || (is_over() && !written.get()).then(|| view! { <h1 class="ds-heading">{over_title.clone()}</h1> })}
                <p class="ds-paragraph">{warning}</p>
                <button class="ds-button" r#type="button" hidden=move || is_over() || !stays.get() on:click=keep>
                    {stay}
                </button>
                <p class="ds-paragraph" hidden=move || !is_over() || written.get()>
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

#[cfg(feature = "hydrate")]
fn has_written() -> bool {
    document().query_selector(WRITTEN).is_ok_and(|found| found.is_some())
}

/// Takes what is private from the screen: the next person may sit here already.
#[cfg(feature = "hydrate")]
fn clear() {
    use leptos::wasm_bindgen::JsCast;

    let Ok(shown) = document().query_selector_all(SHOWN) else { return };
    for index in 0..shown.length() {
        if let Some(element) = shown.get(index).and_then(|node| node.dyn_into::<web_sys::HtmlElement>().ok()) {
            element.set_hidden(true);
        }
    }
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
fn has_written() -> bool {
    false
}
#[cfg(not(feature = "hydrate"))]
fn clear() {}
