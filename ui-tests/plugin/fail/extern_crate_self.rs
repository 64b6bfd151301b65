//! An alias of the crate is rejected.

#[microcore::plugin]
mod users {
    extern crate self as root;
}

fn main() {}
