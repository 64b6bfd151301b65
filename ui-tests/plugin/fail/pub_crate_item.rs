//! `pub(crate)` is rejected too.

#[microcore::plugin]
mod users {
    pub(crate) struct Shared;
}

fn main() {}
