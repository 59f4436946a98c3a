//! Tables that people keep in a spreadsheet, as the files that it writes of them.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;

use csv::{Position, Reader, ReaderBuilder, Trim};

/// What is in a file of at most so many bytes, or in standard input where the path is `-`.
///
/// # Errors
/// It cannot be read, it is larger, or it is not UTF-8.
pub(crate) fn load(path: &Path, most_bytes: u64) -> io::Result<String> {
    let mut text = String::new();
    let read = |from: &mut dyn Read, text: &mut String| from.take(most_bytes + 1).read_to_string(text);
    let bytes = match path.to_str() {
        Some("-") => read(&mut io::stdin().lock(), &mut text)?,
        _ => read(&mut File::open(path)?, &mut text)?,
    };
    if bytes as u64 > most_bytes {
        return Err(io::Error::other(format!("it is larger than {} MiB", most_bytes / 1024 / 1024)));
    }
    Ok(text)
}

/// Reads a table, its columns parted by what parts them in its first line: in Norway, Excel writes semicolons.
pub(crate) fn table(text: &str) -> Reader<Cursor<String>> {
    // Excel begins its files with a mark, and ends its lines in a way in which the reader counts them wrongly.
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let first = text.lines().next().unwrap_or_default();
    let delimiter = if first.contains(';') { b';' } else { b',' };
    ReaderBuilder::new().delimiter(delimiter).trim(Trim::All).from_reader(Cursor::new(text))
}

/// The line of a record, from 1, with the line of names counted.
pub(crate) fn line(position: Option<&Position>) -> u64 {
    position.map_or(0, Position::line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_excel_writes_is_a_table_with_its_own_lines() -> anyhow::Result<()> {
        let mut table = table("\u{feff}a;b\r\n\"1\r\n1\";2\r\n3;4,5\r\n");
        assert_eq!(table.headers()?, vec!["a", "b"]);
        let records: Vec<_> = table.records().collect::<Result<_, _>>()?;
        assert_eq!(records[0], vec!["1\n1", "2"]);
        assert_eq!(records[1], vec!["3", "4,5"]);
        assert_eq!(line(records[1].position()), 4);
        Ok(())
    }

    #[test]
    fn a_file_is_read_to_its_bound_and_not_further() -> anyhow::Result<()> {
        let file = tempfile::NamedTempFile::new()?;
        std::fs::write(file.path(), vec![b'a'; 2 * 1024 * 1024])?;
        assert_eq!(load(file.path(), 2 * 1024 * 1024)?.len(), 2 * 1024 * 1024);
        let refused = load(file.path(), 1024 * 1024).map_err(|error| error.to_string());
        assert_eq!(refused, Err("it is larger than 1 MiB".to_owned()));
        Ok(())
    }
}
