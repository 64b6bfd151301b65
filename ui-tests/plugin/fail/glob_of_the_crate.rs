//! A glob import of the crate imports every feature.

#[microcore::plugin]
mod users {
    use crate::*;
}

fn main() {}
