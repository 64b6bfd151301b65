//! `#[schedule]`: a job.

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;

use super::call::{Call, CallContext};
use super::{Handler, HandlerMeta, MountFn};
use crate::error::Result;
use crate::setters::setters;

/// A job.
#[derive(Debug)]
#[non_exhaustive]
pub struct ScheduleMeta {
    /// The function.
    pub handler: HandlerMeta,
    /// When it runs.
    pub trigger: Trigger,
    /// How long one run may take, in milliseconds; 0 means no limit.
    pub timeout_ms: u64,
    /// Resolves what the handler needs, once.
    pub mount: MountFn,
}

impl ScheduleMeta {
    /// A job without a time limit.
    pub const fn new(handler: HandlerMeta, trigger: Trigger, mount: MountFn) -> Self {
        Self { handler, trigger, timeout_ms: 0, mount }
    }
}

setters!(ScheduleMeta { timeout_ms: u64, mount: MountFn });

/// When a job runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// A cron expression of five fields, in UTC.
    Cron(&'static str),
    /// Every so many milliseconds.
    Every(u64),
}

/// One run of a job.
pub struct JobCall {
    /// When it was due.
    pub due: DateTime<Utc>,
    /// Who is called, and because of what.
    pub context: CallContext,
}

impl std::fmt::Debug for JobCall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("JobCall").finish_non_exhaustive()
    }
}

/// A mounted job.
pub type JobFn = Box<dyn Fn(JobCall) -> BoxFuture<'static, Result<()>> + Send + Sync>;

impl Call for JobCall {
    fn context(&self) -> &CallContext {
        &self.context
    }
}

impl Handler for ScheduleMeta {
    fn handler(&self) -> &HandlerMeta {
        &self.handler
    }

    fn mount(&self) -> MountFn {
        self.mount
    }

    fn runs(&self, _: &str) -> Option<String> {
        Some(match self.trigger {
            Trigger::Cron(text) => format!("at `{text}` (UTC)"),
            Trigger::Every(ms) => format!("every {ms} ms"),
        })
    }
}
