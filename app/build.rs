//! Turns the translators' files into code: [`words`].

#[path = "build/words.rs"]
mod words;

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=src/words");
    println!("cargo:rerun-if-changed=build");
    let code = words::generate_words(Path::new("src/words")).map_err(|mistakes| {
        // Cargo shows these above the failure, one by one.
        for mistake in &mistakes {
            println!("cargo:warning={}", mistake.replace('\n', " "));
        }
        io::Error::other(format!("the texts in app/src/words do not fit together:\n{}", mistakes.join("\n")))
    })?;
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?;
    fs::write(PathBuf::from(out).join("words.rs"), code)
}
