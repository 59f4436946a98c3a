//! What a citizen's pages cost with 400 systems and 50 cases, beside the front page as the same person sees it: rendered anew.

use std::path::Path;
use std::time::Duration;

use app::model::UsedRight;
use app::model::ask::{Clues, Draft, Extent, Step, Unwanted, Whom, Wrong};
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use server::cases::submission::{Asked, FormToken, Scope, Submission};
use server::cases::submit::{Submitted, submit};
use server::cases::withdraw::withdraw;
use server::clock::Clock;
use server::config::Settings;
use server::db::Db;
use server::drafts;
use server::office::Office;
use server::subjects;
use server::subjects::identity_number::NationalId;

use crate::load::{self, Target};
use crate::program::Portal;

const SYSTEMS: &str = "400";
const CASES: u8 = 50;
/// Jonas Lund of the demo, who has no case there.
const PERSON: &str = "30919180508";
const LINK: &str = "Jonas Lund som med BankID";
/// Who has a part of the answer there: much is in it, and much is missing.
const ANSWERED: &str = "Leif Hauge som med BankID";
/// Looks at whether there is an answer, one a second.
const LOOKS: usize = 180;
const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(2);

/// Measures each page in turn with the front page, one request after the other.
pub async fn measure() {
    let folder = tempfile::tempdir().unwrap();
    let portal = Portal::start_with(folder.path(), &["--systems", SYSTEMS]);
    let reference = fill(folder.path()).await;
    let origin = format!("http://{}", portal.addr);
    let cookie = log_in(&origin, LINK).await;
    let case = format!("/min-side/sak/{reference}");
    let pages = [
        ("my cases, 50 of them", "/min-side".to_owned()),
        ("a case, 400 systems", case.clone()),
        ("who has looked", format!("{case}/oppslag")),
        ("the receipt", format!("{case}/kvittering")),
        ("a letter", format!("{case}/brev/1")),
        ("what was sent in", format!("{case}/henvendelse")),
        ("my profile", "/min-side/profil".to_owned()),
        ("the first question", "/min-side/ny".to_owned()),
        ("before sending, 400 systems", "/min-side/ny/se-over".to_owned()),
        ("the systems that are asked", "/min-side/ny/systemer".to_owned()),
        ("the register, 400 systems", "/hva-vi-har".to_owned()),
        ("a privacy statement", "/hva-vi-har/health".to_owned()),
    ];
    let http = reqwest::Client::builder().tls_certs_only([]).build().unwrap();
    let before = read(&http, &format!("{origin}/min-side/ny/se-over"), &cookie).await;
    assert!(before.contains(&format!("Vi spør {SYSTEMS} systemer")), "the page before sending has all of them");
    println!("a citizen's pages, {SYSTEMS} systems and {CASES} cases, one request at a time");
    beside_the_front(&portal, &cookie, &pages).await;
    let cookie = log_in(&origin, ANSWERED).await;
    let case = answered(&origin, &cookie).await;
    let pages = [
        ("an answer, 400 systems", case.clone()),
        ("its letter", format!("{case}/brev/2")),
        ("the data, all systems", format!("{case}/opplysninger/1")),
        ("the data of one system", format!("{case}/opplysninger/1/1")),
        ("who has looked, after the answer", format!("{case}/oppslag")),
    ];
    beside_the_front(&portal, &cookie, &pages).await;
}

/// Each page, and the front page beside it.
async fn beside_the_front(portal: &Portal, cookie: &str, pages: &[(&str, String)]) {
    for (what, path) in pages {
        let (mut times, mut fronts) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            for (path, times) in [(path.as_str(), &mut times), ("/", &mut fronts)] {
                let target = Target { addr: portal.addr, path, cookie: Some(cookie) };
                times.push(load::run(&target, 1, ROUND).await.p50_ms());
            }
        }
        let ratio = super::median(times.iter().zip(&fronts).map(|(page, front)| page / front).collect());
        let (page, front) = (super::median(times), super::median(fronts));
        println!("  {what:<28} {page:>6.2} ms, the front page {front:.2} ms: {ratio:.1} times (goal: 3)");
    }
}

async fn read(http: &reqwest::Client, address: &str, cookie: &str) -> String {
    let answer = http.get(address).header(COOKIE, cookie).send().await.unwrap();
    answer.error_for_status().unwrap().text().await.unwrap()
}

