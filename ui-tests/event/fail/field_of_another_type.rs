//! A view that reads a field as another type must name both types.

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
        id: String,
    }

    #[on_event("user.created")]
    async fn greet(user: NewUser) {
        let _ = user.id;
    }
}

fn main() {}
