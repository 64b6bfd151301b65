//! An event is named by text, not by another plugin's type.

#[microcore::plugin]
mod welcome {
    use microcore::prelude::*;

    #[view]
    struct User {
        id: i64,
    }

    #[on_event(UserCreated)]
    async fn greet(user: User) {
        let _ = user.id;
    }
}

fn main() {}
