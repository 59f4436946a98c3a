//! Embeds what `scripts/site` made in `target/site`. Without it the program builds all the same, so that one can write
//! Rust before the site is there; it then says so when it starts.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-env-changed=MINSIDE_SITE");
    let folder = env::var_os("MINSIDE_SITE").map_or_else(|| PathBuf::from("../target/site"), PathBuf::from);
    let list = folder.join("site.json");
    println!("cargo:rerun-if-changed={}", list.display());
    println!("cargo:rerun-if-changed=../migrations");
    let mut out = String::from("const LIST: &str = ");
    if list.exists() {
        let _ = writeln!(out, "include_str!({:?});", fs::canonicalize(&list)?);
    } else {
        out.push_str("\"\";\n");
    }
    out.push_str("const FILES: &[Embedded] = &[\n");
    if list.exists() {
        for file in originals(&folder)? {
            write_file(&mut out, &file)?;
        }
    }
    out.push_str("];\n");
    let Some(target) = env::var_os("OUT_DIR") else { return Err(io::Error::other("cargo sets OUT_DIR")) };
    fs::write(PathBuf::from(target).join("site.rs"), out)
}

/// The files that are not compressed forms of others.
fn originals(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = fs::canonicalize(entry?.path())?;
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        if !["br", "gz", "json"].contains(&extension) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn write_file(out: &mut String, file: &Path) -> io::Result<()> {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let compressed = |ending: &str| {
        let path = format!("{}.{ending}", file.display());
        if Path::new(&path).exists() { format!("Some(include_bytes!({path:?}))") } else { "None".to_owned() }
    };
    let _ = writeln!(
        out,
        "    Embedded {{ name: {name:?}, plain: include_bytes!({:?}), brotli: {}, gzip: {} }},",
        file.display().to_string(),
        compressed("br"),
        compressed("gz")
    );
    Ok(())
}
