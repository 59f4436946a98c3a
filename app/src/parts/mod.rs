//! Pieces that several pages share, in Designsystemet's markup.

pub(crate) mod contact;
pub(crate) mod definition;
pub(crate) mod done;
pub(crate) mod due;
pub(crate) mod file_field;
pub(crate) mod footer;
pub(crate) mod form;
pub(crate) mod header;
pub(crate) mod logins;
pub(crate) mod messages;
pub(crate) mod mishap;
pub(crate) mod page_start;
pub(crate) mod pager;
pub(crate) mod print;
pub(crate) mod session_ends;
pub(crate) mod table;
