//! A second name for the crate hides where paths lead.

#[microcore::plugin]
mod users {
    use crate as root;
}

fn main() {}
