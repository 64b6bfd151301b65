//! A handler attribute requires a function.

#[microcore::plugin]
mod welcome {
    use microcore::prelude::*;

    #[on_start]
    const START: i64 = 1;
}

fn main() {}
