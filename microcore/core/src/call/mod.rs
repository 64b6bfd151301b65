//! What calls a handler, and what a handler may ask of the call.

mod argument;
mod error;
mod invoke;
mod lazy_timeout;
mod meta;
mod mounted_handler;
mod outcome;
mod panic;
mod recorder;

pub use crate::meta::calls::*;
pub use crate::trace::CallId;
pub use argument::Argument;
pub use error::CallError;
pub use invoke::{Admitted, Invocation};
pub use lazy_timeout::lazy_timeout;
pub use meta::Meta;
pub use mounted_handler::Mounted;
pub use outcome::Outcome;
use panic::caught;
pub use panic::{Panic, catch_panic};
pub use recorder::{CallNode, RecordAll, Recorder};
