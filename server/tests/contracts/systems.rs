//! The store of systems.

use server::cases::rules::Right;
use server::id::SystemId;
use server::systems::circuit::store as circuit;
use server::systems::rules::{Codes, Identifier, Review, Served};
use server::systems::store::{self as systems, Serving};
use server::tasks::rules::Step;
use sqlx::error::ErrorKind;

use super::Stage;
use crate::support::both_databases;
use crate::support::rows::{self, NOW, tried_call};

both_databases! {
    async fn the_systems_that_serve_a_right_come_in_the_order_of_their_ids(engine: Engine) {
        let Stage { mut tx, system, _database, .. } = Stage::new(engine).await;
        rows::run(&mut tx, &format!("delete from system where id = '{system}'")).await.unwrap();
        let mut added = Vec::new();
        for (number, served) in Served::ALL.iter().cycle().take(9).enumerate() {
            let mut new = rows::system(SystemId::new(NOW - 60_000 * number as i64), *served);
            new.serves_access = number % 3 != 0;
            new.serves_rectification = number == 4;
            new.serves_erasure = false;
            new.limit_days = 90 - number as u16;
            new.paused = number == 1;
            systems::insert_system(&mut tx, &new).await.unwrap();
            added.push(new);
        }
        added.sort_by_key(|system| system.id);
        let expected: Vec<Serving> = added
            .iter()
            .filter(|system| system.serves_access)
            .map(|system| Serving {
                id: system.id,
                sector: system.sector.clone(),
                served: system.served,
                steps: system.steps.clone(),
                identifiers: system.identifiers.clone(),
                limit_days: system.limit_days,
            })
            .collect();
        assert_eq!(systems::serving(&mut tx, Right::Access, 100).await.unwrap(), expected, "one is paused");
        assert_eq!(systems::find_by_key(&mut tx, &added[3].key).await.unwrap(), Some(added[3].id));
        assert_eq!(systems::find_by_key(&mut tx, "none").await.unwrap(), None);
        assert_eq!(systems::serving(&mut tx, Right::Access, 4).await.unwrap(), expected[..4]);
        assert_eq!(systems::serving(&mut tx, Right::Access, 0).await.unwrap(), []);
        assert_eq!(systems::serving(&mut tx, Right::Rectification, 100).await.unwrap().len(), 1);
        assert_eq!(systems::serving(&mut tx, Right::Erasure, 100).await.unwrap(), []);
    }
}

both_databases! {
    async fn the_register_has_another_version_after_each_change(engine: Engine) {
        let Stage { mut tx, _database, .. } = Stage::new(engine).await;
        let before = systems::register_version(&mut tx).await.unwrap();
        let mut system = rows::system(SystemId::new(NOW), Served::Manual);
        systems::insert_system(&mut tx, &system).await.unwrap();
        let first = systems::register_version(&mut tx).await.unwrap();
        assert_ne!(first, before);
        "Et annet navn".clone_into(&mut system.name);
        assert!(systems::update_system(&mut tx, &system).await.unwrap());
        let second = systems::register_version(&mut tx).await.unwrap();
        assert_ne!(second, first);
        // How the calls go, and whether it is paused, is not what the register says.
        systems::pause_system(&mut tx, system.id, true).await.unwrap();
        assert_eq!(systems::register_version(&mut tx).await.unwrap(), second);
    }
}

both_databases! {
    async fn a_systems_key_is_its_own(engine: Engine) {
        let Stage { mut tx, system, _database, .. } = Stage::new(engine).await;
        let mut new = rows::system(SystemId::new(NOW), Served::Manual);
        new.key = rows::system(system, Served::Call).key;
        assert_eq!(tried_call!(&mut tx, systems::insert_system(&mut tx, &new)), Some(ErrorKind::UniqueViolation));
        new.key.push('2');
        assert_eq!(tried_call!(&mut tx, systems::insert_system(&mut tx, &new)), None);
        new.at_once = 0;
        assert_eq!(tried_call!(&mut tx, systems::insert_system(&mut tx, &new)), Some(ErrorKind::CheckViolation));
    }
}

both_databases! {
    async fn a_system_is_paused_and_goes_on_alone(engine: Engine) {
        let Stage { mut tx, system, _database, .. } = Stage::new(engine).await;
        rows::add_system(&mut tx, Served::Call).await;
        let paused = "select count(*) from system where paused";
        for (pause, count) in [(true, 1), (true, 1), (false, 0)] {
            assert!(systems::pause_system(&mut tx, system, pause).await.unwrap());
            assert_eq!(rows::number(&mut tx, paused).await, count);
        }
        assert!(!systems::pause_system(&mut tx, SystemId::new(NOW), true).await.unwrap(), "there is none");
        assert_eq!(rows::number(&mut tx, paused).await, 0);
    }
}

