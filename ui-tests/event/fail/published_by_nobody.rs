//! A subscriber of an unpublished event is reported with the nearest name.

microcore::app! { plugins: [users, welcome] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[event("user.created")]
    struct UserCreated {
        id: i64,
    }

    #[route(POST, "/users")]
    async fn create(created: Emit<UserCreated>) -> Result<()> {
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

    #[on_event("user.craeted")]
    async fn greet(user: NewUser) {
        let _ = user.id;
    }
}

fn main() {}
