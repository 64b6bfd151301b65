//! What calls a handler, and what a handler may ask of the call.

mod adapter;
mod argument;
mod event;
mod http;
mod job;
mod meta;
mod origin;
mod outcome;

pub use adapter::{AnswerFn, HookFn, JobFn, RouteFn, SocketFn, SubscriberFn};
pub use argument::{Argument, Call};
pub use event::{AskCall, EventCall};
pub use http::{HttpBody, HttpCall, SocketCall};
pub use job::{HookCall, JobCall};
pub use meta::Meta;
pub(crate) use origin::numbered;
pub use origin::{CallId, Origin};
pub use outcome::{Answer, Answerable, Outcome};
