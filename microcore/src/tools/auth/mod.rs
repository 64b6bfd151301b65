//! `Auth`: passwords, tokens, sessions, roles.

mod config;
mod password;
mod session;
mod signature;
mod state_sessions;
mod token;

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;

use microcore_core::identity::{Authenticator, Credentials, Identity, SharedAuthenticator};

use super::state::installed;
use crate::cookie::Cookie;
use microcore_core::Secret;
use microcore_core::call::{Argument, Call};
use microcore_core::diagnostic::Diagnostic;
use microcore_core::error::{Error, Result};
use microcore_core::meta::{ArgMeta, MethodMeta, SourceLocation, ToolMeta};
use microcore_core::meta::{Mount, MountError};
use microcore_core::store::SessionStore;
use microcore_core::tool::{Idle, Proxy, Startup, ToolLifecycle};

pub use config::AuthConfig;
pub use session::Session;
pub use state_sessions::StateSessions;

/// Authenticates users. The accounts themselves are stored by plugins.
#[derive(Clone)]
pub struct Auth(Arc<Inner>);

impl std::fmt::Debug for Auth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Auth").finish_non_exhaustive()
    }
}

struct Inner {
    passwords: password::Passwords,
    tokens: token::Tokens,
    sessions: session::Sessions,
    proxy: Arc<Proxy>,
}

#[derive(Clone, Copy)]
enum Method {
    HashPassword,
    VerifyPassword,
    IssueToken,
    VerifyToken,
    StartSession,
    EndSession,
    EndSessions,
}

const METHODS: &[MethodMeta] = &[
    MethodMeta::new("hash_password", "async fn hash_password(&self, password: &Secret<String>) -> Result<String>").doc("The argon2id hash to store, with its own salt."),
    MethodMeta::new("verify_password", "async fn verify_password(&self, password: &Secret<String>, hash: Option<&str>) -> Result<bool>").doc("Whether the password is the one that was hashed. Pass None for an unknown user: it takes as long."),
    MethodMeta::new("issue_token", "async fn issue_token(&self, subject: &str, roles: &[String], ttl: Duration) -> Result<String>").doc("A signed bearer token. It cannot be revoked before it expires."),
    MethodMeta::new("verify_token", "async fn verify_token(&self, token: &str) -> Result<Identity>").doc("Who a bearer token was issued to; 401 if it is invalid or has expired."),
    MethodMeta::new("start_session", "async fn start_session(&self, subject: &str, roles: &[String]) -> Result<Session>").doc("Opens a session; answer with its cookie."),
    MethodMeta::new("end_session", "async fn end_session(&self, identity: &Identity) -> Result<Cookie>").doc("Ends the caller's session at once; answer with the cookie, which removes the old one."),
    MethodMeta::new("end_sessions", "async fn end_sessions(&self, subject: &str) -> Result<u64>").doc("Ends every session of an account and returns their number."),
];

impl Auth {
    fn new(
        app: &'static str,
        config: &AuthConfig,
        key: &[u8],
        store: Arc<dyn SessionStore>,
        proxy: Arc<Proxy>,
    ) -> Self {
        let ttl = Duration::from_secs(config.session_ttl_s);
        Self(Arc::new(Inner {
            passwords: password::Passwords::new(config.hashers),
            tokens: token::Tokens::new(app, key),
            sessions: session::Sessions::new(store, ttl, config.cookie_secure),
            proxy,
        }))
    }

    /// The argon2id hash to store, with its own salt. Runs on the blocking pool, as many
    /// at a time as there are processors.
    pub async fn hash_password(&self, password: &Secret<String>) -> Result<String> {
        self.call(Method::HashPassword, self.0.passwords.hash(password)).await
    }

    /// Whether the password is the one that was hashed. Pass `None` for a user
    /// that does not exist: the answer is no and takes as long, so that the response time
    /// does not reveal which accounts exist.
    pub async fn verify_password(
        &self,
        password: &Secret<String>,
        hash: Option<&str>,
    ) -> Result<bool> {
        self.call(Method::VerifyPassword, self.0.passwords.verify(password, hash)).await
    }

