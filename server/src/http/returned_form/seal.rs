//! Sealing one form with a key that is made of both halves: the address and the cookie.

use app::model::ReturnedForm;

use crate::error::Error;
use crate::token::Token;
use crate::vault::{Key, Place};

const PURPOSE: &str = "minside returned form v1";

/// Seals a form for one page.
pub(super) fn seal(token: &Token, secret: &Token, page: &str, form: &ReturnedForm) -> Result<Vec<u8>, Error> {
    let plain = serde_json::to_vec(form).map_err(|error| Error::Internal(error.into()))?;
    Ok(key(token, secret).seal(place(page), &plain))
}

/// Opens a form; `None` where it is another's, another page's, or was changed.
pub(super) fn open(token: &Token, secret: &Token, page: &str, sealed: &[u8]) -> Option<ReturnedForm> {
    let plain = key(token, secret).open(place(page), sealed).ok()?;
    serde_json::from_slice(&plain).ok()
}

fn key(token: &Token, secret: &Token) -> Key {
    token.key_with(secret, PURPOSE)
}

/// A form is for one page.
fn place(page: &str) -> Place<'_> {
    Place { table: "returned_form", column: "sealed", row: page }
}

#[cfg(test)]
mod tests {
    use app::model::{FieldCode, FieldFault};

    use super::*;

    fn form() -> ReturnedForm {
        ReturnedForm {
            values: [("field".to_owned(), "æøå </script>".to_owned())].into(),
            faults: vec![FieldFault { field: "field".to_owned(), code: FieldCode::TooLong { limit: 3 } }],
        }
    }

    #[test]
    fn only_both_halves_on_the_same_page_open_a_form() {
        let (token, secret) = (Token::random(), Token::random());
        let sealed = seal(&token, &secret, "/visning", &form()).unwrap();
        assert_eq!(open(&token, &secret, "/visning", &sealed), Some(form()));
        assert_eq!(open(&Token::random(), &secret, "/visning", &sealed), None);
        assert_eq!(open(&token, &Token::random(), "/visning", &sealed), None);
        assert_eq!(open(&token, &secret, "/annet", &sealed), None);
    }

    #[test]
    fn a_form_that_was_changed_or_cut_is_not_opened() {
        let (token, secret) = (Token::random(), Token::random());
        let sealed = seal(&token, &secret, "/visning", &form()).unwrap();
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(open(&token, &secret, "/visning", &changed), None, "byte {at}");
            assert_eq!(open(&token, &secret, "/visning", &sealed[..at]), None, "{at} bytes");
        }
    }

    #[test]
    fn what_is_sealed_does_not_show_what_was_typed() {
        let sealed = seal(&Token::random(), &Token::random(), "/visning", &form()).unwrap();
        assert!(!sealed.windows(6).any(|window| window == b"script"));
    }
}
