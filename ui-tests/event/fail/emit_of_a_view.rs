//! A view cannot be published.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[view]
    struct NewUser {
        id: i64,
    }

    #[on_start]
    async fn start(created: Emit<NewUser>) {
        let _ = created;
    }
}

fn main() {}
