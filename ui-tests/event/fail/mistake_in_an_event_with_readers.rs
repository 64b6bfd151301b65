//! An error in an event is reported once, not again for its publisher and its readers.

microcore::app! { plugins: [users, welcome] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[event("User.Created")]
    struct UserCreated {
        id: i64,
    }

    #[on_start]
    async fn start(created: Emit<UserCreated>) -> Result<()> {
        created.emit(UserCreated { id: 1 }).await
    }
}

#[microcore::plugin]
mod welcome {
    use microcore::prelude::*;

    #[view]
    struct NewUser {
        id: i64,
    }

    #[on_event("user.created")]
    async fn greet(user: NewUser) {
        let _ = user.id;
    }
}

fn main() {}
