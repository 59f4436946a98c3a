//! How every page below the front page begins: where one is, and its heading.

use leptos::prelude::*;

use crate::visit::use_words;
use crate::words::Words;

/// Breadcrumbs and `<h1>`.
#[component]
pub(crate) fn PageStart(path: String, title: String) -> impl IntoView {
    let words = use_words();
    let front = (words.frame_front().to_owned(), "/".to_owned());
    let above: Vec<_> = [front]
        .into_iter()
        .chain(above(words, &path))
        .map(|(name, address)| {
            view! {
                <li>
                    <a class="ds-link" href=address>
                        {name}
                    </a>
                </li>
            }
        })
        .collect();
    view! {
        <nav class="ds-breadcrumbs" aria-label=words.frame_here()>
            <ol>
                {above}
                <li>
                    <span aria-current="page">{title.clone()}</span>
                </li>
            </ol>
        </nav>
        <h1 class="ds-heading" data-size="lg">
            {title}
        </h1>
    }
}

/// The pages between the front page and the one at this path, each with its address.
fn above(words: Words, path: &str) -> Vec<(String, String)> {
    let page = |name: &str, address: String| (name.to_owned(), address);
    let mut parts = path.split('/').skip(1);
    let parts: [Option<&str>; 6] = std::array::from_fn(|_| parts.next());
    let mine = || page(words.frame_mine(), "/min-side".to_owned());
    let work = || page(words.frame_work(), "/saksbehandling".to_owned());
    let case = |home: &str, reference: &str| {
        page(&words.mine_reference(reference.to_owned()), format!("{home}/sak/{reference}"))
    };
    match parts {
        [Some("hva-vi-har"), Some(_), ..] => vec![page(words.frame_menu_register(), "/hva-vi-har".to_owned())],
        [Some("min-side"), Some("sak"), Some(reference), Some("opplysninger"), Some(number), Some(_)] => {
            let data = format!("/min-side/sak/{reference}/opplysninger/{number}");
            vec![mine(), case("/min-side", reference), page(words.data_title(), data)]
        }
        [Some("min-side"), Some("sak"), Some(reference), Some(_), ..] => vec![mine(), case("/min-side", reference)],
        [Some("min-side"), Some(_), ..] => vec![mine()],
        [Some("saksbehandling"), Some("sak"), Some(reference), Some(_), ..] => {
            vec![work(), case("/saksbehandling", reference)]
        }
        [Some("saksbehandling"), Some(_), ..] => vec![work()],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PAGES;
    use crate::words::Language;

    fn addresses(path: &str) -> Vec<String> {
        above(Words(Language::Nb), path).into_iter().map(|(_, address)| address).collect()
    }

    #[test]
    fn one_sees_which_pages_one_is_below() {
        let case = "/min-side/sak/2026-000001".to_owned();
        let mine = "/min-side".to_owned();
        assert_eq!(addresses("/min-side"), [""; 0]);
        assert_eq!(addresses(&case), ["/min-side"]);
        assert_eq!(addresses(&format!("{case}/brev/1")), [mine.clone(), case.clone()]);
        let data = format!("{case}/opplysninger/1");
        assert_eq!(addresses(&data), [mine.clone(), case.clone()]);
        assert_eq!(addresses(&format!("{data}/2")), [mine, case, data]);
        assert_eq!(addresses("/hva-vi-har/health"), ["/hva-vi-har"]);
        assert_eq!(
            addresses("/saksbehandling/sak/2026-000001/epj"),
            ["/saksbehandling", "/saksbehandling/sak/2026-000001"]
        );
    }

    #[test]
    fn every_page_above_another_is_a_page() {
        let filled = |path: &str| path.replace("{reference}", "2026-000001").replace("{number}", "1");
        let known: Vec<String> = PAGES.iter().map(|page| filled(page.path)).collect();
        for page in PAGES {
            for address in addresses(&filled(page.path)) {
                assert!(known.contains(&address), "{address} above {}", page.path);
            }
        }
    }
}
