//! A module in another file is not checked, so it is rejected.

#[microcore::plugin]
mod users {
    #[path = "../../fixtures/shared.rs"]
    mod shared;
}

fn main() {}
