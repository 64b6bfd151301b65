//! Waiting for a child process blocks.

#[microcore::plugin]
mod report {
    use microcore::prelude::*;

    #[on_start]
    async fn start() {
        let _ = std::process::Command::new("date").arg("-u").output();
    }
}

fn main() {}
