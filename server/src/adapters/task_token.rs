//! The token that comes with a call: whoever has it may put files for that task in that attempt, and answer it, for as long
//! as the system may take. Nothing is stored; the keyed hash in it tells that it is ours.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use crate::id::{SystemId, TaskId};
use crate::office::Office;
use crate::tasks::lease::Lease;
use crate::vault::same;

/// What every one begins with.
pub const PREFIX: &str = "minside-task-";
/// How long one is taken: longer than any system may take for one attempt.
const LASTS_MS: i64 = 24 * 3600 * 1000;

/// What a token says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskToken {
    /// The system that was called.
    pub system: SystemId,
    /// The task.
    pub task: TaskId,
    /// The fence.
    pub attempt: u32,
}

/// The token for a leased task.
pub fn write(office: &Office, lease: &Lease) -> Zeroizing<String> {
    let until = office.clock.now_ms().saturating_add(LASTS_MS);
    let said = format!("{}.{}.{}.{until}", lease.system, lease.task, lease.attempt);
    let mac = office.vault.adapters().derive("minside task token v1").mac(&[said.as_bytes()]);
    Zeroizing::new(format!("{PREFIX}{said}.{}", URL_SAFE_NO_PAD.encode(mac)))
}

/// What a token says; `None` where it is none of ours, or over.
pub fn read(office: &Office, written: &str) -> Option<TaskToken> {
    let (said, mac) = written.strip_prefix(PREFIX)?.rsplit_once('.')?;
    let right = office.vault.adapters().derive("minside task token v1").mac(&[said.as_bytes()]);
    if !same(&right, &URL_SAFE_NO_PAD.decode(mac).ok()?) {
        return None;
    }
    let mut parts = said.split('.');
    let token = TaskToken {
        system: parts.next()?.parse().ok()?,
        task: parts.next()?.parse().ok()?,
        attempt: parts.next()?.parse().ok()?,
    };
    let until: i64 = parts.next()?.parse().ok()?;
    (parts.next().is_none() && office.clock.now_ms() < until).then_some(token)
}
