//! How far a case is, as it is now: the page's own sentences, and new ones as the server sends them (server-sent events, HTML
//! 9.2). Without a script they are those of when the page was made.

use leptos::prelude::*;

/// Says how far a case is. `address` is where the server sends what is new, and `news` what is said once there is an answer.
#[island]
pub fn CaseProgress(address: String, sentences: Vec<String>, news: String, reload: String) -> impl IntoView {
    let (sentences, set_sentences) = signal(sentences);
    let (is_over, set_over) = signal(false);
    Effect::new(move |_| {
        let source = listen(
            &address,
            move |text| set_sentences.set(text.lines().map(str::to_owned).collect()),
            move || set_over.set(true),
        );
        let source = StoredValue::new_local(source);
        on_cleanup(move || source.with_value(close));
    });
    let paragraphs = move || {
        let each = |sentence: String| view! { <p class="ds-paragraph">{sentence}</p> };
        sentences.get().into_iter().map(each).collect::<Vec<_>>()
    };
    view! {
        <div role="status">
            {paragraphs} <p class="ds-paragraph" hidden=move || !is_over.get()>
                {news}
                " "
                // An empty address is the one that the browser is at.
                <a class="ds-link" href="">
                    {reload}
                </a>
            </p>
        </div>
    }
}

/// What hears, as long as it is kept.
#[cfg(feature = "hydrate")]
struct Listening {
    source: web_sys::EventSource,
    _heard: [leptos::wasm_bindgen::closure::Closure<dyn FnMut(web_sys::MessageEvent)>; 2],
}

/// Hears what the server sends, until it says that there is something else to see.
#[cfg(feature = "hydrate")]
fn listen(address: &str, said: impl Fn(String) + 'static, over: impl Fn() + 'static) -> Option<Listening> {
    use leptos::wasm_bindgen::JsCast;
    use leptos::wasm_bindgen::closure::Closure;

    let source = web_sys::EventSource::new(address).ok()?;
    let heard = Closure::<dyn FnMut(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
        if let Some(text) = event.data().as_string() {
            said(text);
        }
    });
    let ending = source.clone();
    let ended = Closure::<dyn FnMut(web_sys::MessageEvent)>::new(move |_: web_sys::MessageEvent| {
        ending.close();
        over();
    });
    drop(source.add_event_listener_with_callback("progress", heard.as_ref().unchecked_ref()));
    drop(source.add_event_listener_with_callback("over", ended.as_ref().unchecked_ref()));
    Some(Listening { source, _heard: [heard, ended] })
}

#[cfg(feature = "hydrate")]
fn close(listening: &Option<Listening>) {
    if let Some(listening) = listening {
        listening.source.close();
    }
}

/// The server renders the island, and nothing of this happens there.
#[cfg(not(feature = "hydrate"))]
fn listen(_address: &str, _said: impl Fn(String) + 'static, _over: impl Fn() + 'static) -> Option<()> {
    None
}
#[cfg(not(feature = "hydrate"))]
fn close(_listening: &Option<()>) {}
