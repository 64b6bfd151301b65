//! `#[plugin]` requires a module.

#[microcore::plugin]
fn create_user() {}

fn main() {}
