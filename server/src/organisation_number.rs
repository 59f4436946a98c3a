//! The number of an organisation in Enhetsregisteret: nine digits, the last of which fits the others.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// Weights of the first eight digits (Brønnøysundregistrene).
const WEIGHTS: [u32; 8] = [3, 2, 7, 6, 5, 4, 3, 2];

/// A number that could be an organisation's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrganisationNumber(String);

/// A text that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("this is not an organisation number: nine digits, the last a control digit")]
pub struct NoOrganisationNumber;

impl FromStr for OrganisationNumber {
    type Err = NoOrganisationNumber;

    /// Reads it with or without spaces between the digits.
    fn from_str(text: &str) -> Result<Self, NoOrganisationNumber> {
        let bare: String = text.chars().filter(|character| *character != ' ').collect();
        let digits: Vec<u32> = bare.chars().filter_map(|character| character.to_digit(10)).collect();
        let fits = bare.len() == 9 && digits.len() == 9 && {
            let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
            (11 - sum % 11) % 11 == digits[8]
        };
        if fits { Ok(Self(bare)) } else { Err(NoOrganisationNumber) }
    }
}

impl fmt::Display for OrganisationNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_digits_whose_last_fits_the_others() {
        assert_eq!(
            "987 654 325".parse::<OrganisationNumber>().map(|number| number.to_string()),
            Ok("987654325".into())
        );
        for wrong in ["", "987654321", "98765432", "9876543250", "98765432x", "٩٨٧٦٥٤٣٢٥"] {
            assert_eq!(wrong.parse::<OrganisationNumber>(), Err(NoOrganisationNumber), "{wrong}");
        }
    }
}
