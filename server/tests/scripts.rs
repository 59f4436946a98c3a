//! What the scripts say on a machine where something is missing that they cannot mend: the exact command to run.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

/// A machine with Rust and a shell, and the programs that a test adds.
struct Machine(tempfile::TempDir);

impl Machine {
    fn new() -> Self {
        let machine = Self(tempfile::tempdir().unwrap());
        for program in ["awk", "bash", "cat", "cargo", "dirname", "env", "id", "ls", "mktemp", "rm", "rustc"] {
            let found = Command::new("sh").args(["-c", &format!("command -v {program}")]).output().unwrap();
            symlink(String::from_utf8(found.stdout).unwrap().trim(), machine.0.path().join(program)).unwrap();
        }
        machine
    }

    /// A program that does this.
    fn with(self, program: &str, script: &str) -> Self {
        let path = self.0.path().join(program);
        let _ = std::fs::remove_file(&path);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
        self
    }

    /// Runs `scripts/tools site`, which must fail; what it says.
    fn tools(&self) -> String {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let mut command = Command::new("/bin/bash");
        command
            .arg(root.join("scripts/tools"))
            .arg("site")
            .env("PATH", self.0.path())
            .env_remove("MINSIDE_RUST_STD_SRC");
        let output = command.output().unwrap();
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    }
}

const BY_HAND: &str = "    sudo apt-get update && sudo apt-get install --yes --no-install-recommends build-essential\n";

#[test]
fn without_apt_the_packages_are_named() {
    let said = Machine::new().tools();
    assert!(said.contains("cc is missing, and this machine has no apt-get."), "{said}");
    assert!(said.contains("build-essential"), "{said}");
}

#[test]
fn without_root_the_command_is_given() {
    let said = Machine::new().with("apt-get", "exit 1").with("id", "echo 1000").tools();
    assert!(said.contains("cc is missing, and installing it needs root:"), "{said}");
    assert!(said.contains(BY_HAND), "{said}");
}

#[test]
fn without_a_network_the_command_is_given() {
    let said = Machine::new().with("apt-get", "exit 100").with("id", "echo 0").tools();
    assert!(said.contains("Debian's packages could not be installed (is the network reachable?):"), "{said}");
    assert!(said.contains(BY_HAND), "{said}");
}

#[test]
fn without_rust_it_says_which_is_needed() {
    let machine = Machine::new();
    std::fs::remove_file(machine.0.path().join("cargo")).unwrap();
    let said = machine.tools();
    assert!(said.contains("Rust is missing. Install Rust 1.95 or newer"), "{said}");
}

#[test]
fn a_compiler_is_not_enough_for_the_browser_and_the_ways_out_are_given() {
    // No rustup, no Debian, and a Rust that lacks the target.
    let empty = tempfile::tempdir().unwrap();
    let rustc = format!(
        "case \"$1\" in --print) echo {} ;; *) echo 'rustc 1.95.0 (59807616e 2026-04-14)' ;; esac",
        empty.path().display()
    );
    let said = Machine::new().with("cc", "exit 0").with("rustc", &rustc).with("mkdir", "exit 0").tools();
    assert!(said.contains("The target wasm32-unknown-unknown could not be added"), "{said}");
    assert!(said.contains("    rustup target add wasm32-unknown-unknown\n"), "{said}");
    assert!(said.contains("    MINSIDE_RUST_STD_SRC=/path/to/rust-std-src-1.95.0.tar.xz "), "{said}");
}
