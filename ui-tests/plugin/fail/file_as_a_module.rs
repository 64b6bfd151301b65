//! A file of its own is not looked into.

#[microcore::plugin]
mod users {
    #[path = "../../fixtures/shared.rs"]
    mod shared;
}

fn main() {}
