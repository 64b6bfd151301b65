//! Sign in: a token for programs, a session cookie for browsers.

#[microcore::plugin]
mod login {
    use std::time::Duration;

    use microcore::prelude::*;

    #[request]
    struct Login {
        #[validate(email)]
        email: String,
        password: Secret<String>,
    }

    #[row]
    struct Account {
        id: i64,
        password_hash: String,
        roles: Value,
    }

    #[response]
    struct LoggedIn {
        token: String,
    }

    const ATTEMPTS: i64 = 5;
    const PER: Duration = Duration::from_secs(15 * 60);
    const TOKEN_LIFE: Duration = Duration::from_secs(24 * 60 * 60);

    /// Sign in.
    #[route(POST, "/login")]
    async fn login(body: Json<Login>, db: Db, auth: Auth, state: State) -> Result<With<LoggedIn>> {
        let Login { email, password } = body.into_inner();
        let throttle = state.namespace("login");
        if throttle.increment(&email, 1, Some(PER)).await? > ATTEMPTS {
            return Err(Error::too_many_requests("too many attempts, try again later"));
        }
        let account: Option<Account> = db
            .fetch_optional(
                "SELECT id, password_hash, roles FROM users WHERE email = $1",
                (&email,),
            )
            .await?;
        // Takes as long for an unknown address, so that it reveals no accounts.
        let hash = account.as_ref().map(|account| account.password_hash.as_str());
        let right = auth.verify_password(&password, hash).await?;
        let (true, Some(account)) = (right, account) else {
            return Err(Error::unauthorized("wrong email or password"));
        };
        throttle.delete(&email).await?;
        let roles: Vec<String> = from_value(account.roles)?;
        let subject = account.id.to_string();
        let token = auth.issue_token(&subject, &roles, TOKEN_LIFE).await?;
        let session = auth.start_session(&subject, &roles).await?;
        Ok(With::new(LoggedIn { token }).cookie(session.cookie))
    }
}
