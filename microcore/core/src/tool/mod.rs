//! Tools: the lifecycle that the kernel drives, the proxy that every call passes, and
//! the capabilities that an application declares for itself.

mod blocking;
pub(crate) mod custom;
mod lifecycle;
mod meta;
mod method_stats;
mod metrics;
mod proxy;
mod toolbox;
mod wait;

pub use blocking::Blocking;
pub use custom::{Capability, Implementation, Provides, Tool};
pub use lifecycle::{Idle, Startup, ToolLifecycle, ToolStart};
pub use meta::{MethodMeta, Migration, TableMeta, ToolMeta};
pub use method_stats::MethodStats;
pub use metrics::ToolMetrics;
pub use proxy::{Circuit, Proxy};
pub use toolbox::Toolbox;
pub use wait::wait;