both_databases! {
    async fn everything_that_the_register_says_is_kept_and_changed(engine: Engine) {
        let Stage { mut tx, system, _database, .. } = Stage::new(engine).await;
        let tx = &mut tx;
        let mut changed = systems::find_system(tx, system).await.unwrap().unwrap();
        assert_eq!(changed, rows::system(system, Served::Call));
        changed.name.push('2');
        changed.unit.push('2');
        changed.sector = "health".to_owned();
        changed.organisation = Some("987654325".parse().unwrap());
        changed.url = Some("https://fagsystem.example/innsyn?x=1".parse().unwrap());
        changed.private_network = true;
        (changed.serves_access, changed.serves_rectification, changed.serves_erasure) = (false, false, false);
        changed.steps = Codes::of(&[Step::Assess]);
        changed.identifiers = Codes::of(&[Identifier::Dnr, Identifier::Email]);
        (changed.at_once, changed.limit_days, changed.largest_file_mb) = (7, 8, 9);
        changed.review = Review::FourEyes;
        (changed.files_unseen, changed.paused, changed.retired) = (true, true, true);
        changed.record.purposes = vec!["å".to_owned(), "b".to_owned()];
        assert!(systems::update_system(tx, &changed).await.unwrap());
        assert_eq!(systems::find_system(tx, system).await.unwrap(), Some(changed.clone()));
        assert_eq!(systems::systems(tx, 10).await.unwrap(), [changed.clone()]);
        assert_eq!(systems::systems(tx, 0).await.unwrap(), []);
        assert_eq!(systems::systems_of_organisation(tx, "987654325", 10).await.unwrap(), [], "it is out of use");
        assert_eq!(systems::categories(tx, 10).await.unwrap().len(), 0, "it is out of use");
        (changed.retired, changed.record.categories) = (false, vec!["navn".to_owned()]);
        assert!(systems::update_system(tx, &changed).await.unwrap());
        assert_eq!(systems::categories(tx, 10).await.unwrap()[&system], ["navn"]);
        let of = systems::systems_of_organisation(tx, "987654325", 10).await.unwrap();
        assert_eq!(of, [(system, changed.key.clone())]);
        assert_eq!(systems::systems_of_organisation(tx, "999999999", 10).await.unwrap(), []);
        changed.key.push('x');
        assert!(!systems::update_system(tx, &changed).await.unwrap(), "a key never changes");
    }
}

both_databases! {
    async fn failures_are_counted_until_the_system_is_left_alone(engine: Engine) {
        let Stage { mut tx, system, _database, .. } = Stage::new(engine).await;
        let tx = &mut tx;
        let other = rows::add_system(tx, Served::Pull).await;
        assert!(!circuit::close_circuit(tx, system).await.unwrap(), "nothing had failed");
        assert_eq!(circuit::count_failure(tx, system, "busy", NOW).await.unwrap(), Some(1));
        assert_eq!(circuit::count_failure(tx, system, "busy", NOW).await.unwrap(), Some(2));
        circuit::open_circuit(tx, system, NOW + 5).await.unwrap();
        assert_eq!(circuit::count_failure(tx, system, "busy", NOW + 4).await.unwrap(), None);
        assert_eq!(circuit::count_failure(tx, system, "timed_out", NOW + 5).await.unwrap(), Some(3));
        let health = circuit::health(tx, 10).await.unwrap();
        let of = |id: SystemId| health.iter().find(|health| health.key == rows::system(id, Served::Call).key).unwrap();
        assert_eq!((of(system).failures, of(system).open_until, of(system).served.as_str()), (3, Some(NOW + 5), "call"));
        assert_eq!(of(system).failed_by.as_deref(), Some("timed_out"));
        assert_eq!((of(other).failures, of(other).open_until, of(other).served.as_str()), (0, None, "pull"));
        assert!(circuit::close_circuit(tx, system).await.unwrap());
        assert_eq!(circuit::health(tx, 10).await.unwrap().iter().map(|health| health.failures).sum::<i64>(), 0);
        assert_eq!(circuit::health(tx, 1).await.unwrap().len(), 1);
    }
}
