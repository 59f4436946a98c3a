//! The pages of somebody who is logged in as a citizen.

mod answer;
pub(crate) mod ask;
pub(crate) mod case;
pub(crate) mod data;
pub(crate) mod home;
pub(crate) mod letter;
pub(crate) mod logins;
pub(crate) mod profile;
pub(crate) mod receipt;
pub(crate) mod said;
pub(crate) mod sent;
