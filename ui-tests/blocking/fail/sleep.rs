//! A blocking call is reported with its async equivalent.

#[microcore::plugin]
mod report {
    use microcore::prelude::*;

    #[on_start]
    async fn start() {
        std::thread::sleep(std::time::Duration::from_secs(1));
    }
}

fn main() {}
