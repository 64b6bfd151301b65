//! Sessions: kept by the server, so that signing out takes effect at once.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{hex, random_bytes};
use microcore_core::identity::Identity;

use crate::cookie::{Cookie, SESSION_COOKIE};
use crate::tools::state::{Condition, Expiry, StateStore};
use microcore_core::error::{Error, Result};

/// No domain has a name with a dot, so none can access this namespace in a shared store.
const SPACE: &str = "microcore.session";

/// A session that was just opened.
#[derive(Clone, Debug)]
pub struct Session {
    /// The id of the session, as in [`Identity::session`]; not a credential.
    pub id: String,
    /// The credential, as the cookie carries it.
    pub token: crate::Secret<String>,
    /// The cookie for the response: `HttpOnly`, `SameSite=Lax`, and `Secure`
    /// unless disabled by configuration.
    pub cookie: Cookie,
}

#[derive(Serialize, Deserialize)]
struct Account {
    subject: String,
    roles: Vec<String>,
}

/// The open sessions, in the store that they are kept in.
pub(super) struct Sessions {
    store: Arc<dyn StateStore>,
    ttl: Duration,
    secure: bool,
}

impl Sessions {
    pub(super) fn new(store: Arc<dyn StateStore>, ttl: Duration, secure: bool) -> Self {
        Self { store, ttl, secure }
    }

    pub(super) async fn start(&self, subject: &str, roles: &[String]) -> Result<Session> {
        let token = hex(&random_bytes()?);
        let id = id_of(&token);
        let account = Account { subject: subject.to_owned(), roles: roles.to_vec() };
        let account = serde_json::to_string(&account)?;
        let expiry = Expiry::After(self.ttl);
        self.store.set(SPACE, &id, account, Condition::Always, expiry).await?;
        let cookie = Cookie::new(SESSION_COOKIE, token.clone()).max_age(self.ttl);
        let cookie = self.cookie(cookie);
        Ok(Session { id, token: crate::Secret::new(token), cookie })
    }

    pub(super) async fn find(&self, token: &str) -> Result<Identity> {
        let id = id_of(token);
        let account = self
            .store
            .get(SPACE, &id)
            .await?
            .ok_or_else(|| Error::unauthorized("the session has ended; sign in again"))?;
        let Account { subject, roles } = serde_json::from_str(&account)?;
        Ok(Identity { subject, roles, session: Some(id) })
    }

    pub(super) async fn end(&self, id: &str) -> Result<Cookie> {
        self.store.delete(SPACE, id).await?;
        Ok(self.cookie(Cookie::forget(SESSION_COOKIE)))
    }

    pub(super) async fn end_all(&self, subject: &str) -> Result<u64> {
        let mut ended = 0;
        for id in self.store.keys(SPACE, "").await? {
            let account = self.store.get(SPACE, &id).await?;
            let account = account.and_then(|text| serde_json::from_str::<Account>(&text).ok());
            if account.is_some_and(|account| account.subject == subject) {
                ended += u64::from(self.store.delete(SPACE, &id).await?);
            }
        }
        Ok(ended)
    }

    fn cookie(&self, cookie: Cookie) -> Cookie {
        if self.secure { cookie } else { cookie.insecure() }
    }
}

/// Sessions are stored under a hash of their token: reading the store reveals no
/// credential, and a look-up compares no secrets.
fn id_of(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}
