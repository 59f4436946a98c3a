//! How far a case is, as it is now: the page's own sentences, and new ones as the server sends them (server-sent events, HTML
//! 9.2). Without a script they are those of when the page was made.

use leptos::prelude::*;

/// Keeps the page's sentences about a case new.
#[island]
pub fn CaseProgress() -> impl IntoView {
    Effect::new(move |_| listen());
}

/// Where the sentences are, each on a line; its attribute says where the server sends what is new.
#[cfg(feature = "hydrate")]
const SAID: &str = ".case-progress";
/// What is shown once there is something else to see.
#[cfg(feature = "hydrate")]
const NEWS: &str = ".case-news";

/// When the server is asked again that had no answer.
#[cfg(feature = "hydrate")]
const AGAIN: std::time::Duration = std::time::Duration::from_secs(10);

/// Hears what the server sends, as long as the page is there or until it says nothing more: there is something else to see.
#[cfg(feature = "hydrate")]
fn listen() {
    use leptos::wasm_bindgen::JsCast;
    use leptos::wasm_bindgen::closure::Closure;

    let Ok(Some(shown)) = document().query_selector(SAID) else { return };
    let Some(address) = shown.get_attribute("data-address") else { return };
    let Ok(source) = web_sys::EventSource::new(&address) else { return };
    let hearing = source.clone();
    let heard = Closure::<dyn FnMut(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
        let text = event.data().as_string().unwrap_or_default();
        if !text.is_empty() {
            shown.set_text_content(Some(&text));
            return;
        }
        hearing.close();
        if let Ok(Some(news)) = document().query_selector(NEWS) {
            drop(news.remove_attribute("hidden"));
        }
    });
    source.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    // A broken connection the browser takes up by itself; one that was refused, while the server was away, it does not.
    let refusing = source.clone();
    let refused = Closure::<dyn FnMut()>::new(move || {
        if refusing.ready_state() == web_sys::EventSource::CLOSED {
            set_timeout(listen, AGAIN);
        }
    });
    source.set_onerror(Some(refused.as_ref().unchecked_ref()));
    // It hears for as long as the page is there.
    heard.forget();
    refused.forget();
}

/// The server renders the island, and nothing of this happens there.
#[cfg(not(feature = "hydrate"))]
fn listen() {}
