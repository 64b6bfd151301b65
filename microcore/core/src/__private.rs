//! What only expansions of the macros, and `microcore` itself, name. Not part of the public
//! interface: it changes with any version.

pub use crate::meta::keys::Keys;
pub use crate::meta::slice::{MICROCORE_V1_PLUGINS, linked};

/// The rules between plugins.
pub mod check {
    pub use crate::check::*;
}

/// What the implementation of an application's own capability is made of.
pub mod tool {
    pub use crate::tool::custom::{ConnectArgs, Connectable, Slot, start};
}
