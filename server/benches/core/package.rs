//! From sending a case in to a package that can be fetched, with nobody involved; and large packages beside `zip -1` on the
//! same files.

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use app::model::Sector;
use bytes::Bytes;
use futures_util::StreamExt;
use server::adapters::call::Call;
use server::cases::store as cases;
use server::id::{CaseId, SystemId};
use server::office::Office;
use server::packages::download;
use server::packages::releaser::Releaser;
use server::packages::store as packages;
use server::systems::rules::{Record, Review, Served, System};
use server::systems::store as systems;
use server::tasks::answer::{Answer, Given, answer};
use server::tasks::files::{NamedFile, Put, Upload, put};
use server::tasks::lease;
use server::tasks::rules::{Collected, Outcome};
use server::tasks::worker::Worker;
use tokio::sync::watch;

use crate::fan_out::serve;
use crate::{Engine, Place, median, number};

const VERIFY: &str = "http://127.0.0.1:9/verifiser";

pub async fn measure(engine: Engine) {
    let addr = serve().await;
    for count in [1, 10, 100, 400, 4000] {
        let rounds = if count > 400 { 1 } else { 5 };
        let mut times = Vec::new();
        for round in 0..rounds {
            times.push(released(engine, addr, count, round).await.as_secs_f64());
        }
        let slowest = times.iter().copied().fold(0.0, f64::max);
        let goal = if count == 400 { " (goal: 0.5 s)" } else { "" };
        println!(
            "  from sending it in to a package, {count} systems that are called: {:.3} s, slowest of {rounds} {slowest:.3} s{goal}",
            median(times)
        );
    }
}

/// A system that nobody has to look at.
fn automatic(key: &str, served: Served) -> System {
    let list = |text: &str| vec![text.to_owned()];
    let record = Record {
        purposes: list("Følge opp elever."),
        categories: list("fravær"),
        recipients: list("Ingen utenfor kommunen"),
        storage_time: "Ti år".to_owned(),
        ..Record::default()
    };
    let usual =
        System::usual(SystemId::new(0), key, &format!("Fagsystem {key}"), "Oppvekst", Sector::Education, served);
    System { review: Review::Automatic, files_unseen: true, largest_file_mb: 10_000, record, ..usual }
}

async fn released(engine: Engine, addr: SocketAddr, count: u64, round: u32) -> Duration {
    let mut place = Place::new(engine, &format!("package_{count}_{round}")).await;
    let mut tx = place.office.db.write().await.unwrap();
    for number in 0..count {
        let key = format!("system-{number}");
        let url = Some(format!("http://{addr}/{key}").parse().unwrap());
        let id = SystemId::new(place.office.clock.now_ms());
        let system = System { id, url, at_once: 4, ..automatic(&key, Served::Call) };
        systems::insert_system(&mut tx, &system).await.unwrap();
    }
    tx.commit().await.unwrap();
    place.analyze().await;
    let office = place.office.clone();
    let call = Call::new(office.clone(), "http://127.0.0.1:9".parse().unwrap()).unwrap();
    let worker = Worker::new(office.clone(), Some(Arc::new(call)), "w");
    let releaser = Releaser::new(office.clone(), VERIFY);
    let (stop, stopped) = watch::channel(false);
    let started = Instant::now();
    let working = worker.run(stopped.clone());
    let releasing = releaser.run(stopped);
    let all = async {
        let case = place.submit().await;
        wait_for(&place, case).await;
        started.elapsed()
    };
    tokio::select! {
        took = all => {
            drop(stop);
            took
        }
        () = working => unreachable!("it works until it is told to stop"),
        () = releasing => unreachable!("it works until it is told to stop"),
    }
}

