//! The shop, changed: what the table in `cases/` says is done to a copy of it each,
//! all copies are checked by one `cargo check`, and what the compiler says of each
//! is returned.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // made for tests

mod case;
mod checked;
mod copies;
mod table;

pub use case::{Case, Wanted};
pub use checked::{Mistake, check};
pub use table::{table, write_or_compare};
