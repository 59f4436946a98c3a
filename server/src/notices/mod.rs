//! The outbox: what people are to be told, stored in the transaction that makes it so.
//!
//! A row holds what kind of notice it is, about which case and to whom; the words are made when it is sent, and nothing
//! about the person is in them. It is sent at least once: one that was sent just before a crash is sent again.

pub mod store;

use crate::coded;

coded! {
    /// What a person is told.
    pub enum Kind {
        /// The case has been received.
        Receipt = "receipt",
        /// There is a letter.
        Letter = "letter",
        /// There is a message.
        Message = "message",
    }
}
