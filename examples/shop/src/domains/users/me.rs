//! The profile of the authenticated user.

#[microcore::plugin]
mod me {
    use microcore::prelude::*;

    #[row]
    struct User {
        id: i64,
        name: String,
        email: String,
    }

    #[response]
    struct Me {
        id: i64,
        name: String,
        email: String,
        roles: Vec<String>,
    }

    /// The authenticated user.
    #[route(GET, "/me")]
    async fn me(identity: Identity, db: Db) -> Result<Me> {
        let id: i64 = identity.subject.parse()?;
        let User { id, name, email } = db
            .fetch_optional("SELECT id, name, email FROM users WHERE id = $1", (id,))
            .await?
            .ok_or_else(|| Error::unauthorized("this user no longer exists"))?;
        Ok(Me { id, name, email, roles: identity.roles })
    }
}
