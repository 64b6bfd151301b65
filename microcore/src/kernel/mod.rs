//! The kernel: boots what is registered and knows no business.

mod blocking;
mod mount;
mod mounted;
mod proxy;
mod tool;
mod toolbox;

pub use blocking::Blocking;
pub use mount::{Mount, MountError};
pub use mounted::Mounted;
pub use proxy::{BUCKETS_US, Circuit, MethodStats, Proxy};
pub use tool::{Startup, Tool, ToolStart};
pub use toolbox::Toolbox;
