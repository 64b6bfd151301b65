//! A cookie with secure defaults.

use std::time::Duration;

use actix_web::cookie;

pub use actix_web::cookie::SameSite;

/// The name of the cookie that holds a session.
pub const SESSION_COOKIE: &str = "microcore_session";

/// A cookie to set: `HttpOnly`, `Secure`, `SameSite=Lax` and `Path=/` unless
/// said otherwise. Browsers take `Secure` cookies from `http://localhost` too.
///
/// ```
/// use microcore::http::Cookie;
///
/// let cookie = Cookie::new("theme", "dark").max_age(std::time::Duration::from_secs(60));
/// assert_eq!(
///     cookie.to_string(),
///     "theme=dark; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=60"
/// );
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Cookie(cookie::Cookie<'static>);

impl Cookie {
    /// A cookie that lives as long as the browser's session.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        let cookie = cookie::Cookie::build(name.into(), value.into())
            .path("/")
            .secure(true)
            .http_only(true)
            .same_site(SameSite::Lax);
        Self(cookie.finish())
    }

    /// Removes the cookie of that name in the browser.
    pub fn forget(name: impl Into<String>) -> Self {
        Self::new(name, "").max_age(Duration::ZERO)
    }

    /// How long the browser keeps it, in whole seconds.
    #[must_use]
    pub fn max_age(mut self, age: Duration) -> Self {
        let seconds = i64::try_from(age.as_secs()).unwrap_or(i64::MAX);
        self.0.set_max_age(cookie::time::Duration::seconds(seconds));
        self
    }

    /// The paths that it is sent to; `/` by default.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.0.set_path(path.into());
        self
    }

    /// The domain it is sent to; otherwise only the host that set it.
    #[must_use]
    pub fn domain(mut self, domain: impl Into<String>) -> Self {
        self.0.set_domain(domain.into());
        self
    }

    /// Which sites may make the browser send it.
    #[must_use]
    pub fn same_site(mut self, same_site: SameSite) -> Self {
        self.0.set_same_site(same_site);
        self
    }

    /// Lets the page's own scripts read it.
    #[must_use]
    pub fn readable_by_scripts(mut self) -> Self {
        self.0.set_http_only(false);
        self
    }

    /// Lets it travel without encryption.
    #[must_use]
    pub fn insecure(mut self) -> Self {
        self.0.set_secure(false);
        self
    }

    pub(crate) fn as_actix(&self) -> &cookie::Cookie<'static> {
        &self.0
    }
}

/// As in a `Set-Cookie` header.
impl std::fmt::Display for Cookie {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
