//! A letter as a page of its own: from disk, in an archive or on paper. It needs nothing beside itself.

use maud::{DOCTYPE, Markup, PreEscaped, Render, html};

use super::letter::{Block, Letter};

/// How letters and packages look. It is in each page, because a page must not need anything beside itself.
pub const STYLE: &str = include_str!("page.css");
/// What a page may do, wherever it is opened: nothing is fetched, and no script runs.
pub const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// A page with this title, content and language.
pub fn page(language: &str, title: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(language) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body { main { (content) } }
        }
    }
}

/// A letter as a page. `from` is who writes.
pub fn letter_page(letter: &Letter, from: &str) -> Markup {
    let content = html! {
        p class="from" { (from) }
        h1 { (letter.title()) }
        @for part in letter.parts() { (blocks(&part.blocks)) }
    };
    page(letter.language().tag(), letter.title(), &content)
}

/// What is told of systems, as a page.
pub fn facts_page(letter: &Letter, title: &str, lead: &str) -> Markup {
    let content = html! {
        h1 { (title) }
        p { (lead) }
        @for facts in letter.facts() { section { h2 { (facts.system) } (rows(&facts.rows)) } }
    };
    page(letter.language().tag(), title, &content)
}

/// Blocks of text.
pub fn blocks(blocks: &[Block]) -> Markup {
    html! {
        @for block in blocks {
            @match block {
                Block::Heading(text) => h2 { (text) },
                Block::Text(text) => p { (text) },
                Block::Words(text) => blockquote { @for line in text.lines() { p { (line) } } },
                Block::List(texts) => ul { @for text in texts { li { (text) } } },
            }
        }
    }
}

/// Labels, each with what there is to say.
pub fn rows(rows: &[(impl Render, Vec<String>)]) -> Markup {
    html! {
        dl {
            @for (label, said) in rows {
                div { dt { (label) } @for text in said { dd { (text) } } }
            }
        }
    }
}
