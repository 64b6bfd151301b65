//! Changed copies of the shop: each case in `cases/` changes one copy, all copies are
//! checked by one `cargo check`, and the errors of each are returned.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // made for tests

mod case;
mod checked;
mod copies;
mod table;

pub use case::{Case, Wanted};
pub use checked::{Mistake, check};
pub use table::{table, write_or_compare};
