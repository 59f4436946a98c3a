//! Whose adapter sends a request: by a key of the register, by a Maskinporten token, or, for one task only, by the token
//! that came with a call.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

use crate::adapters::problem::{Kind, Problem};
use crate::adapters::task_token;
use crate::adapters::{keys, maskinporten};
use crate::http::client_bucket;
use crate::id::{SystemId, TaskId};
use crate::portal::Portal;

/// The header in which an organisation with several systems says which one is meant.
pub(crate) const SYSTEM_HEADER: &str = "minside-system";

/// Whose adapter sends a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) system: SystemId,
    /// By which it is known in the log and in the attempts: a key's id, or a Maskinporten client. Never a secret.
    pub(crate) by: String,
    /// The one task and attempt that the token is for, where it is for one.
    pub(crate) only: Option<(TaskId, u32)>,
}

impl Caller {
    /// Refuses a token that is for one task where something else is wanted.
    pub(super) fn for_all(self) -> Result<Self, Problem> {
        match self.only {
            None => Ok(self),
            Some(_) => Err(Problem::because(Kind::Forbidden, "a task_token is for its task only")),
        }
    }

    /// The same for a task. Another's task is told like one that is not there.
    pub(super) fn for_task(&self, task: TaskId, attempt: Option<u32>) -> Result<(), Problem> {
        match self.only {
            Some((only, _)) if only != task => Err(Kind::NotFound.into()),
            Some((_, only)) if attempt.is_some_and(|attempt| attempt != only) => Err(Kind::LeaseLost.into()),
            _ => Ok(()),
        }
    }
}

impl FromRequestParts<Arc<Portal>> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, portal: &Arc<Portal>) -> Result<Self, Problem> {
        match known(portal, &parts.headers).await {
            Ok(caller) => {
                portal.adapter_limits.of_system(caller.system)?;
                Ok(caller)
            }
            Err(problem) => {
                if problem.kind == Kind::Unauthorized {
                    portal.adapter_limits.of_stranger(client_bucket(portal, &parts.extensions, &parts.headers))?;
                }
                Err(problem)
            }
        }
    }
}

async fn known(portal: &Portal, headers: &HeaderMap) -> Result<Caller, Problem> {
    let how = "send the header Authorization: Bearer, and the key";
    let token = bearer(headers).ok_or_else(|| Problem::because(Kind::Unauthorized, how))?;
    if token.starts_with(keys::PREFIX) {
        let owner = keys::owner(&portal.office, token).await?;
        let (system, key) = owner.ok_or(Kind::Unauthorized)?;
        return Ok(Caller { system, by: format!("key {key}"), only: None });
    }
    if token.starts_with(task_token::PREFIX) {
        let read = task_token::read(&portal.office, token).ok_or(Kind::Unauthorized)?;
        let by = format!("call {}", read.task);
        return Ok(Caller { system: read.system, by, only: Some((read.task, read.attempt)) });
    }
    let named = headers.get(SYSTEM_HEADER).and_then(|named| named.to_str().ok());
    maskinporten::caller(portal, token, named).await
}

/// The token of `Authorization: Bearer …` (RFC 6750, 2.1).
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}
