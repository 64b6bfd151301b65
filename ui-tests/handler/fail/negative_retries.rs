//! Retries are not negative.

#[microcore::plugin]
mod welcome {
    use microcore::prelude::*;

    #[view]
    struct User {
        id: i64,
    }

    #[on_event("user.created", retries = -1)]
    async fn greet(user: User) {
        let _ = user.id;
    }
}

fn main() {}
