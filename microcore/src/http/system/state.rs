//! The state that the system endpoints read.

use std::sync::Arc;

use bytes::Bytes;
use microcore_core::metrics::Registry;
use microcore_core::system::System;

use crate::http::Shutdown;

/// Handed to each handler below `/system`.
pub(crate) struct SystemState {
    /// The application.
    pub(crate) system: Arc<dyn System>,
    /// Everything that is counted.
    pub(crate) metrics: Registry,
    /// The OpenAPI document.
    pub(crate) openapi: Bytes,
    /// Whether the server stops.
    pub(crate) stop: Shutdown,
}
