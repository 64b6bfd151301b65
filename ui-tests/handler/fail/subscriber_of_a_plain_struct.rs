//! The first argument of a subscriber must be a `#[view]`.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    struct User {
        id: i64,
    }

    #[on_event("user.created")]
    async fn greet(user: User) {
        let _ = user.id;
    }
}

fn main() {}
