//! A closure of an `async fn` must not block either.

#[microcore::plugin]
mod report {
    use microcore::prelude::*;

    use std::fs;

    #[on_start]
    async fn start() {
        let read = |path: &str| fs::read(path);
        let _ = read("a.txt");
    }
}

fn main() {}
