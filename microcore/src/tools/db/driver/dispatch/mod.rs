//! The drivers as enums.
//!
//! Code that runs for every statement dispatches by enum, not by trait object, which would
//! allocate for every statement and every row. Each enum has one more, uninhabited
//! variant, so that it compiles without any driver.

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
