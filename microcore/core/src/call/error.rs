//! Why a call of a handler failed.

use std::fmt;
use std::time::Duration;

use super::Panic;
use crate::error::{Error, Kind};

/// Why a call of a handler failed. As an [`Error`], a panic is a defect and a handler
/// that took too long a timeout.
#[non_exhaustive]
pub enum CallError {
    /// A capability that the handler needs is down; it was not called.
    Unavailable(Error),
    /// The handler returned an error, or its arguments could not be taken from the call.
    Failed(Error),
    /// It panicked.
    Panicked(Panic),
    /// It did not end within its limit.
    TimedOut(Duration),
}

impl CallError {
    /// The class of the error.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Unavailable(error) | Self::Failed(error) => error.kind(),
            Self::Panicked(_) => Kind::Internal,
            Self::TimedOut(_) => Kind::Timeout,
        }
    }
}

/// The error with its causes on one line, for the log.
impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unavailable(error) | Self::Failed(error) => error.fmt(f),
            Self::Panicked(panic) => panic.fmt(f),
            Self::TimedOut(limit) => write!(f, "no result within {} ms", limit.as_millis()),
        }
    }
}

impl fmt::Debug for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {self}", self.kind())
    }
}

/// An error of the handler.
impl From<Error> for CallError {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<CallError> for Error {
    #[cold]
    fn from(error: CallError) -> Self {
        match error {
            CallError::Unavailable(error) | CallError::Failed(error) => error,
            CallError::Panicked(panic) => Self::internal(panic.to_string()),
            CallError::TimedOut(_) => Self::timeout(error.to_string()),
        }
    }
}
