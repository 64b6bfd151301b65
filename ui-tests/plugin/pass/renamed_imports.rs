//! Attributes by their path, and renamed types.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::{Json as Body, Log as Journal};

    /// A user to be.
    #[microcore::request]
    struct CreateUser {
        name: String,
    }

    /// Create a user.
    #[microcore::route(POST, "/users")]
    async fn create(user: Body<CreateUser>, journal: Journal) -> microcore::Result<()> {
        journal.info(&user.name);
        Ok(())
    }
}

fn main() {}
