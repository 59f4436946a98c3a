//! Fødselsnummer and D-numbers: told apart and checked, but never read for what they say about a person.
//!
//! Neither age nor gender nor century is derived from a number: the day and the month can be those of the registration
//! (forskrift 2017-07-14-1201 § 3-3-1), a D-number has no century (§ 2-2-2), and from 2032 the gender is gone too. The
//! calendar check assumes 20yy, as Skatteetaten's own does.

use std::fmt;

use jiff::civil::{Date, date};
use thiserror::Error;
use zeroize::Zeroizing;

/// Digits in a number.
const LENGTH: usize = 11;
/// Weights of the first control digit (Skatteetaten).
const FIRST_WEIGHTS: [u32; 9] = [3, 7, 6, 1, 8, 9, 4, 5, 2];
/// Weights of the second.
const SECOND_WEIGHTS: [u32; 10] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
/// From this day numbers are issued under the new rule for the first control digit; the old ones stay valid.
pub const NEW_RULE_FROM: Date = date(2032, 1, 1);

/// A person's number. It shows itself nowhere: not in a log, an error, an address or a figure.
#[derive(Clone)]
pub struct NationalId(Zeroizing<String>);

impl NationalId {
    /// Which register gave it.
    pub fn kind(&self) -> Kind {
        // Four is added to the first digit of a D-number.
        if self.0.starts_with(['4', '5', '6', '7']) { Kind::Dnr } else { Kind::Fnr }
    }

    /// The eleven digits, for the few places that must have them.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for NationalId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("[hidden]")
    }
}

impl fmt::Display for NationalId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("[hidden]")
    }
}

/// Which register gave the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Fødselsnummer.
    Fnr,
    /// D-number: four is added to the first digit.
    Dnr,
}

/// Whether all people in this installation are made up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deployment {
    /// Real people; made-up numbers are refused.
    Production,
    /// Made-up people; Skatteetaten's made-up numbers (month + 80) are taken as well.
    Test,
}

/// Why a number is not taken. It never holds the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Refused {
    /// Not eleven characters.
    #[error("a national identity number has 11 digits")]
    Length,
    /// Something that is no digit.
    #[error("a national identity number has digits only")]
    NotDigits,
    /// A hospital's own number for somebody whose number it does not know (month + 40).
    #[error(
        "this is a temporary number (H-nummer) that only one hospital or office knows; the person's own number is needed"
    )]
    HNumber,
    /// A made-up number where people are real.
    #[error("this is a made-up number for tests")]
    Synthetic,
    /// No such day.
    #[error("the first six digits are not a date")]
    NotADate,
    /// Most likely a digit that is wrong, or two that have changed places.
    #[error("the control digits do not fit; most likely a digit is wrong")]
    ControlDigits,
}

/// A number that was read, and what is known of it.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The number.
    pub id: NationalId,
    /// Which register gave it.
    pub kind: Kind,
    /// Whether it is one of Skatteetaten's made-up numbers.
    pub synthetic: bool,
    /// Whether its control digits fit today's rule.
    pub fits_old_rule: bool,
    /// Whether they fit the rule for numbers issued from 2032.
    pub fits_new_rule: bool,
}

impl NationalId {
    /// Reads a number that somebody typed, where typing errors must be found. Spaces do not matter.
    ///
    /// # Errors
    /// Why it is not taken.
    pub fn typed(text: &str, deployment: Deployment, today: Date) -> Result<Parsed, Refused> {
        let parsed = parse(text)?;
        if parsed.synthetic && deployment == Deployment::Production {
            return Err(Refused::Synthetic);
        }
        let fits = parsed.fits_old_rule || (today >= NEW_RULE_FROM && parsed.fits_new_rule);
        if fits { Ok(parsed) } else { Err(Refused::ControlDigits) }
    }

    /// Takes the number that a login provider vouches for (`pid`): its length and its kind are checked, nothing else.
    ///
    /// # Errors
    /// It is no number that a person logs in with.
    pub fn from_login(pid: &str) -> Result<(Self, Kind), Refused> {
        let (digits, id) = digits_of(pid)?;
        let Marks { kind, hospital, .. } = Marks::of(&digits);
        if hospital { Err(Refused::HNumber) } else { Ok((id, kind)) }
    }

    /// The same for somebody who logs in now: made-up people log in only where all people are made up.
    ///
    /// # Errors
    /// It is no number that a person logs in with here.
    pub fn from_provider(pid: &str, deployment: Deployment) -> Result<Self, Refused> {
        let (digits, _) = digits_of(pid)?;
        if Marks::of(&digits).synthetic && deployment == Deployment::Production {
            return Err(Refused::Synthetic);
        }
        Self::from_login(pid).map(|(id, _)| id)
    }
}

/// What is added to day and month.
struct Marks {
    kind: Kind,
    hospital: bool,
    synthetic: bool,
    day: u32,
    month: u32,
}

impl Marks {
    fn of(digits: &[u32; LENGTH]) -> Self {
        let (day, month) = (10 * digits[0] + digits[1], 10 * digits[2] + digits[3]);
        let dnr = (41..=71).contains(&day);
        let (hospital, synthetic) = ((41..=52).contains(&month), (81..=92).contains(&month));
        Self {
            kind: if dnr { Kind::Dnr } else { Kind::Fnr },
            hospital,
            synthetic,
            day: if dnr { day - 40 } else { day },
            month: match (hospital, synthetic) {
                (true, _) => month - 40,
                (_, true) => month - 80,
                _ => month,
            },
        }
    }
}

fn parse(text: &str) -> Result<Parsed, Refused> {
    let without_spaces: Zeroizing<String> =
        Zeroizing::new(text.chars().filter(|character| !character.is_whitespace()).collect());
    let (digits, id) = digits_of(&without_spaces)?;
    let Marks { kind, hospital, synthetic, day, month } = Marks::of(&digits);
    let year = i16::try_from(2000 + 10 * digits[4] + digits[5]).map_err(|_| Refused::NotADate)?;
    let (month, day) = (i8::try_from(month), i8::try_from(day));
    let (Ok(month), Ok(day)) = (month, day) else { return Err(Refused::NotADate) };
    Date::new(year, month, day).map_err(|_| Refused::NotADate)?;
    // Only after the date, so that a mistyped number is not called a hospital's.
    if hospital {
        return Err(Refused::HNumber);
    }
    let first = (weigh(&digits, &FIRST_WEIGHTS) + digits[9]) % 11;
    let second_fits = (weigh(&digits, &SECOND_WEIGHTS) + digits[10]).is_multiple_of(11);
    if !second_fits || first > 3 {
        return Err(Refused::ControlDigits);
    }
    Ok(Parsed { id, kind, synthetic, fits_old_rule: first == 0, fits_new_rule: true })
}

fn digits_of(text: &str) -> Result<([u32; LENGTH], NationalId), Refused> {
    if text.chars().count() != LENGTH {
        return Err(Refused::Length);
    }
    let mut digits = [0; LENGTH];
    for (digit, character) in digits.iter_mut().zip(text.chars()) {
        *digit = character.to_digit(10).ok_or(Refused::NotDigits)?;
    }
    Ok((digits, NationalId(Zeroizing::new(text.to_owned()))))
}

fn weigh(digits: &[u32; LENGTH], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum()
}

#[cfg(test)]
mod tests;
