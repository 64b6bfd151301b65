//! `#[plugin]` on anything but a module must say where it goes.

#[microcore::plugin]
fn create_user() {}

fn main() {}
