//! What calls a handler, and what a handler may ask of the call.

mod adapter;
mod argument;
mod context;
mod event;
mod job;
mod meta;
mod mounted_handler;
mod outcome;
mod panic;

pub use crate::trace::CallId;
pub use adapter::{AnswerFn, HookFn, JobFn, SubscriberFn};
pub use argument::{Argument, Call};
pub use context::CallContext;
pub use event::{AskCall, EventCall};
pub use job::{HookCall, JobCall};
pub use meta::Meta;
pub use mounted_handler::Mounted;
pub use outcome::Outcome;
pub use panic::panic_message;
