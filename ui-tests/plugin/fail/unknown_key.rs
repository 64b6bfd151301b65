//! A mistyped key must be named with the nearest one.

#[microcore::plugin(domian = "users")]
mod create_user {}

fn main() {}
