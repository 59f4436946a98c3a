//! Employees at work with cases: what they are shown, what is behind a wall, and who must not handle a case.

use app::model::Sector;
use server::audit;
use server::casework::recuse::{LONGEST_REASON_CHARS, recuse};
use server::casework::rules::{Handler, Refused};
use server::casework::store::{self as casework, Of};
use server::casework::take::take;
use server::casework::view;
use server::error::Error;
use server::id::{CaseId, EmployeeId};
use server::office::Office;
use server::staff::grant::{Given, end, give, standing};
use server::staff::rules::{By, Employee};
use server::staff::store as staff;
use server::systems::rules::Served;
use server::tasks::worker::Worker;

use crate::support::adapter::{Behaviour, Double};
use crate::support::cases::{PERSON, accepted, access, add_systems_like, person, send_notices, submission};
use crate::support::employees::{ANE, KARI, NINA, OLA, PER, account, employee, give_roles, given, logged_in, whose};
use crate::support::provider::ProviderDouble;
use crate::support::rows;
use crate::support::{Engine, TestPortal, both_databases};

const UNIT: &str = "caseworker:Dokumentsenteret";

/// A school's system and a doctor's, both with something about the person, in a case that came in.
pub async fn case_with_answers(office: &Office) -> (String, CaseId) {
    for (key, sector) in [("skole", Sector::Education), ("epj", Sector::Health)] {
        add_systems_like(office, 1, Served::Call, |system| {
            key.clone_into(&mut system.key);
            system.name = format!("Systemet {key}");
            sector.code().clone_into(&mut system.sector);
        })
        .await;
    }
    let receipt = accepted(office, &submission(vec![access()])).await;
    send_notices(office).await;
    while Worker::new(office.clone(), Some(Double::new(Behaviour::Answers)), "test").step().await.unwrap().answered > 0
    {
    }
    (receipt.reference, receipt.case)
}

/// A portal with such a case.
async fn stage(engine: Engine) -> (TestPortal, String, CaseId) {
    let portal = crate::support::portal::Setup::new(engine).start().await;
    let (reference, case) = case_with_answers(&portal.office).await;
    (portal, reference, case)
}

/// Somebody with these roles.
pub async fn hire(office: &Office, number: &str, name: &str, roles: &[&str]) -> Handler {
    give_roles(office, number, name, roles).await;
    handler(office, number).await
}

pub async fn handler(office: &Office, number: &str) -> Handler {
    Handler::of(&standing(office, &employee(number)).await.unwrap()).unwrap()
}

fn keys(systems: &[casework::AskedSystem]) -> Vec<&str> {
    systems.iter().map(|system| system.key.as_str()).collect()
}

fn not_found<T>(result: Result<T, Error>, what: &str) {
    assert!(matches!(result, Err(Error::NotFound)), "{what}");
}

