//! The only code of ours that runs in the browser. Every page works without it.

pub mod register_filter;
mod session_warning;

pub use session_warning::SessionWarning;
