//! Accepting a case with 400 systems, against writing the same rows by hand in one transaction.

use std::time::Instant;

use server::cases::submit::{Submitted, submit};

use crate::{Engine, Place, by_hand, median};

const SYSTEMS: u64 = 400;
const ROUNDS: i64 = 41;

pub async fn measure(engine: Engine) {
    let mut place = Place::new(engine, "accept").await;
    let systems = place.add_systems(SYSTEMS).await;
    // Fills the caches of statements on both sides.
    place.submit().await;
    by_hand::accept(&place.office, &by_hand::Rows::new(place.office.clock.now_ms(), &systems), 0).await;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 1..=ROUNDS {
        let submission = place.next_submission();
        let started = Instant::now();
        let submitted = submit(&place.office, &submission).await.unwrap();
        ours.push(started.elapsed().as_secs_f64() * 1000.0);
        assert!(matches!(submitted, Submitted::Accepted(_)));

        let rows = by_hand::Rows::new(place.office.clock.now_ms(), &systems);
        let started = Instant::now();
        by_hand::accept(&place.office, &rows, round).await;
        theirs.push(started.elapsed().as_secs_f64() * 1000.0);
    }
    let (ours, theirs) = (median(ours), median(theirs));
    println!(
        "  accept a case, {SYSTEMS} systems   {ours:.1} ms, by hand {theirs:.1} ms, ratio {:.2} (goal: at most 1.5)",
        ours / theirs
    );
}
