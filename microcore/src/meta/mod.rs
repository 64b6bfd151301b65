//! What the macros say about a feature: constants, never logic.

mod app;
mod handler;
mod plugin;
mod slice;
mod tool;

pub use app::{AppMeta, CrateMeta};
pub use handler::{
    AnswerMeta, Arg, ArgMeta, Handler, HandlerMeta, HookMeta, ReplyMeta, RouteMeta, ScheduleMeta,
    SubscriptionMeta, Trigger, WebSocketMeta,
};
pub use plugin::{AskMeta, ConfigMeta, EventMeta, PluginMeta, Site, StatementMeta, domain_of};
pub use slice::{MICROCORE_V1_PLUGINS, linked};
pub use tool::{MethodMeta, Migration, TableMeta, ToolMeta};
