//! A warning before one is logged out, with a button that prevents it without leaving the page.
//!
//! The sentence with the time is the page's own; only the warning needs the browser.

use std::time::Duration;

use leptos::prelude::*;

/// How long before the end it is said.
const WARNED_S: u32 = 5 * 60;
/// How long a session lasts after it was used (see the server's `login/rules.rs`).
const IDLE_S: u32 = 30 * 60;

/// Says when the person is logged out, and warns shortly before.
#[island]
pub fn SessionWarning(
    ends: String,
    stay: String,
    stayed: String,
    seconds_left: u32,
    longest_seconds_left: u32,
) -> impl IntoView {
    let (warned, set_warned) = signal(false);
    let (kept, set_kept) = signal(false);
    let begun = StoredValue::new(0.0);
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let warn_later = move |seconds: u32| {
        if let Some(earlier) = waiting.get_value() {
            earlier.clear();
        }
        let after = Duration::from_secs(seconds.saturating_sub(WARNED_S).into());
        waiting.set_value(set_timeout_with_handle(move || set_warned.set(true), after).ok());
    };
    Effect::new(move |_| {
        begun.set_value(js_sys::Date::now());
        warn_later(seconds_left);
    });
    let keep = move |_| {
        post_stay(move || {
            set_warned.set(false);
            set_kept.set(true);
            // The longest time is over no later for it.
            let passed = ((js_sys::Date::now() - begun.get_value()) / 1000.0) as u32;
            warn_later(IDLE_S.min(longest_seconds_left.saturating_sub(passed)));
        });
    };
    let sentence = {
        let (ends, stayed) = (ends.clone(), stayed.clone());
        move || if kept.get() { stayed.clone() } else { ends.clone() }
    };
    view! {
        <div class="session">
            <p class="session__ends" role="status">
                {sentence}
            </p>
            <div class="ds-alert session__warning" data-color="warning" role="alert" hidden=move || !warned.get()>
                <p class="ds-paragraph">{move || warned.get().then(|| ends.clone())}</p>
                <button class="ds-button" r#type="button" on:click=keep>
                    {stay}
                </button>
            </div>
        </div>
    }
}

#[cfg(feature = "hydrate")]
fn post_stay(done: impl Fn() + 'static) {
    use leptos::wasm_bindgen::closure::Closure;
    use leptos::wasm_bindgen::{JsCast, JsValue};

    let options = web_sys::RequestInit::new();
    options.set_method("POST");
    let asked = window().fetch_with_str_and_init("/do/stay-logged-in", &options);
    let after = Closure::<dyn FnMut(JsValue)>::new(move |response: JsValue| {
        if response.dyn_into::<web_sys::Response>().is_ok_and(|response| response.ok()) {
            done();
        }
    });
    drop(asked.then(&after));
    // It is called once, when the answer comes.
    after.forget();
}

/// The server renders the button, and nobody presses it there.
#[cfg(not(feature = "hydrate"))]
fn post_stay(_done: impl Fn() + 'static) {}
