//! Sends a welcome mail to a new user.

#[microcore::plugin]
mod welcome {
    use crate::tools::Mailer;
    use microcore::prelude::*;

    /// Only what this plugin reads. Nothing is imported from the publisher; the
    /// compiler checks this view against the fields of `user.created`.
    #[view]
    struct NewUser {
        name: String,
        email: String,
    }

    #[on_event("user.created", retries = 3, backoff = "500ms")]
    async fn greet(user: NewUser, mailer: Tool<dyn Mailer>) -> Result<()> {
        let body = format!("Dear {},\n\nwelcome to the shop.", user.name);
        mailer.send(&user.email, "Welcome", &body).await?;
        Ok(())
    }
}
