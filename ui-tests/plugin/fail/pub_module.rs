//! A plugin is not imported, so it is not open.

#[microcore::plugin]
pub mod create_user {}

fn main() {}
