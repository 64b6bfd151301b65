//! An event that no handler publishes is never delivered.

microcore::app! { plugins: [users, welcome] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[event("user.created")]
    struct UserCreated {
        id: i64,
    }

    #[on_start]
    async fn start(log: Log) {
        let UserCreated { id } = UserCreated { id: 1 };
        log.info(&id.to_string());
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
