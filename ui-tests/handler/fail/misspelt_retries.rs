//! A mistyped key of a subscriber.

#[microcore::plugin]
mod welcome {
    use microcore::prelude::*;

    #[view]
    struct User {
        id: i64,
    }

    #[on_event("user.created", retires = 3)]
    async fn greet(user: User) {
        let _ = user.id;
    }
}

fn main() {}
