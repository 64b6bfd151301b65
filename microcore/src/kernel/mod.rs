//! The kernel: boots what is registered and knows no business.

mod app;
mod blocking;
mod boot;
mod boot_error;
mod crew;
mod hooks;
mod logging;
mod mount;
mod mounted;
mod mounting;
mod plan;
mod proxy;
pub mod registry;
mod running;
mod settings;
mod status;
mod tool;
mod toolbox;
mod wait;
mod watchdog;

pub use app::App;
pub use blocking::Blocking;
pub use boot_error::BootError;
pub use mount::{Mount, MountError};
pub use mounted::Mounted;
#[cfg(feature = "mcp")]
pub(crate) use plan::SystemSettings;
pub(crate) use plan::migrations;
pub use proxy::{BUCKETS_US, Circuit, MethodStats, Proxy};
pub use registry::Registry;
pub use running::Running;
pub use settings::KernelSettings;
pub use tool::{Idle, Startup, Tool, ToolStart};
pub use toolbox::Toolbox;
pub use wait::wait;

/// What a panic said.
pub(crate) fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}
