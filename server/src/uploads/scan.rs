//! The municipality's own program that looks for viruses. It is given the file on standard input, and says what it found by how
//! it ends, as ClamAV's do: 0 nothing, 1 something; anything else means that it could not look.

use std::io;
use std::process::Stdio;
use std::time::Duration;

use futures_util::TryStreamExt;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use super::Uploaded;
use crate::error::Error;
use crate::office::Office;
use crate::vault::Key;

/// Where it, and what it starts, is looked for.
const SEARCHED: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
/// How long it may take over one file.
const TIME: Duration = Duration::from_secs(120);

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scanned {
    Clean,
    Found,
}

/// Has a file looked at; where no program is named, none looks.
///
/// # Errors
/// [`Error::Busy`] where it could not look: the file is not taken then.
pub(super) async fn scan(office: &Office, scanner: &[String], key: &Key, file: &Uploaded) -> Result<Scanned, Error> {
    let Some((program, arguments)) = scanner.split_first() else { return Ok(Scanned::Clean) };
    let could_not = |why: String| Error::Busy(anyhow::anyhow!("the program that looks for viruses: {why}"));
    let looking = async {
        let mut child = Command::new(program)
            .args(arguments)
            // What the portal was started with may hold secrets, and is nothing for who reads what strangers send.
            .env_clear()
            .env("PATH", SEARCHED)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| could_not(error.to_string()))?;
        if let Some(mut input) = child.stdin.take() {
            let mut bytes = office.blobs.read(key, file.blob, file.size_bytes, 0..file.size_bytes).await?;
            while let Some(piece) = bytes.try_next().await? {
                match input.write_all(&piece).await {
                    Ok(()) => {}
                    // It has seen enough.
                    Err(error) if error.kind() == io::ErrorKind::BrokenPipe => break,
                    Err(error) => return Err(could_not(error.to_string())),
                }
            }
        }
        let status = child.wait().await.map_err(|error| could_not(error.to_string()))?;
        match status.code() {
            Some(0) => Ok(Scanned::Clean),
            Some(1) => Ok(Scanned::Found),
            _ => Err(could_not(status.to_string())),
        }
    };
    tokio::time::timeout(TIME, looking).await.map_err(|_| could_not("took too long".to_owned()))?
}
