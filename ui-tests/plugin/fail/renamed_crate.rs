//! An alias of the crate is rejected.

#[microcore::plugin]
mod users {
    use crate as root;
}

fn main() {}
