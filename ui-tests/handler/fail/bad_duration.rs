//! A duration without a unit must say how to write one.

#[microcore::plugin]
mod report {
    #[schedule(every = "30")]
    async fn often() {}
}

fn main() {}
