//! `pub(crate)` is open too.

#[microcore::plugin]
mod users {
    pub(crate) struct Shared;
}

fn main() {}
