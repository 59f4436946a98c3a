//! The only code of ours that runs in the browser. Every page works without it.

mod case_progress;
pub mod register_filter;
mod session_warning;

pub use case_progress::CaseProgress;
pub use session_warning::SessionWarning;
