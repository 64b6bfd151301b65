//! A glob of the crate brings every feature in.

#[microcore::plugin]
mod users {
    use crate::*;
}

fn main() {}
