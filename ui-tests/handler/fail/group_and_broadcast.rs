//! `group` and `broadcast` exclude each other.

#[microcore::plugin]
mod welcome {
    use microcore::prelude::*;

    #[view]
    struct User {
        id: i64,
    }

    #[on_event("user.created", group = "a", broadcast)]
    async fn greet(user: User) {
        let _ = user.id;
    }
}

fn main() {}
