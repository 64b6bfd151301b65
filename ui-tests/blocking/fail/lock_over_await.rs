//! A lock must not be held over an `.await`.

#[microcore::plugin]
mod report {
    use microcore::prelude::*;

    use std::sync::Mutex;

    static COUNT: Mutex<i64> = Mutex::new(0);

    #[on_start]
    async fn start() {
        let mut count = COUNT.lock().unwrap();
        *count += 1;
        std::future::ready(()).await;
    }
}

fn main() {}
