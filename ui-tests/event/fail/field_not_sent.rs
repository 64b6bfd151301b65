//! A view of a field that the publisher does not send must name both sides.

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
        email: String,
    }

    #[on_event("user.created")]
    async fn greet(user: NewUser) {
        let _ = (user.id, user.email);
    }
}

fn main() {}
