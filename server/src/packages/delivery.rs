//! How an answer reaches the person, and what is known of it.
//!
//! In the portal it is available for a time, and it is logged when the person opened it (eForvaltningsforskriften § 8);
//! those who get paper are sent it on a date. Instants are UTC milliseconds.

use jiff::civil::Date;
use thiserror::Error;

/// The delivery of one package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// The person may fetch it.
    Available(Time),
    /// The person has looked at it.
    Opened(Time, Opened),
    /// The person has the file.
    Downloaded(Time, Opened, Downloaded),
    /// The time is over, whatever the person did before.
    Expired(Time, Option<(Opened, Option<Downloaded>)>),
    /// It was sent on paper.
    Posted {
        /// When.
        on: Date,
    },
}

/// From when until when it can be fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    available_at: i64,
    expires_at: i64,
}

/// What the database holds of a delivery.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) available_at: Option<i64>,
    pub(super) expires_at: Option<i64>,
    pub(super) opened_at: Option<i64>,
    pub(super) downloaded_at: Option<i64>,
    pub(super) posted_on: Option<Date>,
}

/// When it was first looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened(pub i64);

/// When it was first downloaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Downloaded(pub i64);

/// Why nothing changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Refused {
    /// It ends before it begins.
    #[error("it would end before it begins")]
    NoTime,
    /// It cannot be fetched any more.
    #[error("the time for fetching it is over")]
    Expired,
    /// It was sent on paper.
    #[error("it was sent on paper")]
    OnPaper,
    /// Its time is not over.
    #[error("the time for fetching it is not over")]
    NotYet,
}

impl Delivery {
    /// In the portal, from now on and for a time.
    ///
    /// # Errors
    /// It would end before it begins.
    pub fn available(available_at: i64, expires_at: i64) -> Result<Self, Refused> {
        if available_at < expires_at {
            Ok(Self::Available(Time { available_at, expires_at }))
        } else {
            Err(Refused::NoTime)
        }
    }

    /// The person looks at it. The first time is what counts.
    ///
    /// # Errors
    /// It cannot be fetched, or not any more.
    pub fn open(self, at: i64) -> Result<Self, Refused> {
        match self.in_time(at)? {
            Self::Available(time) => Ok(Self::Opened(time, Opened(at))),
            other => Ok(other),
        }
    }

    /// The person downloads it, which is looking at it too.
    ///
    /// # Errors
    /// It cannot be fetched, or not any more.
    pub fn download(self, at: i64) -> Result<Self, Refused> {
        match self.open(at)? {
            Self::Opened(time, opened) => Ok(Self::Downloaded(time, opened, Downloaded(at))),
            other => Ok(other),
        }
    }

    /// Its time is over.
    ///
    /// # Errors
    /// It is not, or it was sent on paper.
    pub fn expire(self, now: i64) -> Result<Self, Refused> {
        match self.in_time(now) {
            Ok(_) => Err(Refused::NotYet),
            Err(Refused::Expired) => Ok(match self {
                Self::Available(time) => Self::Expired(time, None),
                Self::Opened(time, opened) => Self::Expired(time, Some((opened, None))),
                Self::Downloaded(time, opened, downloaded) => Self::Expired(time, Some((opened, Some(downloaded)))),
                other => other,
            }),
            Err(refused) => Err(refused),
        }
    }

    /// Since when it can be fetched, or could.
    pub fn available_at(self) -> Option<i64> {
        self.columns().available_at
    }

    /// Until when it can be fetched; `None` where it cannot be, or not any more.
    pub fn fetched_until(self, now: i64) -> Option<i64> {
        self.in_time(now).ok()?.columns().expires_at
    }

    /// When it was first downloaded, if it was.
    pub fn downloaded_at(self) -> Option<i64> {
        self.columns().downloaded_at
    }

    fn in_time(self, at: i64) -> Result<Self, Refused> {
        match self {
            Self::Posted { .. } => Err(Refused::OnPaper),
            Self::Expired(..) => Err(Refused::Expired),
            Self::Available(time) | Self::Opened(time, _) | Self::Downloaded(time, ..) if at >= time.expires_at => {
                Err(Refused::Expired)
            }
            other => Ok(other),
        }
    }

