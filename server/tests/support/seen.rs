//! Pages that a person meets rarely, and that the demo does not come to: what a test has read of them, the browser tests look at.

use std::fs;
use std::path::Path;

use tempfile::NamedTempFile;

use crate::plain_words::{HARDEST, lix, text, unexplained};

/// Where they are, each named as the browser tests know it.
const FOLDER: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/pages");

/// Keeps a page, which must be easy to read. Each is the same whichever database it comes from; the last one stays.
pub fn keep(name: &str, html: &str) {
    assert!(html.contains("</html>"), "{name} is no whole page: {html}");
    let said = text(html);
    assert!(lix(&said).is_none_or(|lix| lix < HARDEST), "{name} is hard to read: {said}");
    assert_eq!(unexplained(&said), [""; 0], "{name}");
    fs::create_dir_all(FOLDER).unwrap();
    // Another test may write the same one now.
    let file = NamedTempFile::new_in(FOLDER).unwrap();
    fs::write(file.path(), html).unwrap();
    file.persist(Path::new(FOLDER).join(format!("{name}.html"))).unwrap();
}
