//! A handler is a plain Rust function.

#[microcore::plugin]
mod welcome {
    use microcore::prelude::*;

    #[on_start]
    extern "C" fn start() {}
}

fn main() {}
