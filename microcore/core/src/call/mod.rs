//! What calls a handler, and what a handler may ask of the call.

mod adapter;
mod argument;
mod context;
mod error;
mod event;
mod invoke;
mod job;
mod lazy_timeout;
mod meta;
mod mounted_handler;
mod outcome;
mod panic;
mod recorder;

pub use crate::trace::CallId;
pub use adapter::{AnswerFn, HookFn, JobFn, SubscriberFn};
pub use argument::{Argument, Call};
pub use context::CallContext;
pub use error::CallError;
pub use event::{AskCall, EventCall};
pub use invoke::{Admitted, Invocation};
pub use job::{HookCall, JobCall};
pub use lazy_timeout::lazy_timeout;
pub use meta::Meta;
pub use mounted_handler::Mounted;
pub use outcome::Outcome;
pub use panic::{Panic, catch_panic};
pub use recorder::{CallNode, RecordAll, Recorder};
