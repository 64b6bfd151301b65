//! A tick of a schedule; a start or stop hook.

use chrono::{DateTime, Utc};

use super::{Call, CallContext};

/// One run of a job.
pub struct JobCall {
    /// When it was due.
    pub due: DateTime<Utc>,
    /// Who is called, and because of what.
    pub context: CallContext,
}

/// The application starts or stops.
pub struct HookCall {
    /// Who is called, and because of what.
    pub context: CallContext,
}

impl Call for JobCall {
    fn context(&self) -> &CallContext {
        &self.context
    }
}

impl Call for HookCall {
    fn context(&self) -> &CallContext {
        &self.context
    }
}
