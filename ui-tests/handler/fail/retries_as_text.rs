//! Retries are a number.

#[microcore::plugin]
mod welcome {
    use microcore::prelude::*;

    #[view]
    struct User {
        id: i64,
    }

    #[on_event("user.created", retries = "3")]
    async fn greet(user: User) {
        let _ = user.id;
    }
}

fn main() {}
