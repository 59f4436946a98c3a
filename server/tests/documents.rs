//! The commands that README and docs show: they exist, and are spelled as the program and the Makefile spell them.

use std::path::Path;
use std::process::Command;

use crate::house_rules::tracked_files;
use crate::support::program::run;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Every line of every `sh` block, with the document that it stands in.
fn commands() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for file in tracked_files().iter().filter(|file| file.extension().is_some_and(|extension| extension == "md")) {
        let content = std::fs::read_to_string(root().join(file)).unwrap();
        for block in content.split("```sh\n").skip(1) {
            let block = block.split("```").next().unwrap().replace("\\\n", " ");
            found.extend(block.lines().map(|line| (file.display().to_string(), line.trim().to_owned())));
        }
    }
    found.retain(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    found
}

#[test]
fn every_command_in_the_documents_exists() {
    let commands = commands();
    assert!(commands.len() >= 10, "the documents show how things are done: {commands:?}");
    let makefile = std::fs::read_to_string(root().join("Makefile")).unwrap();
    for (document, line) in commands {
        for command in line.split("&&").flat_map(|part| part.split('|')).map(str::trim) {
            let words = words(command);
            let words: Vec<&str> = words
                .iter()
                .map(String::as_str)
                .skip_while(|word| word.starts_with("MINSIDE_") && word.contains('='))
                .collect();
            let known = match words.as_slice() {
                ["make", target] => makefile.contains(&format!("\n{target}:")),
                ["minside" | "target/release/minside" | "target/demo/minside", rest @ ..] => {
                    is_a_command_of_minside(rest)
                }
                [script, ..] if script.starts_with("scripts/") => root().join(script).exists(),
                [program, ..] => {
                    ["git", "cd", "cargo", "curl", "sudo", "ss", "kill", "systemctl", "cp"].contains(program)
                }
                [] => false,
            };
            assert!(known, "{document}: «{command}» does not exist");
        }
    }
}

/// The words of a command, as a shell reads them where the only special characters are double quotes.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in command.split('"').enumerate() {
        match index % 2 {
            0 => words.extend(part.split_whitespace().map(str::to_owned)),
            _ => words.push(part.to_owned()),
        }
    }
    words
}

/// Whether the program takes these arguments; asked with --help, so that nothing is done.
fn is_a_command_of_minside(arguments: &[&str]) -> bool {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), arguments.iter().copied().chain(["--help"])).code == Some(0)
}

#[test]
fn every_target_of_the_makefile_is_explained_and_runs_scripts_that_exist() {
    let output = Command::new("make").arg("help").current_dir(root()).output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    for target in ["demo", "test", "check", "bench", "release", "site", "format"] {
        assert!(help.contains(&format!("make {target} ")), "{help}");
        let plan = Command::new("make").args(["--dry-run", target]).current_dir(root()).output().unwrap();
        assert!(plan.status.success());
        let plan = String::from_utf8(plan.stdout).unwrap();
        for script in plan.split_whitespace().filter(|word| word.starts_with("scripts/")) {
            let file = root().join(script);
            let mode = std::fs::metadata(&file).unwrap_or_else(|_| panic!("{script} is missing"));
            assert!(
                std::os::unix::fs::PermissionsExt::mode(&mode.permissions()) & 0o111 != 0,
                "{script} cannot be run"
            );
        }
    }
}

#[test]
fn every_link_between_documents_leads_somewhere() {
    for file in tracked_files().iter().filter(|file| file.extension().is_some_and(|extension| extension == "md")) {
        let content = std::fs::read_to_string(root().join(file)).unwrap();
        let folder = root().join(file).parent().unwrap().to_path_buf();
        for link in content.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
            let path = link.split('#').next().unwrap();
            let local = !path.is_empty() && !link.contains("://") && !link.starts_with("mailto:");
            assert!(!local || folder.join(path).exists(), "{}: {link} leads nowhere", file.display());
        }
    }
}
