//! What the macros say about a feature: constants, never logic.

mod app;
mod erased;
mod handler;
mod keys;
mod mount_context;
mod plugin;
mod slice;

pub use crate::config::ConfigMeta;
pub use crate::location::SourceLocation;
pub use crate::tool::{MethodMeta, Migration, TableMeta, ToolMeta};
pub use app::{AppMeta, CrateMeta};
pub use erased::{ErasedHandler, MountFn};
pub use handler::{
    AnswerMeta, Arg, ArgMeta, Handler, HandlerMeta, HookMeta, ReplyMeta, RouteMeta, ScheduleMeta,
    SubscriptionMeta, Trigger, WebSocketMeta,
};
pub use keys::Keys;
pub use mount_context::{Mount, MountError};
pub use plugin::{AskMeta, EventMeta, PluginMeta, StatementMeta, domain_of};
pub use slice::{MICROCORE_V1_PLUGINS, linked};
