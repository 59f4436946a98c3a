//! The foot of every page: who is responsible, and how to reach them.

use leptos::prelude::*;

use crate::parts::contact::Contact;
use crate::visit::Visit;

/// Datatilsynet's own page on how to complain.
pub(crate) const DATATILSYNET: &str = "https://www.datatilsynet.no/om-datatilsynet/kontakt-oss/klage-til-datatilsynet/";

/// The footer.
#[component]
pub(crate) fn Footer(visit: Visit) -> impl IntoView {
    let words = visit.words();
    let municipality = visit.municipality.clone();
    let number = municipality.organisation_number.clone().map(|number| {
        view! { <p class="ds-paragraph" data-size="sm">{words.frame_organisation_number(spaced(&number))}</p> }
    });
    let statement = municipality.accessibility_statement.clone().map(|address| {
        view! {
            <li>
                <a class="ds-link" href=address>
                    {words.frame_accessibility()}
                </a>
            </li>
        }
    });
    view! {
        <footer class="footer" data-color="neutral">
            <div class="footer__inner">
                <div>
                    <p class="ds-paragraph footer__name">{municipality.name.clone()}</p>
                    {number}
                </div>
                <section aria-labelledby="footer-ombud">
                    <h2 class="ds-heading" data-size="2xs" id="footer-ombud">
                        {words.frame_ombud()}
                    </h2>
                    <p class="ds-paragraph">{words.frame_ombud_what()}</p>
                    <Contact ombud=municipality.ombud.clone() />
                </section>
                <nav aria-label=words.frame_footer()>
                    <ul class="footer__links">
                        <li>
                            <a class="ds-link" href="/personvern">
                                {words.frame_privacy()}
                            </a>
                        </li>
                        {statement}
                        <li>
                            <a class="ds-link" href=DATATILSYNET>
                                {words.frame_complaint()}
                            </a>
                        </li>
                        <li>
                            <a class="ds-link" href="/utviklere">
                                {words.frame_developers()}
                            </a>
                        </li>
                        <li>
                            <a class="ds-link" href="/visning">
                                {words.frame_more_choices()}
                            </a>
                        </li>
                    </ul>
                </nav>
            </div>
        </footer>
    }
}

/// «987654321» as people write it: «987 654 321».
fn spaced(number: &str) -> String {
    let groups: Vec<String> =
        number.chars().collect::<Vec<_>>().chunks(3).map(|group| group.iter().collect()).collect();
    groups.join("\u{a0}")
}
