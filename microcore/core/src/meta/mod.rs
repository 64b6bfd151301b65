//! The metadata that the macros write for a feature: constants, no logic. Each kind of
//! handler has a file: its metadata, its call type, and the type of its function.

mod answer;
mod app;
mod call;
mod erased;
mod handler;
mod hook;
pub(crate) mod keys;
mod mount_context;
mod plugin;
mod route;
mod schedule;
pub(crate) mod slice;
mod subscription;
mod websocket;

pub use crate::config::ConfigMeta;
pub use crate::location::SourceLocation;
pub use crate::tool::{MethodMeta, Migration, TableMeta, ToolMeta};
pub use answer::AnswerMeta;
pub use app::{AppMeta, CrateMeta};
pub use erased::{ErasedHandler, MountFn};
pub use handler::{Arg, ArgMeta, Handler, HandlerMeta, HandlerOf};
pub use hook::HookMeta;
pub use mount_context::{Mount, MountError};
pub use plugin::{AskMeta, EventMeta, PluginMeta, StatementMeta, domain_of};
pub use route::{ReplyMeta, RouteMeta};
pub use schedule::{ScheduleMeta, Trigger};
pub use subscription::SubscriptionMeta;
pub use websocket::WebSocketMeta;

/// The calls that reach the handlers, and the types of the mounted functions;
/// [`call`](crate::call) exports them.
pub(crate) mod calls {
    pub use super::answer::{AnswerFn, AskCall};
    pub use super::call::{Call, CallContext};
    pub use super::hook::{HookCall, HookFn};
    pub use super::schedule::{JobCall, JobFn};
    pub use super::subscription::{EventCall, SubscriberFn};
}

/// Hands every kind of handler to a macro: the list of a plugin's metadata that holds them,
/// their type, and the attribute that makes a function one. Everything that enumerates the kinds
/// does it by this.
macro_rules! each_kind {
    ($then:ident) => {
        $then! {
            /// Its HTTP endpoints.
            routes: crate::meta::RouteMeta = "route",
            /// Its WebSocket endpoints.
            websockets: crate::meta::WebSocketMeta = "websocket",
            /// What it listens to.
            subscriptions: crate::meta::SubscriptionMeta = "on_event",
            /// The questions that it answers.
            answers: crate::meta::AnswerMeta = "on_ask",
            /// Its jobs.
            schedules: crate::meta::ScheduleMeta = "schedule",
            /// What runs before the application is ready.
            on_start: crate::meta::HookMeta = "on_start",
            /// What runs when the application stops.
            on_stop: crate::meta::HookMeta = "on_stop",
        }
    };
}

pub(crate) use each_kind;
