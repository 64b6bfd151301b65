//! The first argument of a subscriber is its view.

#[microcore::plugin]
mod welcome {
    #[on_event("user.created")]
    async fn greet() {}
}

fn main() {}