both_databases! {
    async fn each_is_shown_what_their_role_lets_them_see_and_nothing_behind_a_wall(engine: Engine) {
        let (portal, reference, _) = stage(engine).await;
        let office = &portal.office;
        give_roles(office, KARI, "Kari", &[UNIT]).await;
        give_roles(office, PER, "Per", &["reviewer:health"]).await;
        give_roles(office, ANE, "Ane", &["owner:skole"]).await;
        give_roles(office, OLA, "Ola", &["caseworker:Plan og bygg", "reviewer:culture", "owner:bibliotek"]).await;
        give_roles(office, NINA, "Nina", &["owner:epj"]).await;
        for (number, whole, seen, read) in [
            (KARI, true, ["skole", "epj"].as_slice(), ["skole"].as_slice()),
            (PER, false, &["epj"], &["epj"]),
            (ANE, false, &["skole"], &["skole"]),
            // Who answers for a system behind a wall follows it, and reads it only with the sector's role.
            (NINA, false, &["epj"], &[]),
        ] {
            let handler = handler(office, number).await;
            let listed = view::list(office, &handler).await.unwrap();
            assert_eq!(listed.iter().map(|case| case.reference.as_str()).collect::<Vec<_>>(), [reference.as_str()]);
            let (found, _) = view::case(office, &handler, &reference).await.unwrap();
            assert_eq!(found.coordinates, whole);
            let mut shown = keys(&found.systems);
            shown.sort_unstable_by_key(|key| std::cmp::Reverse(*key));
            assert_eq!(shown, seen, "{number}");
            for system in ["skole", "epj", "finnes-ikke"] {
                let answers = view::answers(office, &handler, &reference, system).await;
                if read.contains(&system) {
                    let (_, given) = answers.unwrap();
                    assert_eq!(given.iter().map(|given| given.content.as_slice()).collect::<Vec<_>>(), [br#"{"records":[]}"#]);
                } else {
                    not_found(answers, &format!("{system} as {number}"));
                }
            }
        }
        let ola = handler(office, OLA).await;
        assert_eq!(view::list(office, &ola).await.unwrap(), []);
        not_found(view::case(office, &ola, &reference).await, "another unit's case");
        let kari = handler(office, KARI).await;
        for none in ["", "2026-999999", "x"] {
            not_found(view::case(office, &kari, none).await, none);
        }
    }
}

both_databases! {
    async fn nobody_handles_a_case_about_themselves_or_one_they_sent_in(engine: Engine) {
        let (portal, reference, case) = stage(engine).await;
        let office = &portal.office;
        give_roles(office, PERSON, "Den det gjelder", &[UNIT, "reviewer:health", "owner:skole"]).await;
        give_roles(office, KARI, "Kari", &[UNIT]).await;
        let oneself = handler(office, PERSON).await;
        let all_closed = async || {
            assert_eq!(view::list(office, &oneself).await.unwrap(), []);
            not_found(view::case(office, &oneself, &reference).await, "the case");
            not_found(view::answers(office, &oneself, &reference, "epj").await, "an answer");
            not_found(take(office, &oneself, &reference).await, "taking it");
            not_found(recuse(office, &oneself, &reference, "x").await, "handing it over");
        };
        all_closed().await;
        // About somebody else, but sent in by them.
        let mut tx = office.db.write().await.unwrap();
        let other = server::subjects::find_or_make(&mut tx, &office.vault, &person(OLA), 1).await.unwrap();
        rows::run(&mut tx, &format!("update cases set subject_id = '{other}' where id = '{case}'")).await.unwrap();
        tx.commit().await.unwrap();
        all_closed().await;
        // Nor do they count among those who could take over.
        let kari = handler(office, KARI).await;
        assert_eq!(view::case(office, &kari, &reference).await.unwrap().1, 0);
        give_roles(office, ANE, "Ane", &[UNIT]).await;
        assert_eq!(view::case(office, &kari, &reference).await.unwrap().1, 1);
    }
}

both_databases! {
    async fn who_may_not_handle_a_case_hands_it_over_and_is_shown_nothing_of_it_any_more(engine: Engine) {
        let (portal, reference, case) = stage(engine).await;
        let office = &portal.office;
        let [kari, per] = [hire(office, KARI, "Kari", &[UNIT]).await, hire(office, PER, "Per", &[UNIT]).await];
        let ane = hire(office, ANE, "Ane", &["reviewer:health"]).await;
        assert_eq!(take(office, &ane, &reference).await.unwrap(), Err(Refused::NotCoordinator));
        take(office, &kari, &reference).await.unwrap().unwrap();
        take(office, &kari, &reference).await.unwrap().unwrap();
        assert_eq!(take(office, &per, &reference).await.unwrap(), Err(Refused::Taken));
        let listed = view::list(office, &per).await.unwrap();
        assert_eq!(listed[0].handler, Some((kari.employee, "Kari".to_owned())));
        assert_eq!(view::case(office, &kari, &reference).await.unwrap().1, 1);
        for (reason, why) in [(" ", Refused::NoReason), (&*"x".repeat(LONGEST_REASON_CHARS + 1), Refused::TooLong)] {
            assert_eq!(recuse(office, &kari, &reference, reason).await.unwrap(), Err(why));
        }
        recuse(office, &kari, &reference, "Søskenbarnet mitt").await.unwrap().unwrap();
        not_found(view::case(office, &kari, &reference).await, "the case");
        not_found(take(office, &kari, &reference).await, "taking it back");
        assert_eq!(view::list(office, &kari).await.unwrap(), []);
        let (found, colleagues) = view::case(office, &per, &reference).await.unwrap();
        assert_eq!((found.case.handler, colleagues), (None, 0), "it is back with the unit");
        take(office, &per, &reference).await.unwrap().unwrap();
        recuse(office, &ane, &reference, "Ektefelle").await.unwrap().unwrap();
        not_found(view::answers(office, &ane, &reference, "epj").await, "a reviewer too");
        // The reason is sealed with the case's key, and everything is in the trail.
        let mut tx = office.db.read().await.unwrap();
        let key = office.vault.case_key(&mut tx, case).await.unwrap();
        let sql = "select reason from case_recusal where employee_id = $1";
        let sealed: Vec<u8> = server::on!(&mut tx, |conn| {
            sqlx::query_scalar(sql).bind(kari.employee).fetch_one(conn).await.unwrap()
        });
        let row = format!("{case} {}", kari.employee);
        let place = server::vault::Place { table: "case_recusal", column: "reason", row: &row };
        assert_eq!(key.open(place, &sealed).unwrap().as_slice(), "Søskenbarnet mitt".as_bytes());
        let seen = audit::of_case(&mut tx, &office.vault, case, 100).await.unwrap();
        let actions: Vec<&str> = seen.iter().map(|seen| seen.action.code()).collect();
        for action in ["case.taken", "case.handed_over", "case.viewed"] {
            assert!(actions.contains(&action), "{action}: {actions:?}");
        }
    }
}

both_databases! {
    async fn handing_over_counts_for_both_logins_of_one_person(engine: Engine) {
        let (portal, reference, _) = stage(engine).await;
        let office = &portal.office;
        give_roles(office, KARI, "Kari", &[UNIT]).await;
        let other = Given { own: Some(person(KARI)), ..given(account("kari"), UNIT) };
        give(office, By::Operator, &other).await.unwrap().unwrap();
        let kari = handler(office, KARI).await;
        let account = Handler::of(&standing(office, &account("kari")).await.unwrap()).unwrap();
        take(office, &account, &reference).await.unwrap().unwrap();
        recuse(office, &kari, &reference, "Søskenbarnet mitt").await.unwrap().unwrap();
        not_found(view::case(office, &account, &reference).await, "under the other login");
        assert_eq!(view::list(office, &account).await.unwrap(), []);
        let per = hire(office, PER, "Per", &[UNIT]).await;
        take(office, &per, &reference).await.unwrap().unwrap();
    }
}

both_databases! {
    async fn whoever_has_lost_the_role_keeps_a_case_from_nobody_and_does_nothing_with_it(engine: Engine) {
        let (portal, reference, _) = stage(engine).await;
        let office = &portal.office;
        let [kari, per] = [hire(office, KARI, "Kari", &[UNIT]).await, hire(office, PER, "Per", &[UNIT]).await];
        take(office, &kari, &reference).await.unwrap().unwrap();
        let grant = standing(office, &employee(KARI)).await.unwrap().grants.remove(0).id;
        end(office, By::Operator, grant, "Sluttet").await.unwrap().unwrap();
        // With what she could do when the request came.
        not_found(view::case(office, &kari, &reference).await, "the case");
        not_found(view::answers(office, &kari, &reference, "skole").await, "an answer");
        not_found(recuse(office, &kari, &reference, "x").await, "handing it over");
        assert_eq!(view::case(office, &per, &reference).await.unwrap().0.case.handler, None);
        assert_eq!(view::list(office, &per).await.unwrap()[0].handler, None, "nor does the list say that she has it");
        take(office, &per, &reference).await.unwrap().unwrap();
        assert_eq!(view::list(office, &per).await.unwrap()[0].handler, Some((per.employee, "Per".to_owned())));
    }
}

both_databases! {
    async fn of_two_who_take_a_case_at_once_one_has_it(engine: Engine) {
        let (portal, reference, _) = stage(engine).await;
        let office = &portal.office;
        let [kari, per] = [hire(office, KARI, "Kari", &[UNIT]).await, hire(office, PER, "Per", &[UNIT]).await];
        let (one, two) = tokio::join!(take(office, &kari, &reference), take(office, &per, &reference));
        let mut said = [one.unwrap(), two.unwrap()];
        said.sort_by_key(Result::is_err);
        assert_eq!(said, [Ok(()), Err(Refused::Taken)]);
    }
}

both_databases! {
    async fn whoever_looks_is_noted_with_role_and_unit(engine: Engine) {
        let (portal, reference, case) = stage(engine).await;
        let office = &portal.office;
        let kari = hire(office, KARI, "Kari", &[UNIT]).await;
        // Another unit's caseworker too: it is the sector by which he is shown the case.
        let per = hire(office, PER, "Per", &["reviewer:health", "caseworker:Plan og bygg"]).await;
        view::list(office, &kari).await.unwrap();
        view::case(office, &kari, &reference).await.unwrap();
        portal.clock.step(jiff::SignedDuration::from_secs(1));
        view::answers(office, &per, &reference, "epj").await.unwrap();
        not_found(view::answers(office, &per, &reference, "skole").await, "what was not read");
        let mut tx = office.db.read().await.unwrap();
        let views = audit::views_of_case(&mut tx, &office.vault, case, 10).await.unwrap();
        let who: Vec<(&str, &str)> = views.iter().map(|view| (view.role.as_str(), view.unit.as_str())).collect();
        assert_eq!(who, [("caseworker", "Dokumentsenteret"), ("reviewer", "health")]);
    }
}

both_databases! {
    async fn the_pages_show_a_case_take_it_and_hand_it_over(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = provider.setup_with_employees(engine).start().await;
        let office = &portal.office;
        let (reference, _) = case_with_answers(office).await;
        give_roles(office, KARI, "Kari", &[UNIT]).await;
        let client = logged_in(&provider, &portal, KARI).await;
        let mark = whose(office, &employee(KARI));
        let path = format!("/saksbehandling/sak/{reference}");
        let home = client.get("/saksbehandling").await.text();
        assert!(home.contains(&format!("href=\"{path}\"")) && home.contains("Ikke tildelt"), "{home}");
        let page = client.get(&path).await.text();
        for text in ["tirsdag 7. april 2026", "Systemet skole", "Har opplysninger", "Systemet epj", "Taushetsbelagt", "Ta saken"] {
            assert!(page.contains(text), "{text}: {page}");
        }
        assert!(!page.contains(&format!("href=\"{path}/epj\"")), "nothing leads behind the wall: {page}");
        assert_eq!(page.matches("Har opplysninger").count(), 1, "what is behind it is not told: {page}");
        assert!(page.contains("Ingen andre i enheten kan ta over nå."), "{page}");
        let answers = client.get(&format!("{path}/skole")).await.text();
        assert!(answers.contains("records") && answers.contains("Det er notert at du har lest dette."), "{answers}");
        assert_eq!(client.get(&format!("{path}/epj")).await.status, 404);
        let taken = client.post("/do/take-case", &[("hvem", &mark), ("sak", &reference)]).await;
        assert_eq!((taken.status, taken.header("location")), (303, path.as_str()));
        let page = client.get(&path).await.text();
        assert!(page.contains("<dd>Deg</dd>") && !page.contains("Ta saken"), "{page}");
        let refused = client.post("/do/hand-over-case", &[("hvem", &mark), ("sak", &reference), ("grunn", "")]).await;
        let location = refused.header("location").to_owned();
        assert!(location.starts_with(&format!("{path}?skjema=")), "{location}");
        assert!(client.get(&location).await.text().contains("Hvorfor er du inhabil? Fyll ut dette feltet."));
        let fields = [("hvem", mark.as_str()), ("sak", &reference), ("grunn", "Søskenbarn")];
        let done = client.post("/do/hand-over-case", &fields).await;
        assert_eq!(done.header("location"), "/saksbehandling?ferdig=overlatt");
        let home = client.get("/saksbehandling?ferdig=overlatt").await.text();
        assert!(home.contains("Du har gitt fra deg saken.") && home.contains("ingen åpne saker"), "{home}");
        assert_eq!(client.get(&path).await.status, 404);
        assert_eq!(client.post("/do/take-case", &[("hvem", &mark), ("sak", &reference)]).await.status, 404);
        for wrong in ["", "../x", "2026/1", "<b>"] {
            assert_eq!(client.post("/do/take-case", &[("hvem", &mark), ("sak", wrong)]).await.status, 400, "{wrong}");
        }
    }
}

both_databases! {
    async fn a_reason_that_was_typed_too_late_is_not_lost(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = provider.setup_with_employees(engine).start().await;
        let office = &portal.office;
        let (reference, _) = case_with_answers(office).await;
        give_roles(office, KARI, "Kari", &[UNIT]).await;
        let client = logged_in(&provider, &portal, KARI).await;
        let mark = whose(office, &employee(KARI));
        portal.clock.step(jiff::SignedDuration::from_mins(31));
        let fields = [("hvem", mark.as_str()), ("sak", &reference), ("grunn", "Søskenbarnet mitt")];
        let late = client.post("/do/hand-over-case", &fields).await;
        let login = url::Url::parse("http://x").unwrap().join(late.header("location")).unwrap();
        let (_, back) = login.query_pairs().find(|(name, _)| name == "til").unwrap();
        crate::support::employees::log_in_again(&provider, &portal, &client, KARI).await;
        let page = client.get(&back).await.text();
        assert!(page.contains("Søskenbarnet mitt") && page.contains("Du ble logget ut før"), "{page}");
        assert_eq!(client.get(&format!("/saksbehandling/sak/{reference}")).await.status, 200, "nothing was handed over");
    }
}

both_databases! {
    async fn the_tables_of_casework_keep_what_they_are_given(engine: Engine) {
        let (portal, reference, case) = stage(engine).await;
        let office = &portal.office;
        let mut tx = office.db.write().await.unwrap();
        casework::lock_case(&mut tx, &reference).await.unwrap();
        let day = jiff::civil::date(2026, 3, 5);
        let (one, two) = (EmployeeId::new(1), EmployeeId::new(2));
        for (id, mark) in [(one, b"one"), (two, b"two")] {
            let employee = Employee { id, name: "Noen".to_owned(), own: Some(mark.to_vec()) };
            assert!(staff::insert_employee(&mut tx, &employee, mark, 1).await.unwrap());
        }
        assert_eq!(casework::units_without_caseworkers(&mut tx, day).await.unwrap(), ["Dokumentsenteret"]);
        assert_eq!(casework::coordinators(&mut tx, "Dokumentsenteret", day, case).await.unwrap(), []);
        for (id, employee) in [(3, one), (4, two)] {
            let sql = format!(
                "insert into staff_grant (id, employee_id, role, scope, source, given_at, given_by, reason, ends_on) \
                 values ('{id}', '{employee}', 'caseworker', 'Dokumentsenteret', 'given', 1, 'operator', 'x', '2026-03-05')"
            );
            rows::run(&mut tx, &sql).await.unwrap();
        }
        let both = [(one, b"one".to_vec()), (two, b"two".to_vec())];
        assert_eq!(casework::coordinators(&mut tx, "Dokumentsenteret", day, case).await.unwrap(), both);
        assert_eq!(casework::units_without_caseworkers(&mut tx, day).await.unwrap(), [] as [&str; 0]);
        let after = jiff::civil::date(2026, 3, 6);
        assert_eq!(casework::coordinators(&mut tx, "Dokumentsenteret", after, case).await.unwrap(), []);
        assert_eq!(casework::units_without_caseworkers(&mut tx, after).await.unwrap(), ["Dokumentsenteret"]);
        assert!(casework::insert_handler(&mut tx, case, one, 1).await.unwrap());
        assert!(!casework::insert_handler(&mut tx, case, two, 1).await.unwrap());
        assert!(!casework::delete_handler(&mut tx, case, two).await.unwrap());
        assert_eq!(casework::recused(&mut tx, case, i64::MAX).await.unwrap(), [].into());
        assert!(casework::insert_recusal(&mut tx, case, two, 1, b"sealed").await.unwrap());
        let account = Employee { id: EmployeeId::new(3), name: "Noen".to_owned(), own: Some(b"two".to_vec()) };
        assert!(staff::insert_employee(&mut tx, &account, b"another login", 1).await.unwrap());
        assert_eq!(casework::recused(&mut tx, case, i64::MAX).await.unwrap(), [two, account.id].into());
        assert!(!casework::insert_recusal(&mut tx, case, two, 1, b"sealed").await.unwrap());
        assert_eq!(casework::coordinators(&mut tx, "Dokumentsenteret", day, case).await.unwrap(), both[..1]);
        let found = casework::open_case(&mut tx, two, &reference).await.unwrap().unwrap();
        assert_eq!((found.handler.clone(), found.recused), (Some((one, "Noen".to_owned())), true));
        assert!(!casework::open_case(&mut tx, one, &reference).await.unwrap().unwrap().recused);
        for (of, there) in [
            (Of::Unit("Dokumentsenteret"), true),
            (Of::Unit("Annet"), false),
            (Of::Sector(Sector::Health), true),
            (Of::Sector(Sector::Culture), false),
            (Of::System("epj"), true),
            (Of::System("annet"), false),
        ] {
            let listed = casework::open_cases(&mut tx, one, of, 10).await.unwrap();
            assert_eq!(!listed.is_empty(), there, "{of:?}");
            assert!(casework::open_cases(&mut tx, one, of, 0).await.unwrap().is_empty());
        }
        let unsettled = async |tx: &mut server::db::Tx, unit| casework::unsettled_cases(tx, one, unit, 10).await.unwrap().len();
        let written = "insert into message (case_id, number, sender, sent_at, form_token_hash, content)";
        let values = format!("select id, 1, 'person', 1, fingerprint, fingerprint from cases where id = '{case}'");
        rows::run(&mut tx, &format!("{written} {values}")).await.unwrap();
        assert_eq!(unsettled(&mut tx, "Dokumentsenteret").await, 0, "it is among the open ones");
        let state = |state: &str| format!("update cases set state = {state} where id = '{case}'");
        rows::run(&mut tx, &state("'answered', answered_at = 1")).await.unwrap();
        assert_eq!([unsettled(&mut tx, "Dokumentsenteret").await, unsettled(&mut tx, "Annet").await], [1, 0]);
        assert_eq!(casework::open_case(&mut tx, one, &reference).await.unwrap().unwrap().due_on, None);
        rows::run(&mut tx, &state("'open', answered_at = null")).await.unwrap();
        let systems = casework::systems_of(&mut tx, case).await.unwrap();
        assert_eq!(systems.len(), 2);
        assert!(systems.iter().all(|system| matches!(system.progress, casework::Progress::Answered(_))));
        assert!(casework::delete_handler(&mut tx, case, one).await.unwrap());
        rows::run(&mut tx, &format!("update cases set state = 'withdrawn', withdrawn_at = 1 where id = '{case}'")).await.unwrap();
        assert_eq!(casework::open_case(&mut tx, one, &reference).await.unwrap(), None, "only what is open");
    }
}
