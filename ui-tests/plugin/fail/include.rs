//! Code that no check has seen must be refused.

#[microcore::plugin]
mod users {
    include!("../../fixtures/shared.rs");
}

fn main() {}
