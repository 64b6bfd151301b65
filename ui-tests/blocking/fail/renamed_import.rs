//! A blocking call is found under any name.

#[microcore::plugin]
mod report {
    use microcore::prelude::*;

    use std::fs::read_to_string as slurp;

    #[on_start]
    async fn start() {
        let _ = slurp("a.txt");
    }
}

fn main() {}
