//! The application: registration, boot plan, start, shutdown and status. The only module
//! that depends on all others.

mod boot;
mod boot_error;
mod boot_plan;
mod builder;
mod config;
mod contracts;
mod hooks;
mod logging;
mod mount_all;
mod mounter;
mod registry;
mod running;
mod sections;
mod system;
mod tool_supervisor;
mod watchdog;

pub use boot_error::BootError;
pub(crate) use boot_plan::migrations;
pub use builder::App;
pub use config::KernelConfig;
pub use registry::Registry;
pub use running::Running;
#[cfg(feature = "mcp")]
pub(crate) use sections::SystemConfig;
