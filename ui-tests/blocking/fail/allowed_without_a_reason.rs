//! `#[allow_blocking]` requires a reason.

#[microcore::plugin]
mod report {
    use microcore::prelude::*;

    #[on_start]
    #[allow_blocking]
    async fn start() {
        let _ = std::fs::read("a.txt");
    }
}

fn main() {}
