//! A misspelt key is reported with the nearest one.

#[microcore::plugin(domian = "users")]
mod create_user {}

fn main() {}
