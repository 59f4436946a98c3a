//! The program `minside`.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::cli::run()
}
