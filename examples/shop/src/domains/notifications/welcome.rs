//! Greets a new user by mail.

#[microcore::plugin]
mod welcome {
    use crate::tools::Mailer;
    use microcore::prelude::*;

    /// Only what this plugin reads. Nothing is imported from the publisher; the
    /// compiler holds this view against what `user.created` really carries.
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
