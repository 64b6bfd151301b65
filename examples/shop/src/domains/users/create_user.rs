//! Register a user and publish `user.created`.

#[microcore::plugin]
mod create_user {
    use microcore::prelude::*;

    #[request]
    struct CreateUser {
        #[validate(length(min = 1, max = 100))]
        name: String,
        #[validate(email)]
        email: String,
        #[validate(length(min = 8))]
        password: Secret<String>,
    }

    #[response]
    struct CreatedUser {
        id: i64,
        name: String,
        email: String,
    }

    /// A user now exists.
    #[event("user.created")]
    struct UserCreated {
        id: i64,
        name: String,
        email: String,
        roles: Vec<String>,
    }

    /// Create a user.
    #[route(POST, "/users", status = 201)]
    async fn create(
        body: Json<CreateUser>,
        db: Db,
        auth: Auth,
        clock: Clock,
        created: Emit<UserCreated>,
    ) -> Result<CreatedUser> {
        let CreateUser { name, email, password } = body.into_inner();
        let hash = auth.hash_password(&password).await?;
        let roles = vec!["user".to_owned()];
        let mut tx = db.begin().await?;
        let id: i64 = tx
            .fetch_scalar(
                "INSERT INTO users (name, email, password_hash, roles, created_at)
                 VALUES ($1, $2, $3, $4, $5) RETURNING id",
                (&name, &email, &hash, &json!(roles), clock.now()),
            )
            .await
            .on_unique_violation(|| Error::conflict("email already in use"))?;
        let event = UserCreated { id, name: name.clone(), email: email.clone(), roles };
        created.emit_in(&mut tx, event).await?;
        tx.commit().await?;
        Ok(CreatedUser { id, name, email })
    }
}
