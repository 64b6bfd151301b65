//! A job cannot run all the time.

#[microcore::plugin]
mod welcome {
    use microcore::prelude::*;

    #[schedule(every = "0s")]
    async fn often() {}
}

fn main() {}