    /// A bearer token for `Authorization: Bearer …`. It cannot be taken back
    /// before it expires; use a [session](Self::start_session) where that matters.
    pub async fn issue_token(
        &self,
        subject: &str,
        roles: &[String],
        ttl: Duration,
    ) -> Result<String> {
        let issue = async { self.0.tokens.issue(subject, roles, ttl) };
        self.call(Method::IssueToken, issue).await
    }

    /// Who a bearer token was issued to. Routes that ask for `Identity` need not
    /// call it.
    ///
    /// # Errors
    ///
    /// [`Kind::Unauthorized`](crate::Kind::Unauthorized) if it is invalid or has
    /// expired.
    pub async fn verify_token(&self, token: &str) -> Result<Identity> {
        self.call(Method::VerifyToken, async { self.0.tokens.read(token) }).await
    }

    /// Opens a session; answer with its cookie. Sessions are kept in the session store
    /// of the application, or else in its state store; where neither is installed, in the
    /// memory of the process, and end with it.
    pub async fn start_session(&self, subject: &str, roles: &[String]) -> Result<Session> {
        self.call(Method::StartSession, self.0.sessions.start(subject, roles)).await
    }

    /// Ends the caller's session at once. Answer with the cookie, which removes
    /// the old one from the browser.
    ///
    /// # Errors
    ///
    /// [`Kind::BadRequest`](crate::Kind::BadRequest) if the caller came with a
    /// bearer token, which has no session.
    pub async fn end_session(&self, identity: &Identity) -> Result<Cookie> {
        let id = identity.session.as_deref();
        let id = id.ok_or_else(|| Error::bad_request("a bearer token has no session to end"))?;
        self.call(Method::EndSession, self.0.sessions.end(id)).await
    }

    /// Ends every session of an account, as after a change of its password;
    /// returns their number.
    pub async fn end_sessions(&self, subject: &str) -> Result<u64> {
        self.call(Method::EndSessions, self.0.sessions.end_all(subject)).await
    }

    async fn call<T>(&self, method: Method, call: impl Future<Output = Result<T>>) -> Result<T> {
        self.0.proxy.call(method as usize, call).await
    }
}

impl Authenticator for Auth {
    fn authenticate<'a>(&'a self, credentials: Credentials<'a>) -> BoxFuture<'a, Result<Identity>> {
        Box::pin(async move {
            match credentials {
                Credentials::Bearer(token) => self.verify_token(token).await,
                Credentials::Session(token) => self.0.sessions.find(token).await,
            }
        })
    }
}

impl<C: Call> Argument<C> for Auth {
    type State = Self;
    const META: ArgMeta = ArgMeta::Capability("Auth");

    fn resolve(mount: &Mount<'_>, _: &'static str) -> Result<Self, MountError> {
        mount.handle("Auth")
    }

    fn take(source: &Self, _: &mut C) -> Result<Self> {
        Ok(source.clone())
    }
}

/// Passwords, tokens and sessions.
pub const TOOL: ToolMeta = ToolMeta::new(
    "Auth",
    "argon2id, HS256, sessions in the state store",
    SourceLocation { file: file!(), line: line!(), column: 1 },
    start,
)
.doc("Passwords, bearer tokens, sessions and roles.")
.methods(METHODS);

fn start(startup: &mut Startup<'_>) -> Result<Arc<dyn ToolLifecycle>, Vec<Diagnostic>> {
    let config = AuthConfig::read(startup.config)?;
    let key = config.key().map_err(|error| vec![error])?;
    let store = startup.toolbox.get::<Arc<dyn SessionStore>>().cloned();
    let store = store.unwrap_or_else(|| Arc::new(StateSessions::new(installed(startup.toolbox))));
    let auth = Auth::new(startup.app, &config, &key, store, startup.proxy.clone());
    startup.toolbox.put::<SharedAuthenticator>(Arc::new(auth.clone()));
    startup.toolbox.put(auth);
    Ok(Arc::new(Idle))
}

/// 256 bits that cannot be guessed.
fn random_bytes() -> Result<[u8; 32]> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
