//! List users, paginated.

#[microcore::plugin]
mod list_users {
    use microcore::prelude::*;

    #[request]
    struct ListUsers {
        #[serde(default = "default_limit")]
        #[validate(range(min = 1, max = 100))]
        limit: u32,
        #[serde(default)]
        offset: u32,
        /// Part of a name or an e-mail address.
        #[validate(length(max = 100))]
        q: Option<String>,
    }

    fn default_limit() -> u32 {
        20
    }

    #[row]
    #[response]
    struct User {
        id: i64,
        name: String,
        email: String,
    }

    /// List users.
    #[route(GET, "/users")]
    async fn list(query: Query<ListUsers>, db: Db) -> Result<Page<User>> {
        let ListUsers { limit, offset, q } = query.into_inner();
        let pattern = format!("%{}%", q.unwrap_or_default().to_lowercase());
        let total: i64 = db
            .fetch_scalar(
                "SELECT COUNT(*) FROM users WHERE LOWER(name) LIKE $1 OR LOWER(email) LIKE $1",
                (&pattern,),
            )
            .await?;
        let users = db
            .fetch_all(
                "SELECT id, name, email FROM users
                 WHERE LOWER(name) LIKE $1 OR LOWER(email) LIKE $1
                 ORDER BY id LIMIT $2 OFFSET $3",
                (&pattern, i64::from(limit), i64::from(offset)),
            )
            .await?;
        Ok(Page::new(users, total.unsigned_abs(), limit.into(), offset.into()))
    }
}
