//! Sessions, stored by the server, so that a logout takes effect immediately.

use std::sync::Arc;
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::{hex, random_bytes};
use microcore_core::identity::Identity;

use crate::cookie::{Cookie, SESSION_COOKIE};
use microcore_core::error::{Error, Result};
use microcore_core::store::{SessionStore, StoredSession};

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

/// The open sessions, in the store that they are kept in.
pub(super) struct Sessions {
    store: Arc<dyn SessionStore>,
    ttl: Duration,
    secure: bool,
}

impl Sessions {
    pub(super) fn new(store: Arc<dyn SessionStore>, ttl: Duration, secure: bool) -> Self {
        Self { store, ttl, secure }
    }

    pub(super) async fn start(&self, subject: &str, roles: &[String]) -> Result<Session> {
        let token = hex(&random_bytes()?);
        let id = id_of(&token);
        let session = StoredSession { subject: subject.to_owned(), roles: roles.to_vec() };
        self.store.create(&id, session, self.ttl).await?;
        let cookie = Cookie::new(SESSION_COOKIE, token.clone()).max_age(self.ttl);
        let cookie = self.cookie(cookie);
        Ok(Session { id, token: crate::Secret::new(token), cookie })
    }

    pub(super) async fn find(&self, token: &str) -> Result<Identity> {
        let id = id_of(token);
        let found = self.store.read(&id).await?;
        let StoredSession { subject, roles } =
            found.ok_or_else(|| Error::unauthorized("the session has ended; sign in again"))?;
        Ok(Identity { subject, roles, session: Some(id) })
    }

    pub(super) async fn end(&self, id: &str) -> Result<Cookie> {
        self.store.delete(id).await?;
        Ok(self.cookie(Cookie::forget(SESSION_COOKIE)))
    }

    pub(super) async fn end_all(&self, subject: &str) -> Result<u64> {
        self.store.delete_all(subject).await
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
