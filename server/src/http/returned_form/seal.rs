//! Sealing one form with a key that is made of both halves, the address and the cookie, and of whose it is.

use app::model::ReturnedForm;

use super::Owner;
use crate::error::Error;
use crate::token::Token;
use crate::vault::{Key, Place};

const PURPOSE: &str = "minside returned form v1";

/// Seals a form for one page.
pub(super) fn seal(token: &Token, owner: &Owner, page: &str, form: &ReturnedForm) -> Result<Vec<u8>, Error> {
    let plain = serde_json::to_vec(form).map_err(|error| Error::Internal(error.into()))?;
    Ok(key(token, owner).seal(place(page), &plain))
}

/// Opens a form; `None` where it is another's, another page's, or was changed.
pub(super) fn open(token: &Token, owner: &Owner, page: &str, sealed: &[u8]) -> Option<ReturnedForm> {
    let plain = key(token, owner).open(place(page), sealed).ok()?;
    serde_json::from_slice(&plain).ok()
}

fn key(token: &Token, owner: &Owner) -> Key {
    Key::of_bytes(&token.key_with(&owner.browser, PURPOSE).mac(&[owner.whose.bytes()]))
}

/// A form is for one page.
fn place(page: &str) -> Place<'_> {
    Place { table: "returned_form", column: "sealed", row: page }
}

#[cfg(test)]
mod tests {
    use app::model::{FieldCode, FieldFault};

    use super::super::super::own_form::Whose;
    use super::*;

    fn form() -> ReturnedForm {
        ReturnedForm {
            values: [("field".to_owned(), "æøå </script>".to_owned())].into(),
            faults: vec![FieldFault { field: "field".to_owned(), code: FieldCode::TooLong { limit: 3 } }],
        }
    }

    fn owner() -> Owner {
        Owner { browser: Token::random(), whose: Whose::ANYBODY }
    }

    #[test]
    fn only_both_halves_on_the_same_page_open_a_form() {
        let (token, owner) = (Token::random(), owner());
        let sealed = seal(&token, &owner, "/visning", &form()).unwrap();
        assert_eq!(open(&token, &owner, "/visning", &sealed), Some(form()));
        assert_eq!(open(&Token::random(), &owner, "/visning", &sealed), None);
        assert_eq!(open(&token, &self::owner(), "/visning", &sealed), None);
        assert_eq!(open(&token, &owner, "/annet", &sealed), None);
    }

    #[test]
    fn a_form_that_was_changed_or_cut_is_not_opened() {
        let (token, owner) = (Token::random(), owner());
        let sealed = seal(&token, &owner, "/visning", &form()).unwrap();
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(open(&token, &owner, "/visning", &changed), None, "byte {at}");
            assert_eq!(open(&token, &owner, "/visning", &sealed[..at]), None, "{at} bytes");
        }
    }

    #[test]
    fn what_is_sealed_does_not_show_what_was_typed() {
        let sealed = seal(&Token::random(), &owner(), "/visning", &form()).unwrap();
        assert!(!sealed.windows(6).any(|window| window == b"script"));
    }
}