async fn wait_for(place: &Place, case: CaseId) {
    loop {
        let mut tx = place.office.db.read().await.unwrap();
        let delivered = packages::delivered(&mut tx, case).await.unwrap();
        drop(tx);
        if !delivered.is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// Text that becomes about a third when it is compressed, as documents do; the same for the same number.
fn text(number: u64) -> Bytes {
    let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut text = Vec::with_capacity(1_000_100);
    while text.len() < 1_000_000 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        writeln!(text, "Vedtak {state:x} om plass i barnehage, med begrunnelse nr. {}", state % 1000).unwrap();
    }
    text.truncate(1_000_000);
    text.into()
}

/// A package of `MINSIDE_BENCH_PACKAGE_MB` megabytes in files of 16 (or `MINSIDE_BENCH_FILE_MB`: above 4,294 each needs ZIP64), beside `zip -1`.
pub async fn large() {
    let megabytes = number("MINSIDE_BENCH_PACKAGE_MB", 256);
    let file_mb = number("MINSIDE_BENCH_FILE_MB", 16);
    let mut place = Place::new(Engine::Sqlite, "package_large").await;
    let office = place.office.clone();
    let id = SystemId::new(office.clock.now_ms());
    let mut tx = office.db.write().await.unwrap();
    systems::insert_system(&mut tx, &System { id, ..automatic("arkiv", Served::Pull) }).await.unwrap();
    tx.commit().await.unwrap();
    let case = place.submit().await;
    let lease = lease::of_system(&office, id, "bench", 1, 3_600_000).await.unwrap().remove(0);
    let folder = tempfile::tempdir().unwrap();
    let (mut named, mut documents) = (Vec::new(), Vec::new());
    for file in 0..megabytes / file_mb {
        let name = format!("fil-{file}.txt");
        let mut plain = std::fs::File::create(folder.path().join(&name)).unwrap();
        let pieces = (0..file_mb).map(|piece| text(file * file_mb + piece));
        let source = futures_util::stream::iter(pieces).map(|piece| {
            plain.write_all(&piece)?;
            Ok(piece)
        });
        let upload =
            Upload { task: lease.task, attempt: lease.attempt, name: &name, sha256: None, most_bytes: u64::MAX };
        let Put::Kept(written) = put(&office, &upload, source).await.unwrap() else { unreachable!() };
        let sha256 = written.sha256.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        documents.push(serde_json::json!({"name": name, "title": name, "media_type": "text/plain", "sha256": sha256}));
        named.push(NamedFile { name, sha256: written.sha256 });
    }
    let content = serde_json::json!({"outcome": "data", "files": documents}).to_string().into_bytes();
    let given = Answer { files: named, ..Answer::new(Outcome::Collect(Collected::Data), content) };
    answer(&office, &Given::new(lease.task, lease.attempt, given)).await.unwrap();
    reset_peak();
    let started = Instant::now();
    let report = Releaser::new(office.clone(), VERIFY).step().await.unwrap();
    let ours = started.elapsed().as_secs_f64();
    assert_eq!(report.released, 1, "{report:?}");
    let peak = peak_memory();
    let theirs = zip(folder.path());
    let rate = |seconds: f64| f64::from(u32::try_from(megabytes).unwrap()) / seconds;
    println!(
        "  a package of {megabytes} MB: {:.0} MB/s, sealed and hashed; zip -1 of the same files {:.0} MB/s, ratio {:.2} (goal: at \
         least 0.8); at most {peak:.1} MB of memory in all (goal: under 64 MB)",
        rate(ours),
        rate(theirs),
        theirs / ours
    );
    let mut firsts = Vec::new();
    for _ in 0..20 {
        let mut tx = office.db.read().await.unwrap();
        let found = cases::find_case(&mut tx, case).await.unwrap().unwrap();
        drop(tx);
        let started = Instant::now();
        let fetched = download::find(&office, found.filer, &found.reference, 1).await.unwrap();
        let mut bytes = fetched.read(&office, 0..fetched.size_bytes).await.unwrap();
        assert!(!bytes.next().await.unwrap().unwrap().is_empty());
        firsts.push(started.elapsed().as_secs_f64() * 1000.0);
    }
    println!("  the first bytes of it, from asking: {:.1} ms (goal: under 50 ms)", median(firsts));
    is_whole(&office, case, folder.path()).await;
}

/// Fetches the package, and has others read all of it.
async fn is_whole(office: &Office, case: CaseId, folder: &Path) {
    let mut tx = office.db.read().await.unwrap();
    let found = cases::find_case(&mut tx, case).await.unwrap().unwrap();
    drop(tx);
    let fetched = download::find(office, found.filer, &found.reference, 1).await.unwrap();
    let at = folder.join("pakke.zip");
    let mut file = std::fs::File::create(&at).unwrap();
    let mut bytes = fetched.read(office, 0..fetched.size_bytes).await.unwrap();
    while let Some(piece) = bytes.next().await {
        file.write_all(&piece.unwrap()).unwrap();
    }
    let read = std::process::Command::new("unzip").arg("-tqq").arg(&at).status().unwrap();
    assert!(read.success());
    println!("  unzip finds no error in its {} MB", fetched.size_bytes / 1_000_000);
}

fn zip(folder: &Path) -> f64 {
    let target = folder.join("../minside-bench.zip");
    let _ = std::fs::remove_file(&target);
    let started = Instant::now();
    let done = std::process::Command::new("zip").args(["-1", "-q", "-r"]).arg(&target).arg(folder).status().unwrap();
    let took = started.elapsed().as_secs_f64();
    assert!(done.success());
    std::fs::remove_file(&target).unwrap();
    took
}

fn reset_peak() {
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
}

/// The most memory that this program has had since then, in MB.
fn peak_memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1000.0
}
