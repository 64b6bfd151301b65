//! Registers a user and publishes an event.

#[microcore::plugin]
mod create_user {
    use microcore::prelude::*;

    #[request]
    struct CreateUser {
        #[validate(email)]
        email: String,
    }

    #[response]
    struct CreatedUser {
        id: i64,
    }

    /// A user now exists.
    #[event("user.created")]
    struct UserCreated {
        id: i64,
        email: String,
    }

    #[route(POST, "/users", status = 201)]
    async fn create(
        body: Json<CreateUser>,
        db: Db,
        created: Emit<UserCreated>,
    ) -> Result<CreatedUser> {
        let CreateUser { email } = body.into_inner();
        let mut tx = db.begin().await?;
        let id = tx
            .fetch_scalar("INSERT INTO users (email) VALUES ($1) RETURNING id", (&email,))
            .await?;
        created.emit_in(&mut tx, UserCreated { id, email }).await?;
        tx.commit().await?;
        Ok(CreatedUser { id })
    }
}