    /// What the database holds of it.
    pub(super) fn columns(self) -> Columns {
        let of = |time: Time, opened: Option<Opened>, downloaded: Option<Downloaded>| Columns {
            available_at: Some(time.available_at),
            expires_at: Some(time.expires_at),
            opened_at: opened.map(|Opened(at)| at),
            downloaded_at: downloaded.map(|Downloaded(at)| at),
            posted_on: None,
        };
        match self {
            Self::Available(time) => of(time, None, None),
            Self::Opened(time, opened) => of(time, Some(opened), None),
            Self::Downloaded(time, opened, downloaded) => of(time, Some(opened), Some(downloaded)),
            Self::Expired(time, None) => of(time, None, None),
            Self::Expired(time, Some((opened, downloaded))) => of(time, Some(opened), downloaded),
            Self::Posted { on } => Columns { posted_on: Some(on), ..Columns::default() },
        }
    }

    /// The delivery of a row; `None` where it is none that there can be.
    pub(super) fn parse(
        code: &str,
        available_at: Option<i64>,
        expires_at: Option<i64>,
        opened_at: Option<i64>,
        downloaded_at: Option<i64>,
        posted_on: Option<Date>,
    ) -> Option<Self> {
        let time = available_at.zip(expires_at).map(|(available_at, expires_at)| Time { available_at, expires_at });
        let (opened, downloaded) = (opened_at.map(Opened), downloaded_at.map(Downloaded));
        match (code, time, opened, downloaded, posted_on) {
            ("available", Some(time), None, None, None) => Some(Self::Available(time)),
            ("opened", Some(time), Some(opened), None, None) => Some(Self::Opened(time, opened)),
            ("downloaded", Some(time), Some(opened), Some(at), None) => Some(Self::Downloaded(time, opened, at)),
            ("expired", Some(time), None, None, None) => Some(Self::Expired(time, None)),
            ("expired", Some(time), Some(opened), at, None) => Some(Self::Expired(time, Some((opened, at)))),
            ("posted", None, None, None, Some(on)) => Some(Self::Posted { on }),
            _ => None,
        }
    }

    /// Its code in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Available(_) => "available",
            Self::Opened(..) => "opened",
            Self::Downloaded(..) => "downloaded",
            Self::Expired(..) => "expired",
            Self::Posted { .. } => "posted",
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn it_is_opened_and_downloaded_once_and_the_first_time_counts() {
        let delivery = Delivery::available(10, 100).unwrap();
        let opened = delivery.open(20).unwrap();
        assert_eq!(opened.open(30), Ok(opened));
        let downloaded = opened.download(40).unwrap();
        assert_eq!(downloaded.download(50), Ok(downloaded));
        assert_eq!(delivery.download(40).unwrap().code(), "downloaded", "downloading is looking at it too");
        assert_eq!([delivery, opened, downloaded].map(Delivery::code), ["available", "opened", "downloaded"]);
    }

    #[test]
    fn after_its_time_it_is_expired_and_nothing_is_forgotten() {
        let time = Time { available_at: 10, expires_at: 100 };
        let delivery = Delivery::available(10, 100).unwrap();
        assert_eq!(delivery.expire(99), Err(Refused::NotYet));
        assert_eq!((delivery.open(100), delivery.download(100)), (Err(Refused::Expired), Err(Refused::Expired)));
        assert_eq!(delivery.expire(100), Ok(Delivery::Expired(time, None)));
        let opened = delivery.open(20).unwrap();
        assert_eq!(opened.expire(100), Ok(Delivery::Expired(time, Some((Opened(20), None)))));
        let downloaded = opened.download(30).unwrap().expire(200).unwrap();
        assert_eq!(downloaded, Delivery::Expired(time, Some((Opened(20), Some(Downloaded(30))))));
        assert_eq!(downloaded.expire(300), Ok(downloaded));
        assert_eq!(Delivery::available(100, 100), Err(Refused::NoTime));
    }

    #[test]
    fn what_was_sent_on_paper_is_not_fetched() {
        let posted = Delivery::Posted { on: date(2026, 4, 7) };
        assert_eq!(posted.open(1), Err(Refused::OnPaper));
        assert_eq!(posted.download(1), Err(Refused::OnPaper));
        assert_eq!(posted.expire(1), Err(Refused::OnPaper));
    }
}
