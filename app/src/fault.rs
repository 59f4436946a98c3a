//! The closed list of what can go wrong in front of a person.

/// Why a page could not be shown. It holds no text and nothing about anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is no such page or thing, or it is not yours.
    NotFound,
    /// The page is for another kind of person.
    Forbidden,
    /// One must log in first.
    LoginNeeded,
    /// One must log in in a safer way first.
    LevelNeeded,
    /// A form was filled in by somebody else than who is logged in now.
    OtherPerson,
    /// A form was sent from another site.
    CrossSite,
    /// The request cannot be understood.
    BadRequest,
    /// The address exists, but not for this method.
    MethodNotAllowed,
    /// The request did not arrive in time.
    TooSlow,
    /// The body is too large.
    TooLarge,
    /// The address is too long.
    AddressTooLong,
    /// The headers are too large.
    HeadersTooLarge,
    /// The body is of a kind that is not read here.
    UnsupportedMedia,
    /// Too many requests from the same address.
    TooMany {
        /// How long to wait.
        retry_after_s: u32,
    },
    /// A part of the server does not answer in time.
    Busy,
    /// A mistake of ours; the log has the cause.
    Internal,
}

impl Fault {
    /// The HTTP status (RFC 9110, RFC 6585).
    pub fn status(self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::Forbidden | Self::LoginNeeded | Self::LevelNeeded | Self::OtherPerson | Self::CrossSite => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::TooSlow => 408,
            Self::TooLarge => 413,
            Self::AddressTooLong => 414,
            Self::UnsupportedMedia => 415,
            Self::TooMany { .. } => 429,
            Self::HeadersTooLarge => 431,
            Self::Internal => 500,
            Self::Busy => 503,
        }
    }

    /// The word for it in problem documents and in the log.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::Forbidden => "forbidden",
            Self::LoginNeeded => "login-needed",
            Self::LevelNeeded => "level-needed",
            Self::OtherPerson => "other-person",
            Self::CrossSite => "cross-site",
            Self::BadRequest => "bad-request",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::TooSlow => "too-slow",
            Self::TooLarge => "too-large",
            Self::AddressTooLong => "address-too-long",
            Self::HeadersTooLarge => "headers-too-large",
            Self::UnsupportedMedia => "unsupported-media",
            Self::TooMany { .. } => "too-many",
            Self::Busy => "busy",
            Self::Internal => "internal",
        }
    }
}
