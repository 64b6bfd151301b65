//! A plain `fn`, another thread, and a reason.

#[microcore::plugin]
mod report {
    use microcore::prelude::*;

    #[on_start]
    fn plain() {
        let _ = std::fs::read("a.txt");
    }

    #[on_start]
    #[allow_blocking(reason = "one short file")]
    async fn with_a_reason() {
        let _ = std::fs::read("a.txt");
    }

    struct Disk;

    impl Disk {
        #[allow_blocking(reason = "one short file")]
        async fn read(&self) {
            let _ = std::fs::read("a.txt");
        }
    }

    #[on_stop]
    async fn elsewhere() {
        Disk.read().await;
        let _ = std::thread::spawn(|| std::thread::sleep(std::time::Duration::ZERO));
    }
}

fn main() {}
