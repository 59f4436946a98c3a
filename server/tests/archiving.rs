//! What goes to the municipality's archive, and what never does.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use futures_util::stream;
use jiff::SignedDuration;
use serde_json::json;
use server::archive::export::{Exported, export};
use server::archive::store as archive;
use server::audit::{self, Action};
use server::cases::close::{close, reopen};
use server::cases::evidence::{About, attach};
use server::cases::rules::{Outcome, Right};
use server::cases::store as cases;
use server::cases::submission::{Asked, Correction, Help, Hint, HintKind, Scope};
use server::cases::withdraw::withdraw;
use server::config::{ArchiveSettings, Settings, Sources};
use server::decisions::access::{Wanted, access as decide};
use server::decisions::change::Change;
use server::decisions::grounds::ErasureGround;
use server::decisions::refuse::{Because, refuse};
use server::packages::releaser::Releaser;
use server::systems::rules::{Review, System};

use crate::changing::{Steps, can, erase, many, nothing};
use crate::support::cases::{MARKER, PERSON, accepted, access, erasure, person, send_notices, submission};
use crate::support::portal::TestPortal;
use crate::support::program::run;
use crate::support::taken::Taken;
use crate::support::{Engine, both_databases, rows, start};

/// What systems hold and nobody else is to have.
const COLLECTED: &str = "innsamlet-opplysning";

fn settings(variables: &[(&str, &str)]) -> ArchiveSettings {
    let variables = variables.iter().map(|(name, value)| (format!("MINSIDE__ARCHIVE__{name}"), (*value).to_owned()));
    Settings::from_sources(Sources::read(None, variables)).unwrap().archive
}

fn unseen(system: &mut System) {
    system.review = Review::Automatic;
    system.at_once = 10;
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// The folders in a folder, in order.
pub(crate) fn messages(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    // The file by which other exports are kept away stays.
    names.retain(|name| name != ".lock");
    names.sort();
    names
}

/// Every file below a folder with its content.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for message in messages(folder) {
        for file in messages(&folder.join(&message)) {
            let path = folder.join(&message).join(file);
            found.insert(path.clone(), fs::read(path).unwrap());
        }
    }
    found
}

pub(crate) fn xml(folder: &Path, message: &str) -> String {
    fs::read_to_string(folder.join(message).join("arkivmelding.xml")).unwrap()
}

/// What stands between an element's tags, each time.
pub(crate) fn said<'a>(xml: &'a str, element: &str) -> Vec<&'a str> {
    let (start, end) = (format!("<{element}>"), format!("</{element}>"));
    xml.split(start.as_str()).skip(1).map(|rest| rest.split(end.as_str()).next().unwrap()).collect()
}

/// The messages as an archive would check them, with a validator that others wrote.
pub(crate) fn are_valid(folder: &Path) {
    let all: Vec<PathBuf> = messages(folder).iter().map(|name| folder.join(name).join("arkivmelding.xml")).collect();
    assert!(!all.is_empty());
    let check = "import sys, xmlschema; s = xmlschema.XMLSchema(sys.argv[1]); [s.validate(f) for f in sys.argv[2:]]";
    let checked = Command::new(root().join(".tools/python/bin/python"))
        .args(["-c", check])
        .arg(root().join("docs/archive/arkivmelding.xsd"))
        .args(&all)
        .output()
        .unwrap();
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
}

/// A case whose three systems have given something, decided and closed.
async fn closed(engine: Engine) -> Taken {
    let stage = Taken::new(engine, vec![access()], unseen).await;
    for system in &stage.systems {
        let task = system.claim_one().await;
        let record = json!({"category": "fravær", "title": COLLECTED, "data": {"hva": COLLECTED}});
        let taken =
            system.answer(&task, json!({"outcome": "data", "records": [record], "internal_note": COLLECTED})).await;
        assert_eq!(taken.status, 200, "{}", taken.text());
    }
    stage.portal.clock.step(SignedDuration::from_mins(1));
    let released = Releaser::new(stage.office().clone(), "").step().await.unwrap();
    assert_eq!((released.decided, released.released), (1, 1));
    send_notices(stage.office()).await;
    close(stage.office(), &stage.kari, &stage.reference).await.unwrap().unwrap();
    stage
}

pub(crate) async fn exported(portal: &TestPortal, folder: &Path) -> Exported {
    export(&portal.office, &settings(&[]), folder).await.unwrap()
}

