//! Only an event of the plugin can be published.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    struct UserCreated {
        id: i64,
    }

    #[on_start]
    async fn start(created: Emit<UserCreated>) -> Result<()> {
        let _ = created;
        let _ = UserCreated { id: 1 }.id;
        Ok(())
    }
}

fn main() {}
