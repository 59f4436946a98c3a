//! Employees with roles, logged in.

use jiff::civil::date;
use serde_json::json;
use server::login::session::Who;
use server::office::Office;
use server::staff::grant::{Given, give};
use server::staff::rules::By;
use server::subjects::identity_number::NationalId;

use super::TestPortal;
use super::cases::person;
use super::client::Client;
use super::provider::ProviderDouble;

/// Made-up people who work for the municipality.
pub const KARI: &str = "02827008217";
pub const PER: &str = "19887405460";
pub const ANE: &str = "04896237948";
pub const OLA: &str = "23868559411";
pub const NINA: &str = "11838233300";

/// Who logs in with Ansattporten.
pub fn employee(number: &str) -> Who {
    Who::Employee(person(number))
}

/// Who logs in with Entra ID.
pub fn account(user: &str) -> Who {
    Who::entra(&format!("tenant-1/{user}")).unwrap()
}

/// A role for the rest of the year.
pub fn given(who: Who, role: &str) -> Given {
    let (own, role) = (None::<NationalId>, role.parse().unwrap());
    Given {
        who,
        own,
        name: "Kari Moen".to_owned(),
        role,
        ends_on: date(2026, 12, 31),
        reason: "Ny i jobben".to_owned(),
    }
}

/// Gives somebody who logs in with Ansattporten these roles.
pub async fn give_roles(office: &Office, number: &str, name: &str, roles: &[&str]) {
    for role in roles {
        let given = Given { name: name.to_owned(), ..given(employee(number), role) };
        give(office, By::Operator, &given).await.unwrap().unwrap();
    }
}

/// A browser in which somebody is logged in with Ansattporten.
pub async fn logged_in(provider: &ProviderDouble, portal: &TestPortal, number: &str) -> Client {
    let client = portal.client();
    log_in_again(provider, portal, &client, number).await;
    client
}

/// The same, in a browser that is there, at any time.
pub async fn log_in_again(provider: &ProviderDouble, portal: &TestPortal, client: &Client, number: &str) {
    let now_s = portal.clock.now_ms() / 1000;
    let claims =
        json!({ "acr": "high", "pid": number, "iat": now_s, "exp": now_s + 120, "sub": number, "sid": number });
    provider.change(|script| script.claims = claims);
    let answer = provider.log_in_through(client, "ansattporten").await;
    assert_eq!(answer.status, 303, "{}", answer.text());
}

/// What the forms of this person say of whose they are.
pub fn whose(office: &Office, who: &Who) -> String {
    let mark = office.vault.session_mark(&[b"form", &who.owner(&office.vault)]);
    let made = office.vault.session_mark(&[b"form of ours", &mark]);
    mark.iter().chain(&made).map(|byte| format!("{byte:02x}")).collect()
}
