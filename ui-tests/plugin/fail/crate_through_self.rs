//! A second name for the crate hides where paths lead.

#[microcore::plugin]
mod users {
    use crate::{self as root};
}

fn main() {}
