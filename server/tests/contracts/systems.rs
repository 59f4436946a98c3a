//! The store of systems.

use server::cases::rules::Right;
use server::id::SystemId;
use server::systems::rules::Served;
use server::systems::store::{self as systems, Serving};
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
            .map(|system| Serving { id: system.id, served: system.served, limit_days: system.limit_days })
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
