//! Data is a struct or an enum.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[response]
    fn user() {}
}

fn main() {}
