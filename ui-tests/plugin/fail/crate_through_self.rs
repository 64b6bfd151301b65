//! An alias of the crate is rejected.

#[microcore::plugin]
mod users {
    use crate::{self as root};
}

fn main() {}
