//! A tick of a schedule; a start or stop hook.

use chrono::{DateTime, Utc};

use super::{Call, Origin};

/// One run of a job.
pub struct JobCall {
    /// When it was due.
    pub due: DateTime<Utc>,
    /// Who is called, and because of what.
    pub origin: Origin,
}

/// The application starts or stops.
pub struct HookCall {
    /// Who is called, and because of what.
    pub origin: Origin,
}

impl Call for JobCall {
    fn origin(&self) -> &Origin {
        &self.origin
    }
}

impl Call for HookCall {
    fn origin(&self) -> &Origin {
        &self.origin
    }
}
