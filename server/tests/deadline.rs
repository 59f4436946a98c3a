//! `minside deadline`, as those use it who want to check the portal's dates against the law.

use serde_json::{Value, json};

use crate::support::program::{Ended, run};

fn deadline(arguments: &[&str]) -> Ended {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), ["deadline"].iter().chain(arguments))
}

fn as_json(arguments: &[&str]) -> Value {
    let ended = deadline(&[arguments, &["--json"]].concat());
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
    serde_json::from_str(&ended.stdout).unwrap()
}

#[test]
fn it_is_explained_in_words_with_the_reason_of_each_step() {
    let mut said = String::new();
    for arguments in [
        &["--received", "2026-03-05"][..],
        &["--received", "2026-01-31"],
        &["--received", "2026-03-02", "--paused", "2026-03-04..2026-03-14"],
        &[
            "--received",
            "2026-03-05",
            "--extended",
            "--paused",
            "2026-03-12..2026-03-13",
            "--paused",
            "2026-03-10..2026-03-14",
        ],
    ] {
        let ended = deadline(arguments);
        assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
        said.push_str(&format!("$ minside deadline {}\n{}\n", arguments.join(" "), ended.stdout));
    }
    insta::assert_snapshot!(said);
}

#[test]
fn it_is_one_json_object_for_programs() {
    let mut answer = as_json(&["--received", "2026-03-05", "--paused", "2026-03-10..2026-03-14"]);
    let steps = answer.as_object_mut().unwrap().remove("steps").unwrap();
    assert_eq!(
        answer,
        json!({
            "received_on": "2026-03-05",
            "due_on": "2026-04-09",
            "extended_due_on": "2026-06-09",
            "extended": false,
            "unpaused_due_on": "2026-04-07",
            "expires_at": "2026-04-09T22:00:00Z",
        })
    );
    let steps = steps.as_array().unwrap();
    assert!(steps.iter().all(|step| step["on"].is_string() && step["what"].is_string() && step["source"].is_string()));
    assert_eq!(steps.last().unwrap()["on"], "2026-04-09");

    let extended = as_json(&["--received", "2026-03-05", "--extended"]);
    assert_eq!(extended["due_on"], "2026-04-07", "what it would be without the extension is still told");
    assert_eq!(extended["extended_due_on"], "2026-06-05");
    assert_eq!(extended["expires_at"], "2026-06-05T22:00:00Z");
}

#[test]
fn an_instant_counts_by_its_date_in_oslo() {
    assert_eq!(as_json(&["--received", "2026-03-04T22:59:59Z"])["received_on"], "2026-03-04");
    assert_eq!(as_json(&["--received", "2026-03-05T00:30:00+01:00"])["received_on"], "2026-03-05");
    assert_eq!(as_json(&["--received", "2026-06-30T22:00:00Z"])["received_on"], "2026-07-01");
}

#[test]
fn what_cannot_have_been_is_refused_with_its_reason() {
    for (arguments, reason) in [
        (&["--received", "5. mars 2026"][..], "«5. mars 2026» is neither a date (2026-03-05) nor an instant"),
        (&["--received", "2026-02-30"], "«2026-02-30» is neither a date"),
        (&["--received", "2026-03-05T12:00:00"], "is neither a date"),
        (&["--received", "1949-12-31"], "1949-12-31 is not between 1950 and 2199"),
        (&["--received", "2026-03-05", "--paused", "2026-03-10"], "is not two dates with .. between"),
        (&["--received", "2026-03-05", "--paused", "2026-03-10..igår"], "«igår» is not a date such as 2026-03-05"),
        (
            &["--received", "2026-03-05", "--paused", "2026-03-14..2026-03-10"],
            "the pause ends on 2026-03-10 before it begins on 2026-03-14",
        ),
        (
            &["--received", "2026-03-05", "--paused", "2026-03-04..2026-03-10"],
            "the pause begins on 2026-03-04, before the request was received on 2026-03-05",
        ),
        (
            &["--received", "2026-03-05", "--paused", "2026-04-08..2026-04-10"],
            "the pause begins on 2026-04-08, after the answer was due on 2026-04-07",
        ),
    ] {
        let ended = deadline(arguments);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(ended.stderr.contains(reason), "{}", ended.stderr);
    }
}
