//! The drivers as enums.
//!
//! What runs for every statement is an enum of what each driver has, and not a trait
//! object: that would be allocated for every statement and every row. Each enum has a
//! variant without a value besides, so that it is a type if no driver is compiled in.

mod connection;
mod engine;
mod result;

pub(super) use connection::connections;
pub(super) use engine::{either, engines};
pub(super) use result::results;

/// Writes the enums, from the list of drivers.
macro_rules! drivers {
    ($($list:tt)*) => {
        $crate::tools::db::driver::dispatch::engines! { $($list)* }
        $crate::tools::db::driver::dispatch::connections! { $($list)* }
        $crate::tools::db::driver::dispatch::results! { $($list)* }
    };
}
pub(super) use drivers;
