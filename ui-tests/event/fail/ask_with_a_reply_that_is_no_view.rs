//! The answer is read as a `#[view]`.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[ask("users.lookup", reply = User)]
    struct Lookup {
        id: i64,
    }

    struct User {
        id: i64,
    }

    #[on_start]
    async fn start(users: Ask<Lookup>) {
        let _ = users;
    }
}

fn main() {}
