//! The one error type that handlers and tools return.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

/// What a handler or a tool returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The `Retry-After` of what is full or down for a moment: a pool, a queue, a backend.
///
/// ```
/// use microcore_core::error::{Error, RETRY_AFTER};
///
/// let full = Error::unavailable("the queue is full").with_retry_after(RETRY_AFTER);
/// assert_eq!(full.retry_after(), Some(RETRY_AFTER));
/// ```
pub const RETRY_AFTER: Duration = Duration::from_secs(1);

/// What went wrong, in HTTP's terms.
///
/// A handler says it with a constructor (`Error::not_found("no such user")`);
/// its message is shown to the client. Any other error that passes through `?`
/// becomes [`Kind::Internal`]: its text is logged with the request id and the
/// client sees an opaque 500.
///
/// ```
/// use microcore_core::{Error, Kind, Result};
///
/// fn parse(text: &str) -> Result<u16> {
///     Ok(text.parse::<u16>()?) // a foreign error: internal, never shown
/// }
///
/// assert_eq!(parse("x").unwrap_err().kind(), Kind::Internal);
/// assert_eq!(Error::conflict("email already in use").kind().status(), 409);
/// ```
///
/// Like `anyhow::Error` it does not implement [`std::error::Error`] itself,
/// because it can be made from every type that does.
pub struct Error(Box<Inner>);

struct Inner {
    kind: Kind,
    message: Cow<'static, str>,
    violations: Vec<Violation>,
    retry_after: Option<Duration>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The class of an [`Error`]; each has one HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// 400: the request could not be read.
    BadRequest,
    /// 401: the caller is not authenticated, or the credentials are wrong.
    Unauthorized,
    /// 403: authenticated, and not allowed.
    Forbidden,
    /// 404: there is no such thing.
    NotFound,
    /// 405: the path exists, not with this method.
    MethodNotAllowed,
    /// 408: the client took too long to send its request.
    RequestTimeout,
    /// 409: the request conflicts with the current state.
    Conflict,
    /// 413: the body is over the limit.
    PayloadTooLarge,
    /// 415: the body has a content type that is not taken here.
    UnsupportedMediaType,
    /// 422: the request was understood and breaks a rule.
    Unprocessable,
    /// 429: too many requests.
    TooManyRequests,
    /// 500: a defect; the cause is logged and not shown.
    Internal,
    /// 503: something this needs is down or full; try again later.
    Unavailable,
    /// 504: something this needs did not answer in time.
    Timeout,
}

impl Kind {
    /// The HTTP status code.
    pub const fn status(self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::Unauthorized => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::RequestTimeout => 408,
            Self::Conflict => 409,
            Self::PayloadTooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::Unprocessable => 422,
            Self::TooManyRequests => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
            Self::Timeout => 504,
        }
    }

    /// The reason phrase of the status, the `title` of a problem.
    pub const fn title(self) -> &'static str {
        match self {
            Self::BadRequest => "Bad Request",
            Self::Unauthorized => "Unauthorized",
            Self::Forbidden => "Forbidden",
            Self::NotFound => "Not Found",
            Self::MethodNotAllowed => "Method Not Allowed",
            Self::RequestTimeout => "Request Timeout",
            Self::Conflict => "Conflict",
            Self::PayloadTooLarge => "Content Too Large",
            Self::UnsupportedMediaType => "Unsupported Media Type",
            Self::Unprocessable => "Unprocessable Content",
            Self::TooManyRequests => "Too Many Requests",
            Self::Internal => "Internal Server Error",
            Self::Unavailable => "Service Unavailable",
            Self::Timeout => "Gateway Timeout",
        }
    }

    /// Whether this is a failing backend rather than a refused request; only these
    /// count against a tool's circuit.
    pub const fn is_infrastructure(self) -> bool {
        matches!(self, Self::Unavailable | Self::Timeout)
    }
}

/// A violation of a rule, at one location of a request.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Violation {
    /// Where: a JSON pointer into the body (`/items/0/email`), or `/` and the
    /// name of a path or query parameter.
    pub pointer: String,
    /// Which rule: `length`, `email`, `unknown_field`, `type`, …
    pub rule: Cow<'static, str>,
    /// The message. Never contains the rejected value.
    pub message: Cow<'static, str>,
}

macro_rules! constructors {
    ($($(#[$doc:meta])* $name:ident => $kind:ident,)*) => {$(
        $(#[$doc])*
        #[cold]
        pub fn $name(message: impl Into<Cow<'static, str>>) -> Self {
            Self::new(Kind::$kind, message)
        }
    )*};
}

impl Error {
    /// An error of that kind. Unless the kind is [`Kind::Internal`], the message
    /// is shown to the client.
    #[cold]
    pub fn new(kind: Kind, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            violations: Vec::new(),
            retry_after: None,
            source: None,
        }))
    }

    constructors! {
        /// 400: the request could not be read.
        bad_request => BadRequest,
        /// 401: the caller is not authenticated, or the credentials are wrong.
        unauthorized => Unauthorized,
        /// 403: authenticated, and not allowed.
        forbidden => Forbidden,
        /// 404: there is no such thing.
        not_found => NotFound,
        /// 409: the request conflicts with the current state.
        conflict => Conflict,
        /// 422: the request was understood and breaks a rule.
        unprocessable => Unprocessable,
        /// 413: the body is over the limit.
        payload_too_large => PayloadTooLarge,
        /// 415: the content type is not taken here.
        unsupported_media_type => UnsupportedMediaType,
        /// 429: too many requests.
        too_many_requests => TooManyRequests,
        /// 500: a defect. The message is logged, the client does not see it.
        internal => Internal,
        /// 503: something this needs is down or full.
        unavailable => Unavailable,
        /// 504: something this needs did not answer in time.
        timeout => Timeout,
    }

    /// 422 with all violations.
    #[cold]
    pub fn invalid(violations: Vec<Violation>) -> Self {
        let mut error = Self::new(Kind::Unprocessable, "validation failed; see `errors`");
        error.0.violations = violations;
        error
    }

    /// Adds the cause. It is logged, never shown.
    #[must_use]
    pub fn with_source(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Says when trying again makes sense (the `Retry-After` header).
    #[must_use]
    pub fn with_retry_after(mut self, after: Duration) -> Self {
        self.0.retry_after = Some(after);
        self
    }

    /// The class of the error.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// The message. For [`Kind::Internal`] it is for the log only.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The violations of a 422.
    pub fn violations(&self) -> &[Violation] {
        &self.0.violations
    }

    /// When trying again makes sense.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The cause, where one is known.
    pub fn source(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        self.0.source.as_deref()
    }

    /// The cause, if it is an `E`.
    pub fn source_as<E: std::error::Error + 'static>(&self) -> Option<&E> {
        let source: &(dyn std::error::Error + 'static) = self.0.source.as_deref()?;
        source.downcast_ref()
    }

    /// The whole chain of causes on one line, for the log.
    pub fn chain(&self) -> String {
        let mut text = self.0.message.to_string();
        let mut cause: Option<&(dyn std::error::Error + 'static)> =
            self.0.source.as_deref().map(|source| source as _);
        while let Some(error) = cause {
            if !text.is_empty() {
                text.push_str(": ");
            }
            text.push_str(&error.to_string());
            cause = error.source();
        }
        text
    }
}

impl<E: std::error::Error + Send + Sync + 'static> From<E> for Error {
    #[cold]
    fn from(source: E) -> Self {
        Self::new(Kind::Internal, "").with_source(source)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.chain())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.0.kind, self.chain())
    }
}
