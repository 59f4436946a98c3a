//! The portal itself in the register: it holds data about people too, and whoever asks for all of them gets those.

use app::model::Sector;

use super::rules::{Codes, Identifier, Record, Review, Served, System};
use super::store;
use crate::db::Tx;
use crate::error::Error;
use crate::id::SystemId;
use crate::tasks::rules::Step;

/// Its key.
pub const KEY: &str = "minside";

/// Makes sure that the portal is in the register. What the municipality has changed of it stays.
///
/// # Errors
/// The database's own.
pub async fn ensure(tx: &mut Tx, unit: &str, now_ms: i64) -> Result<(), Error> {
    if store::find_by_key(tx, KEY).await?.is_none() {
        store::insert_system(tx, &system(SystemId::new(now_ms), unit)).await?;
    }
    Ok(())
}

/// The portal as it is at first.
fn system(id: SystemId, unit: &str) -> System {
    let list = |parts: &[&str]| parts.iter().map(|part| (*part).to_owned()).collect();
    System {
        steps: Codes::of(&[Step::Collect]),
        identifiers: Codes::of(&[Identifier::Fnr, Identifier::Dnr]),
        at_once: 16,
        review: Review::Automatic,
        record: Record {
            description: "Portalen der du ber om innsyn, retting og sletting, og følger saken.".to_owned(),
            purposes: list(&["Svare på krav om innsyn, retting og sletting."]),
            subjects: list(&["De som sender krav, og de som krav gjelder", "Ansatte som behandler krav"]),
            categories: list(&[
                "fødselsnummer eller D-nummer",
                "krav og meldinger",
                "opplysninger som er hentet til en sak",
                "hvem som har sett på saken",
            ]),
            legal_bases: list(&["GDPR artikkel 6 nr. 1 bokstav c, sammen med artikkel 12 og 15 til 22"]),
            recipients: list(&["Virksomhetene i kommunen som har opplysninger om deg"]),
            storage_time: "Det som er hentet til en sak, ligger i den så lenge vi har saken. Filen du kan laste ned, blir slettet når fristen for det er over."
                .to_owned(),
            security: "Alt er kryptert med en egen nøkkel for hver sak.".to_owned(),
            source: "Deg selv, ID-porten og kommunens fagsystemer".to_owned(),
            ..Record::default()
        },
        ..System::usual(id, KEY, "Min side", unit, Sector::Administration, Served::Portal)
    }
}
