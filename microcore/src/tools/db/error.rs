//! Database errors, of the same kinds for all engines.

use std::fmt;

use microcore_core::error::{Error, RETRY_AFTER, Result};

/// Why a statement failed; the [source](Error::source_as) of the error that a
/// `Db` method returns.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DbError {
    /// The class of the failure.
    pub kind: DbErrorKind,
    /// The table whose rule was broken, where the engine says it.
    pub table: Option<String>,
    /// The columns whose rule was broken, where the engine says them.
    pub columns: Vec<String>,
    /// The engine's own code: an SQLSTATE, or SQLite's extended result code.
    pub code: Option<String>,
    /// The engine's own words. For the log; it holds no value of a row.
    pub message: String,
}

/// The class of a [`DbError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DbErrorKind {
    /// A row with that key is already there.
    UniqueViolation,
    /// A row refers to one that is not there, or is referred to.
    ForeignKeyViolation,
    /// A column needs a value.
    NotNullViolation,
    /// A `CHECK` does not hold.
    CheckViolation,
    /// A conflict with another transaction: a deadlock, a lock, a serialization failure. The
    /// whole transaction may be tried again.
    Serialization,
    /// The database is down or cannot be reached.
    Unavailable,
    /// The database did not answer in time, or no connection became free.
    Timeout,
    /// Anything else: a defect in the statement.
    Other,
}

impl DbErrorKind {
    /// The description of the kind.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::UniqueViolation => "unique violation",
            Self::ForeignKeyViolation => "foreign key violation",
            Self::NotNullViolation => "not-null violation",
            Self::CheckViolation => "check violation",
            Self::Serialization => "conflict with another transaction",
            Self::Unavailable => "unavailable",
            Self::Timeout => "timeout",
            Self::Other => "statement refused",
        }
    }
}

impl DbError {
    pub(super) fn new(kind: DbErrorKind, message: impl Into<String>) -> Self {
        Self { kind, table: None, columns: Vec::new(), code: None, message: message.into() }
    }
}

impl fmt::Display for DbError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.describe())?;
        if let Some(table) = &self.table {
            write!(f, " on `{table}`")?;
        }
        if !self.columns.is_empty() {
            write!(f, " ({})", self.columns.join(", "))?;
        }
        write!(f, ": {}", self.message)?;
        match &self.code {
            Some(code) => write!(f, " [{code}]"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for DbError {}

/// As an error of the framework: a failure of the database is 503 or 504, all
/// else a defect, unless the handler expects it ([`DbResultExt`]).
#[cold]
pub(super) fn failure(error: DbError) -> Error {
    match error.kind {
        DbErrorKind::Unavailable => {
            Error::unavailable("the database is unavailable").with_retry_after(RETRY_AFTER)
        }
        DbErrorKind::Timeout => Error::timeout("the database did not answer in time"),
        _ => Error::internal("a statement failed"),
    }
    .with_source(error)
}

/// Converts an expected database error into the handler's own error.
///
/// ```no_run
/// # use microcore::{Error, Result};
/// # use microcore::tools::db::{Db, DbResultExt};
/// # async fn create(db: Db, email: &str) -> Result<()> {
/// db.execute("INSERT INTO users (email) VALUES ($1)", (email,))
///     .await
///     .on_unique_violation(|| Error::conflict("email already in use"))?;
/// # Ok(())
/// # }
/// ```
pub trait DbResultExt: Sized {
    /// Answers a failure of that class with another error.
    #[must_use]
    fn on_db_error(self, kind: DbErrorKind, answer: impl FnOnce() -> Error) -> Self;

    /// Answers "a row with that key is already there".
    #[must_use]
    fn on_unique_violation(self, answer: impl FnOnce() -> Error) -> Self {
        self.on_db_error(DbErrorKind::UniqueViolation, answer)
    }

    /// Answers "a row refers to one that is not there, or is referred to".
    #[must_use]
    fn on_foreign_key_violation(self, answer: impl FnOnce() -> Error) -> Self {
        self.on_db_error(DbErrorKind::ForeignKeyViolation, answer)
    }
}

impl<T> DbResultExt for Result<T> {
    fn on_db_error(self, kind: DbErrorKind, answer: impl FnOnce() -> Error) -> Self {
        self.map_err(|error| match error.source_as::<DbError>() {
            Some(cause) if cause.kind == kind => answer(),
            _ => error,
        })
    }
}

/// A failure that is not an answer of the engine.
#[cold]
pub(super) fn transport(error: &sqlx::Error) -> DbError {
    let kind = match error {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::PoolClosed => DbErrorKind::Unavailable,
        _ => DbErrorKind::Other,
    };
    DbError::new(kind, error.to_string())
}
