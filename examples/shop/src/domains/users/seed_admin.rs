//! Creates an administrator on the first start, so that the shop can be used
//! at once.

#[microcore::plugin]
mod seed_admin {
    use microcore::prelude::*;

    #[config(prefix = "ADMIN")]
    struct AdminSettings {
        #[serde(default = "default_email")]
        #[validate(email)]
        email: String,
        #[serde(default = "default_password")]
        #[validate(length(min = 8))]
        password: Secret<String>,
    }

    fn default_email() -> String {
        "admin@example.com".to_owned()
    }

    fn default_password() -> Secret<String> {
        Secret::new("change me now".to_owned())
    }

    #[on_start]
    async fn seed(
        settings: Config<AdminSettings>,
        db: Db,
        auth: Auth,
        clock: Clock,
        log: Log,
    ) -> Result<()> {
        let users: i64 = db.fetch_scalar("SELECT COUNT(*) FROM users", ()).await?;
        if users > 0 {
            return Ok(());
        }
        let hash = auth.hash_password(&settings.password).await?;
        // Another replica may have inserted it first.
        db.execute(
            "INSERT INTO users (name, email, password_hash, roles, created_at)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (email) DO NOTHING",
            ("Administrator", &settings.email, &hash, &json!(["user", "admin"]), clock.now()),
        )
        .await?;
        log.info(&format!("the administrator is {}", settings.email));
        Ok(())
    }
}
