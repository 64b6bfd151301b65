//! A second name for the crate hides where paths lead.

#[microcore::plugin]
mod users {
    extern crate self as root;
}

fn main() {}
