//! The adapter API, as its page shows it. What it says is for programmers, and in English.

/// All of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdapterApi {
    /// The address that all paths begin with.
    pub base: String,
    /// Every call.
    pub calls: Vec<AdapterCall>,
    /// Everything that can be wrong with one.
    pub problems: Vec<AdapterProblem>,
    /// A task document, as JSON.
    pub task: String,
    /// An answer document, as JSON.
    pub answer: String,
}

/// One call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdapterCall {
    /// Such as `POST`.
    pub method: &'static str,
    /// Such as `/tasks/claim`.
    pub path: String,
    /// What it does.
    pub about: String,
    /// The codes of what can be wrong with it.
    pub problems: Vec<&'static str>,
}

/// Something that can be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdapterProblem {
    /// The end of its type.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// What it means.
    pub title: &'static str,
}
