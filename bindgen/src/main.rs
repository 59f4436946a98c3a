//! `bindgen INPUT.wasm FOLDER`: writes `site.js` and `site_bg.wasm` for the browser.
//!
//! The glue must come from exactly the wasm-bindgen that the WASM was compiled with. As a package of this workspace
//! it shares `Cargo.lock` with `app`, so the two cannot differ, and nothing has to be installed.

use std::path::PathBuf;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let input = arguments.next().context("usage: bindgen INPUT.wasm FOLDER")?;
    let folder = arguments.next().context("usage: bindgen INPUT.wasm FOLDER")?;
    Bindgen::new()
        .input_path(&input)
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .out_name("site")
        .generate(&folder)
        .with_context(|| format!("the glue for {} could not be made", input.display()))
}
