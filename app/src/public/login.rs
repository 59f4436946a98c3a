//! The ways to log in. Each is a link: a form that leads to another site would be stopped by the browser.

use leptos::prelude::*;

use crate::document::Document;
use crate::fault::Fault;
use crate::model::login::{HIGH, LEVEL, LoginChoice, LoginKind, RETURN_TO, TIMED_OUT, UNSENT, WHY, login_address};
use crate::parts::contact::Contact;
use crate::visit::{Visit, use_words};
use crate::words::{Area, Words};

/// What the paths of employees' pages begin with.
const STAFF_PAGES: [&str; 3] = ["/saksbehandling", "/ombud", "/administrasjon"];

pub(crate) async fn load(visit: &Visit) -> Result<Document, Fault> {
    let words = visit.words();
    let choices = visit.desks.door.logins().await?;
    let high = visit.query_value(LEVEL) == Some(HIGH);
    let return_to = visit.query_value(RETURN_TO).map(str::to_owned);
    let for_employees = return_to.as_deref().is_some_and(|path| STAFF_PAGES.iter().any(|page| path.starts_with(page)));
    let needed = match (visit.query_value(WHY), high, &return_to) {
        (Some(UNSENT), ..) => Some(words.login_unsent()),
        (Some(TIMED_OUT), ..) => Some(words.login_timed_out()),
        (_, true, _) => Some(words.login_level_needed()),
        (_, false, Some(_)) if for_employees => Some(words.login_employees_needed()),
        (_, false, Some(_)) => Some(words.login_needed()),
        (_, false, None) => None,
    };
    let ombud = visit.municipality.ombud.clone();
    let page = move || {
        let (citizens, employees): (Vec<_>, Vec<_>) =
            choices.iter().copied().partition(|choice| choice.kind == LoginKind::Idporten);
        let return_to = return_to.unwrap_or_default();
        let none = choices.is_empty().then(|| {
            view! {
                <div class="ds-alert" data-color="info">
                    <h2 class="ds-heading" data-size="xs">
                        {words.login_unavailable()}
                    </h2>
                    <p class="ds-paragraph">{words.login_unavailable_text()}</p>
                </div>
            }
        });
        let citizens = (words.login_citizens(), words.login_citizens_text(), "citizens", citizens);
        let employees = (words.login_employees(), words.login_employees_text(), "employees", employees);
        // First the way that leads to where the person wanted to go.
        let in_order = if for_employees { [employees, citizens] } else { [citizens, employees] };
        let ways: Vec<_> = in_order
            .into_iter()
            .enumerate()
            .map(|(index, (title, text, id, choices))| {
                let return_to = return_to.clone();
                view! {
                    <Ways
                        title=title
                        text=text
                        id=id
                        choices=choices
                        return_to=return_to
                        high=high
                        main=index == 0
                    />
                }
            })
            .collect();
        view! {
            {needed.map(|needed| view! { <p class="ds-paragraph" data-size="lg">{needed}</p> })}
            {none}
            {ways}
            <section aria-labelledby="contact">
                <h2 class="ds-heading" data-size="sm" id="contact">
                    {words.frame_contact()}
                </h2>
                <Contact ombud=ombud.clone() />
            </section>
        }
    };
    Ok(Document::new(Area::Login, words.login_title(), words.login_description(), page))
}

/// The ways for one kind of people.
#[component]
fn Ways(
    title: &'static str,
    text: &'static str,
    id: &'static str,
    choices: Vec<LoginChoice>,
    return_to: String,
    high: bool,
    main: bool,
) -> impl IntoView {
    let words = use_words();
    (!choices.is_empty()).then(|| {
        let ways: Vec<_> = choices
            .iter()
            .map(|choice| {
                let name = name(words, choice.kind);
                let variant = (!main).then_some("secondary");
                if choice.available {
                    view! {
                        <p class="actions">
                            <a class="ds-button" data-variant=variant href=login_address(Some(choice.key), &return_to, high)>
                                {name}
                            </a>
                        </p>
                    }
                    .into_any()
                } else {
                    view! {
                        <div class="ds-alert" data-color="warning">
                            <h3 class="ds-heading" data-size="2xs">
                                {name}
                            </h3>
                            <p class="ds-paragraph">{words.login_down()}</p>
                            // An empty address is the one that the browser is at.
                            <p class="ds-paragraph">
                                <a class="ds-link" href="">
                                    {words.login_again()}
                                </a>
                            </p>
                        </div>
                    }
                    .into_any()
                }
            })
            .collect();
        view! {
            <section aria-labelledby=id>
                <h2 class="ds-heading" data-size="sm" id=id>
                    {title}
                </h2>
                <p class="ds-paragraph">{text}</p>
                {ways}
            </section>
        }
    })
}

fn name(words: Words, kind: LoginKind) -> &'static str {
    match kind {
        LoginKind::Idporten => words.login_idporten(),
        LoginKind::Ansattporten => words.login_ansattporten(),
        LoginKind::Entra => words.login_entra(),
    }
}
