//! The erased form of a handler: what `mount` gives back.

use actix_web::HttpResponse;
use futures_util::future::{BoxFuture, LocalBoxFuture};
use serde_json::value::RawValue;

use super::{AskCall, EventCall, HookCall, HttpCall, JobCall, SocketCall};
use crate::error::Result;

/// A mounted route. Runs on the worker's own thread.
pub type RouteFn =
    Box<dyn Fn(HttpCall) -> LocalBoxFuture<'static, Result<HttpResponse>> + Send + Sync>;

/// A mounted WebSocket endpoint. Runs on the worker's own thread.
pub type SocketFn = Box<dyn Fn(SocketCall) -> LocalBoxFuture<'static, Result<()>> + Send + Sync>;

/// A mounted subscriber.
pub type SubscriberFn = Box<dyn Fn(EventCall) -> BoxFuture<'static, Result<()>> + Send + Sync>;

/// A mounted answer; gives back the reply as JSON.
pub type AnswerFn = Box<dyn Fn(AskCall) -> BoxFuture<'static, Result<Box<RawValue>>> + Send + Sync>;

/// A mounted job.
pub type JobFn = Box<dyn Fn(JobCall) -> BoxFuture<'static, Result<()>> + Send + Sync>;

/// A mounted start or stop hook.
pub type HookFn = Box<dyn Fn(HookCall) -> BoxFuture<'static, Result<()>> + Send + Sync>;
