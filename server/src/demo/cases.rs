//! Cases of the demo's people, and the systems that are asked in them, so that every page shows something.

use std::net::SocketAddr;

use anyhow::{Context, Result};
use app::model::Sector;

use super::people::PEOPLE;
use crate::cases::pause::pause;
use crate::cases::rules::{PauseReason, Right};
use crate::cases::submission::{Asked, Correction, FormToken, Scope, Submission};
use crate::cases::submit::{Submitted, submit};
use crate::casework::rules::Handler;
use crate::casework::take::take;
use crate::login::session::Who;
use crate::office::Office;
use crate::staff::grant::standing;
use crate::subjects::identity_number::{Deployment, NationalId};
use crate::systems::import::import;
use crate::systems::store as systems;
use crate::tasks::fan_out::MOST_SYSTEMS;

/// Who is asked what they mean, by whom, and how.
const UNCLEAR: &str = "Piotr Nowak";
const CASEWORKER: &str = "Kari Moen";
/// For whom a caseworker changes something, and refuses something.
pub(super) const CHANGED: &str = "Ingrid Dahl";
/// To whom they give a part of what was asked for.
pub(super) const IN_PART: &str = "Leif Hauge";
/// Whose case they close when it is answered.
pub(super) const CLOSED: &str = "Astrid Moe";
const QUESTION: &str = "Du har bodd i kommunen i to perioder. Vil du ha alt, eller bare det som er fra den siste?";

/// Fills a demo that is started for the first time; later ones find everything there.
///
/// # Errors
/// The database's own.
pub(crate) async fn fill(office: &Office, count: usize, adapters: SocketAddr) -> Result<()> {
    // The portal is one of them.
    if count > 1 {
        let known = systems::systems(&mut office.db.read().await?, MOST_SYSTEMS).await?;
        let register = super::missing(&super::register(count - 1, adapters)?, &known)?;
        if let Some(register) = register {
            import(office, &register, false).await??;
        }
    }
    for (index, (name, asked)) in asked().into_iter().enumerate() {
        let number = number_of(name)?;
        // The same in every demo: the same form, sent twice, is one case.
        let token = FormToken::new([u8::try_from(index)?; 32]);
        let submitted = submit(office, &Submission::new(number, asked, token)?).await?;
        let Submitted::Accepted(receipt) = submitted else { continue };
        if [UNCLEAR, CHANGED, IN_PART, CLOSED].contains(&name) {
            take(office, &caseworker(office).await?, &receipt.reference).await??;
        }
        if name == UNCLEAR {
            ask(office, &receipt.reference).await?;
        }
    }
    Ok(())
}

/// The caseworker asks the person what they mean.
async fn ask(office: &Office, reference: &str) -> Result<()> {
    let handler = caseworker(office).await?;
    pause(office, &handler, reference, Right::Access, PauseReason::Scope, QUESTION).await??;
    Ok(())
}

/// The caseworker, with the roles that they have now.
pub(super) async fn caseworker(office: &Office) -> Result<Handler> {
    Ok(Handler::of(&standing(office, &Who::Employee(number_of(CASEWORKER)?)).await?)?)
}

/// The number of one of the demo's people.
pub(super) fn number_of(name: &str) -> Result<NationalId> {
    let person = PEOPLE.iter().find(|person| person.name == name).context("nobody of this name")?;
    Ok(NationalId::from_provider(&person.number, Deployment::Test)?)
}

/// Who asks for what.
fn asked() -> Vec<(&'static str, Vec<Asked>)> {
    let correction = Correction {
        field: "Adressen min".to_owned(),
        current_value: Some("Storgata 1".to_owned()),
        proposed_value: Some("Fjellveien 12".to_owned()),
        reason: Some("Jeg har flyttet.".to_owned()),
    };
    let scope = Scope::default;
    let technical = || Scope { sectors: vec![Sector::Technical], ..scope() };
    let meter = Correction {
        field: "Målerstanden i vannmåleren".to_owned(),
        current_value: Some("1 240".to_owned()),
        proposed_value: Some("1 042".to_owned()),
        reason: Some("Se bildet av måleren.".to_owned()),
    };
    vec![
        // Nobody has to look at what these systems give: it is answered in a moment.
        ("Emma Solberg", vec![Asked::Access { scope: technical() }]),
        ("Arne Bakke", vec![Asked::Access { scope: scope() }]),
        (UNCLEAR, vec![Asked::Access { scope: scope() }]),
        (
            "Fatima Haddad",
            vec![
                Asked::Access { scope: scope() },
                Asked::Rectification { scope: scope(), corrections: vec![correction], restrict_meanwhile: true },
            ],
        ),
        // Whoever handles cases is not shown her own.
        (CASEWORKER, vec![Asked::Access { scope: scope() }]),
        (
            CHANGED,
            vec![
                Asked::Rectification { scope: technical(), corrections: vec![meter], restrict_meanwhile: false },
                Asked::Erasure {
                    scope: technical(),
                    explanation: Some("Den gamle adressen min\n\nJeg bor der ikke lenger.".to_owned()),
                    restrict_meanwhile: false,
                },
            ],
        ),
        (IN_PART, vec![Asked::Access { scope: Scope { sectors: vec![Sector::Planning], ..scope() } }]),
        (CLOSED, vec![Asked::Access { scope: technical() }]),
    ]
}
