//! The application: registration, boot plan, start, shutdown and status. The only room
//! that knows all others.

mod boot;
mod boot_error;
mod builder;
mod config;
mod contracts;
mod hooks;
mod logging;
mod mount_all;
mod mounter;
mod plan;
mod registry;
mod running;
mod status;
mod tool_supervisor;
mod watchdog;

pub use boot_error::BootError;
pub use builder::App;
pub use config::KernelConfig;
#[cfg(feature = "mcp")]
pub(crate) use plan::SystemConfig;
pub(crate) use plan::migrations;
pub use registry::Registry;
pub use running::Running;
