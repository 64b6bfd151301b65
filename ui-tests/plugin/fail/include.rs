//! Included code is not checked, so it is rejected.

#[microcore::plugin]
mod users {
    include!("../../fixtures/shared.rs");
}

fn main() {}
