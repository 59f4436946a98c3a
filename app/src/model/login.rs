//! Who is logged in, and how one logs in: what pages need to know of it.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// Where the form that logs out is sent.
pub const LOG_OUT: &str = "/logg-ut";
/// Where the form that logs out everywhere is sent.
pub const LOG_OUT_EVERYWHERE: &str = "/do/log-out-everywhere";
/// What the island that keeps a person logged in asks for.
pub const STAY: &str = "/do/stay-logged-in";
/// The field of a form that only its person may send.
pub const WHOSE: &str = "hvem";
/// The field of the query with the path to go to after logging in.
pub const RETURN_TO: &str = "til";
/// The field of the query that says why one is to log in.
pub const WHY: &str = "hvorfor";
/// Its value where a form was not sent because the session was over.
pub const UNSENT: &str = "skjema";
/// Its value where the session was over.
pub const TIMED_OUT: &str = "tid";
/// The field of the query with the level that is asked for.
pub const LEVEL: &str = "niva";
/// Its only value.
pub const HIGH: &str = "hoyt";

/// Where one logs in, to come to `return_to` afterwards; `provider` leads straight there.
pub fn login_address(provider: Option<&str>, return_to: &str, high: bool) -> String {
    let provider = provider.map(|key| format!("/{key}")).unwrap_or_default();
    let return_to = utf8_percent_encode(return_to, NON_ALPHANUMERIC);
    let level = if high { format!("&{LEVEL}={HIGH}") } else { String::new() };
    format!("/logg-inn{provider}?{RETURN_TO}={return_to}{level}")
}

/// Where one logs in, because of [`WHY`], to come to `return_to` afterwards.
pub fn login_because(why: &str, return_to: &str, high: bool) -> String {
    format!("{}&{WHY}={why}", login_address(None, return_to, high))
}

/// Who logs in with a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginKind {
    /// Citizens.
    Idporten,
    /// Employees.
    Ansattporten,
    /// Employees.
    Entra,
}

/// One way to log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoginChoice {
    /// The provider's key in addresses.
    pub key: &'static str,
    /// Whose it is.
    pub kind: LoginKind,
    /// Whether it answers.
    pub available: bool,
}

/// Why somebody is not logged in, as far as it helps to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginProblem {
    /// They changed their mind.
    Cancelled,
    /// It took too long, or was used before.
    Late,
    /// It was begun in another browser, or without cookies.
    OtherBrowser,
    /// The provider is not sure enough.
    Level,
    /// The provider names them in no way that we can use.
    Number,
    /// The provider does not say what an employee may do.
    Groups,
    /// The provider does not answer.
    NoAnswer,
    /// Something is not as it should be; the log says what.
    Other,
}

impl LoggedIn {
    /// Whether the session lasts longer if it is used.
    pub fn can_stay(&self) -> bool {
        self.seconds_left < self.longest_seconds_left
    }
}

impl LoginProblem {
    /// The HTTP status (RFC 9110).
    pub fn status(self) -> u16 {
        match self {
            Self::Cancelled | Self::Late | Self::OtherBrowser | Self::Other => 400,
            Self::Level | Self::Number | Self::Groups => 403,
            Self::NoAnswer => 503,
        }
    }
}

/// Somebody who is logged in, as every page knows them: without a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedIn {
    /// Whether they work for the municipality, and are here as that.
    pub employee: bool,
    /// When they are logged out if they do nothing: the time of day in Oslo, for example `14.32`.
    pub ends_at: String,
    /// How many seconds that is from now.
    pub seconds_left: u32,
    /// How many seconds they can stay however much they do.
    pub longest_seconds_left: u32,
    /// What their forms say of whose they are, in the field [`WHOSE`]: nothing that anybody can read.
    pub whose: String,
}
