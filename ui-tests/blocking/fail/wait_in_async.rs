//! `wait` is for a plain `fn`.

#[microcore::plugin]
mod report {
    use microcore::prelude::*;

    #[on_start]
    async fn start() {
        wait(async {});
    }
}

fn main() {}
