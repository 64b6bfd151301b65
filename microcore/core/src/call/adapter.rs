//! The erased forms of handlers that are not called over HTTP.

use futures_util::future::BoxFuture;
use serde_json::value::RawValue;

use super::{AskCall, EventCall, HookCall, JobCall};
use crate::error::Result;

/// A mounted subscriber.
pub type SubscriberFn = Box<dyn Fn(EventCall) -> BoxFuture<'static, Result<()>> + Send + Sync>;

/// A mounted answer; returns the reply as JSON.
pub type AnswerFn = Box<dyn Fn(AskCall) -> BoxFuture<'static, Result<Box<RawValue>>> + Send + Sync>;

/// A mounted job.
pub type JobFn = Box<dyn Fn(JobCall) -> BoxFuture<'static, Result<()>> + Send + Sync>;

/// A mounted start or stop hook.
pub type HookFn = Box<dyn Fn(HookCall) -> BoxFuture<'static, Result<()>> + Send + Sync>;