both_databases! {
    async fn a_finished_case_goes_to_the_archive_and_what_systems_gave_does_not(engine: Engine) {
        let stage = closed(engine).await;
        let office = stage.office();
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("ut");
        let done = exported(&stage.portal, &out).await;
        assert_eq!((done.cases, done.documents, done.failed.len()), (1, 4, 0));
        let names = ["2026-000001-001", "2026-000001-002", "2026-000001-003", "2026-000001-004"];
        assert_eq!(messages(&out), names);
        are_valid(&out);
        // The request, the receipt, the decision, the letter that tells of it.
        let way = |name| said(&xml(&out, name), "mdk:kode").into_iter().filter(|code| ["I", "U", "X"].contains(code)).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(names.map(way), [["I"], ["U"], ["X"], ["U"]]);
        let first = xml(&out, names[0]);
        assert_eq!(said(&first, "saksdato"), ["2026-03-05"]);
        assert_eq!(said(&first, "identifikator"), [PERSON]);
        assert_eq!(said(&first, "personid"), [PERSON]);
        assert_eq!(said(&first, "mdk:noekkel"), ["2026-000001", "2026-000001", "2026-000001/1"]);
        assert_eq!(said(&first, "administrativEnhet"), ["Dokumentsenteret", "Dokumentsenteret"]);
        assert!(!xml(&out, names[1]).contains("<mappe"), "the folder is made once");
        assert!(said(&xml(&out, names[2]), "tittel").contains(&"Avgjørelse om innsyn"));
        let all = files(&out);
        for (path, content) in &all {
            let text = String::from_utf8(content.clone()).unwrap();
            assert!(!text.contains(COLLECTED), "{}", path.display());
            assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        let request = fs::read_to_string(out.join(names[0]).join("1.html")).unwrap();
        assert!(request.contains(MARKER), "what the person asked about is in it");
        let decision = fs::read_to_string(out.join(names[2]).join("1.html")).unwrap();
        assert!(decision.contains("automatisk-innsyn-1") && decision.contains("innvilget"));
        // The letter has what is told of the systems beside it.
        assert_eq!(said(&xml(&out, names[3]), "referanseDokumentfil"), ["1.html", "2.html"]);
        assert_eq!(said(&xml(&out, names[3]), "antallFiler"), ["2"]);
        let mut tx = office.db.read().await.unwrap();
        let events = audit::of_case(&mut tx, &office.vault, stage.case, 100).await.unwrap();
let noted: Vec<_> = events.iter().filter(|event| event.action == Action::CaseArchived).map(|event| event.details.get("documents")).collect();
        assert_eq!(noted, [Some("4")]);
        drop(tx);
        // What is archived is archived.
        let again = exported(&stage.portal, &out).await;
        assert_eq!((again.cases, again.documents), (0, 0));
        assert_eq!(files(&out), all);
    }
}

both_databases! {
    async fn what_is_decided_anew_follows_under_new_numbers(engine: Engine) {
        let stage = closed(engine).await;
        let office = stage.office();
        let folder = tempfile::tempdir().unwrap();
        exported(&stage.portal, folder.path()).await;
        reopen(office, &stage.kari, &stage.reference, Right::Access, "Klage").await.unwrap().unwrap();
        stage.portal.clock.step(SignedDuration::from_hours(1));
        assert_eq!(exported(&stage.portal, folder.path()).await.documents, 0, "it is not finished");
        let wanted = Wanted { outcome: Outcome::Granted, words: "Vi har sett på det <b>igjen</b>.\nDet er likt.", gaps: BTreeMap::new() };
        decide(office, &stage.kari, &stage.reference, &wanted).await.unwrap().unwrap();
        Releaser::new(office.clone(), "").step().await.unwrap();
        send_notices(office).await;
        close(office, &stage.kari, &stage.reference).await.unwrap().unwrap();
        let later = tempfile::tempdir().unwrap();
        assert_eq!(exported(&stage.portal, later.path()).await.documents, 2);
        assert_eq!(messages(later.path()), ["2026-000001-005", "2026-000001-006"]);
        are_valid(later.path());
        let decision = fs::read_to_string(later.path().join("2026-000001-005/1.html")).unwrap();
        assert!(decision.contains("Kari") && decision.contains("&lt;b&gt;igjen&lt;/b&gt;"), "{decision}");
        let mut tx = office.db.read().await.unwrap();
        assert_eq!(archive::archived_of(&mut tx, stage.case).await.unwrap().len(), 6);
    }
}

both_databases! {
    async fn an_export_that_was_interrupted_is_written_again_as_it_was(engine: Engine) {
        let stage = closed(engine).await;
        let folder = tempfile::tempdir().unwrap();
        exported(&stage.portal, folder.path()).await;
        let before = files(folder.path());
        // As if the program had ended between the last file and the mark, and in the middle of a message.
        let mut tx = stage.office().db.write().await.unwrap();
        rows::run(&mut tx, "delete from archived").await.unwrap();
        tx.commit().await.unwrap();
        fs::remove_dir_all(folder.path().join("2026-000001-004")).unwrap();
        let partial = folder.path().join(".2026-000001-004.partial");
        fs::create_dir(&partial).unwrap();
        fs::write(partial.join("1.html"), "halvt").unwrap();
        assert_eq!(exported(&stage.portal, folder.path()).await.documents, 4);
        assert_eq!(files(folder.path()), before);
        let lock = fs::File::open(folder.path().join(".lock")).unwrap();
        lock.try_lock().unwrap();
        let refused = export(stage.office(), &settings(&[]), folder.path()).await.unwrap_err();
        assert!(refused.to_string().ends_with("another export writes to it"), "{refused}");
    }
}

both_databases! {
    async fn a_case_that_cannot_be_read_keeps_no_other_waiting(engine: Engine) {
        let stage = closed(engine).await;
        let office = stage.office();
        let other = accepted(office, &submission(vec![erasure()])).await;
        withdraw(office, stage_person(&stage).await, other.case).await.unwrap().unwrap();
        send_notices(office).await;
        let mut tx = office.db.write().await.unwrap();
        rows::run(&mut tx, &format!("update claim set details = 'x' where case_id = '{}'", stage.case)).await.unwrap();
        tx.commit().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let done = exported(&stage.portal, folder.path()).await;
        assert_eq!(done.failed.iter().map(|(case, _)| case.as_str()).collect::<Vec<_>>(), [stage.reference.as_str()]);
        assert_eq!((done.cases, messages(folder.path()).len()), (1, 2), "one that was taken back is finished, too");
        are_valid(folder.path());
    }
}

async fn stage_person(stage: &Taken) -> server::id::PersonId {
    let mut tx = stage.office().db.read().await.unwrap();
    cases::find_case(&mut tx, stage.case).await.unwrap().unwrap().filer
}

/// What a person wrote, however unwise, is text; what they sent is a file whose name they do not choose.
#[tokio::test]
async fn what_a_person_sent_in_is_kept_and_harms_nobody() {
    let portal = start(Engine::Sqlite).await;
    let office = &portal.office;
    let wild = "<script>alert(1)</script>\u{1}]]>&\u{202e}";
    let correction = Correction {
        field: wild.to_owned(),
        current_value: Some("Storgata 1".to_owned()),
        proposed_value: None,
        reason: Some("To\nlinjer".to_owned()),
    };
    let asked =
        Asked::Rectification { scope: Scope::default(), corrections: vec![correction], restrict_meanwhile: true };
    let help = Help {
        names: vec!["Kari Før".to_owned()],
        hints: vec![Hint { kind: HintKind::Phone, value: "99999999".to_owned() }],
    };
    let sent = accepted(office, &submission(vec![asked]).with_help(help).unwrap()).await;
    let mut tx = office.db.read().await.unwrap();
    let claim = cases::claims_of(&mut tx, sent.case).await.unwrap()[0].id;
    let filer = cases::find_case(&mut tx, sent.case).await.unwrap().unwrap().filer;
    drop(tx);
    for (name, content) in [("../../etc/passwd\u{0}", "en"), ("Kvittering.PDF", "to"), ("", "tre")] {
        let about = About { name: name.to_owned(), media_type: "application/pdf".to_owned() };
        let bytes = stream::iter([Ok(bytes::Bytes::from_static(content.as_bytes()))]);
        attach(office, claim, 0, &about, bytes, 1000).await.unwrap().unwrap();
        portal.clock.step(SignedDuration::from_secs(1));
    }
    withdraw(office, filer, sent.case).await.unwrap().unwrap();
    send_notices(office).await;
    let folder = tempfile::tempdir().unwrap();
    let settings = settings(&[("PART", "SAK"), ("CLASS", "056"), ("CLASS_SYSTEM", "K-KODER"), ("ACCESS_CODE", "13")]);
    assert_eq!(export(office, &settings, folder.path()).await.unwrap().documents, 2);
    are_valid(folder.path());
    let message = xml(folder.path(), "2026-000001-001");
    assert_eq!(said(&message, "antallFiler"), ["4"]);
    assert_eq!(said(&message, "referanseDokumentfil"), ["1.html", "2", "3.pdf", "4"]);
    assert_eq!(said(&message, "filnavn"), ["henvendelse.html", "../../etc/passwd\u{fffd}", "Kvittering.PDF", "-"]);
    assert_eq!((said(&message, "klasseID"), said(&message, "klassifikasjonssystemID")), (vec!["056"], vec!["K-KODER"]));
    let at = folder.path().join("2026-000001-001");
    assert_eq!(fs::read_to_string(at.join("3.pdf")).unwrap(), "to");
    let page = fs::read_to_string(at.join("1.html")).unwrap();
    assert!(!page.contains("<script") && page.contains("99999999") && page.contains("Kari Før"), "{page}");
    let text = String::from_utf8(fs::read(at.join("1.html")).unwrap()).unwrap();
    assert!(text.contains("<dd>To</dd><dd>linjer</dd>"), "{text}");
    let sum = Command::new("sha256sum").arg(at.join("3.pdf")).output().unwrap();
    let sums = said(&message, "sjekksum");
    assert!(String::from_utf8(sum.stdout).unwrap().starts_with(sums[2]));
}

/// For somebody else: whom it is about is the case's, who sent it in is the letter's.
#[tokio::test]
async fn a_case_for_another_names_both() {
    use crate::support::cases::{OTHER, token};
    use server::cases::submission::Submission;
    let portal = start(Engine::Sqlite).await;
    let office = &portal.office;
    let sent = Submission::about(person(PERSON), person(OTHER), vec![access()], token()).unwrap();
    let sent = accepted(office, &sent).await;
    let mut tx = office.db.read().await.unwrap();
    let filer = cases::find_case(&mut tx, sent.case).await.unwrap().unwrap().filer;
    drop(tx);
    withdraw(office, filer, sent.case).await.unwrap().unwrap();
    send_notices(office).await;
    let folder = tempfile::tempdir().unwrap();
    exported(&portal, folder.path()).await;
    let message = xml(folder.path(), "2026-000001-001");
    assert_eq!((said(&message, "identifikator"), said(&message, "personid")), (vec![OTHER], vec![PERSON]));
    assert!(
        fs::read_to_string(folder.path().join("2026-000001-001/1.html")).unwrap().contains("Sendt inn for en annen")
    );
}

#[tokio::test]
async fn a_refused_request_is_archived_with_its_grounds() {
    let stage = Taken::new(Engine::Sqlite, vec![access()], unseen).await;
    let because = Because::Unfounded;
    stage.portal.clock.step(SignedDuration::from_mins(1));
    refuse(
        stage.office(),
        &stage.kari,
        &stage.reference,
        Right::Access,
        because,
        "Det samme, tredje gang i dag.",
        "Nei.",
    )
    .await
    .unwrap()
    .unwrap();
    send_notices(stage.office()).await;
    close(stage.office(), &stage.kari, &stage.reference).await.unwrap().unwrap();
    let folder = tempfile::tempdir().unwrap();
    exported(&stage.portal, folder.path()).await;
    let decision = fs::read_to_string(folder.path().join("2026-000001-003/1.html")).unwrap();
    assert!(decision.contains("avslått") && decision.contains("Det samme, tredje gang i dag."), "{decision}");
    are_valid(folder.path());
}

/// A case that is answered waits for nobody to close it, and the decision says what was decided for each system.
#[tokio::test]
async fn a_change_is_archived_system_by_system() {
    let stage = Taken::new(Engine::Sqlite, vec![erasure()], many).await;
    let school = stage.answers(0, "assess", can()).await;
    let library = stage.answers(1, "assess", can()).await;
    stage.answers(2, "assess", nothing()).await;
    stage.portal.clock.step(SignedDuration::from_mins(1));
    let keep = Change::Refuse(ErasureGround::ArchiveAct);
    stage.decides(erase([(school, Change::CarryOut), (library, keep)]), &[]).await.unwrap();
    stage.does(0, json!({"outcome": "erased"})).await;
    Releaser::new(stage.office().clone(), "").step().await.unwrap();
    send_notices(stage.office()).await;
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(exported(&stage.portal, folder.path()).await.documents, 4);
    are_valid(folder.path());
    let decision = fs::read_to_string(folder.path().join("2026-000001-003/1.html")).unwrap();
    for said in ["delvis innvilget", ": gjøres.", ": avslått.", "arkivlova § 13"] {
        assert!(decision.contains(said), "«{said}» is not in {decision}");
    }
}

#[test]
fn the_command_says_where_it_wrote_and_why_it_could_not() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(run(folder.path(), ["migrate"]).code, Some(0));
    let done = run(folder.path(), ["archive", "export", "ut"]);
    assert_eq!((done.code, done.stdout.as_str()), (Some(0), "Written to ut: new documents 0, of cases 0.\n"));
    assert_eq!(fs::metadata(folder.path().join("ut")).unwrap().permissions().mode() & 0o777, 0o700);
    fs::write(folder.path().join("fil"), "").unwrap();
    let refused = run(folder.path(), ["archive", "export", "fil"]);
    assert_eq!(refused.code, Some(1));
    assert!(
        refused.stderr.starts_with("minside: fil cannot be written: it is a file; name a folder"),
        "{}",
        refused.stderr
    );
}
