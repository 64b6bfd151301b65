//! A subscriber's first argument is what it reads.

#[microcore::plugin]
mod welcome {
    #[on_event("user.created")]
    async fn greet() {}
}

fn main() {}
