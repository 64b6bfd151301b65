//! The interval of a job is not zero.

#[microcore::plugin]
mod welcome {
    use microcore::prelude::*;

    #[schedule(every = "0s")]
    async fn often() {}
}

fn main() {}
