//! A subscriber names its event.

#[microcore::plugin]
mod welcome {
    use microcore::prelude::*;

    #[view]
    struct User {
        id: i64,
    }

    #[on_event]
    async fn greet(user: User) {
        let _ = user.id;
    }
}

fn main() {}