/// The path of the first case of whom this cookie is of, once it is answered.
async fn answered(origin: &str, cookie: &str) -> String {
    let http = reqwest::Client::builder().tls_certs_only([]).build().unwrap();
    for _ in 0..LOOKS {
        let page = read(&http, &format!("{origin}/min-side"), cookie).await;
        if page.contains("Du har fått en del av svaret") {
            let (_, after) = page.split_once("href=\"/min-side/sak/").unwrap();
            return format!("/min-side/sak/{}", after.split('"').next().unwrap());
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    unreachable!("the demo does not answer")
}

/// Gives a person their cases; the last one is open. Its reference.
async fn fill(folder: &Path) -> String {
    let at = |name: &str| folder.join(name).display().to_string();
    let variables = [
        ("DATABASE__URL", format!("sqlite:{}", at("demo.db"))),
        ("VAULT__MASTER_KEY_FILE", at("demo.key")),
        ("VAULT__BLOBS", at("demo-blobs")),
        ("MUNICIPALITY__NAME", "Fjordvik kommune".to_owned()),
        ("MUNICIPALITY__TEST", "true".to_owned()),
    ];
    let variables = variables.map(|(name, value)| (format!("MINSIDE__{name}"), value));
    let settings = Settings::from_variables(variables.into_iter(), std::iter::empty()).unwrap();
    let db = Db::open(&settings.database).await.unwrap();
    let office = Office::open(&settings, db, Clock::system()).await.unwrap();
    let person = NationalId::from_login(PERSON).unwrap().0;
    for number in 1..=CASES {
        let asked = vec![Asked::Access { scope: Scope::default() }];
        let submission = Submission::new(person.clone(), asked, FormToken::new([number; 32])).unwrap();
        let Submitted::Accepted(receipt) = submit(&office, &submission).await.unwrap() else { unreachable!() };
        if number == CASES {
            begin(&office, &person).await;
            // What answers by itself has answered.
            tokio::time::sleep(Duration::from_secs(20)).await;
            return receipt.reference;
        }
        let mut tx = office.db.read().await.unwrap();
        let filer = subjects::find(&mut tx, &office.vault, &person).await.unwrap().unwrap();
        drop(tx);
        withdraw(&office, filer, receipt.case).await.unwrap().unwrap();
    }
    unreachable!()
}

/// Begins to ask for everything, so that only sending is left.
async fn begin(office: &Office, person: &NationalId) {
    let asked = |draft: &mut Draft| {
        draft.rights = vec![UsedRight::Access, UsedRight::Rectification, UsedRight::Erasure];
        draft.whom = Some(Whom::Oneself);
        draft.extent = Some(Extent::default());
        draft.wrong = vec![Wrong { id: "1".to_owned(), what: "Adressen".to_owned(), ..Wrong::default() }];
        draft.restrict_wrong = Some(true);
        draft.unwanted = Some(Unwanted { what: "Bildet".to_owned(), why: "Vet ikke".to_owned() });
        draft.clues = Some(Clues::default());
        draft.email = Some(String::new());
    };
    assert_eq!(drafts::change(office, person, asked).await.unwrap().after.unanswered(), Step::Review);
}

/// Logs in as a browser does, as whom this link is of; the cookies that one has then.
async fn log_in(origin: &str, link: &str) -> String {
    server::tls::choose();
    let http =
        reqwest::Client::builder().tls_certs_only([]).redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let mut cookies: Vec<(String, String)> = Vec::new();
    let mut address = format!("{origin}/logg-inn/idporten?til=/min-side");
    for _ in 0..10 {
        let sent = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        let answer = http.get(&address).header(COOKIE, &sent).send().await.unwrap();
        for cookie in answer.headers().get_all(SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            cookies.retain(|(known, _)| known != name);
            cookies.push((name.to_owned(), value.to_owned()));
        }
        let base = answer.url().clone();
        let next = match answer.headers().get(LOCATION) {
            Some(location) => location.to_str().unwrap().to_owned(),
            None => {
                let page = answer.text().await.unwrap();
                let Some((before, _)) = page.split_once(link) else {
                    assert!(base.path().starts_with("/min-side"), "{base}");
                    return sent;
                };
                before.rsplit_once("href=\"").unwrap().1.split('"').next().unwrap().replace("&amp;", "&")
            }
        };
        address = base.join(&next).unwrap().into();
    }
    unreachable!("the login does not end")
}
