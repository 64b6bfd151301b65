//! `#[websocket]`: an open connection. The server that calls it defines the call.

use super::{Handler, HandlerMeta, MountFn};
use crate::location::SourceLocation;
use crate::setters::setters;

/// A WebSocket endpoint.
#[derive(Debug)]
#[non_exhaustive]
pub struct WebSocketMeta {
    /// The function.
    pub handler: HandlerMeta,
    /// `/feed`.
    pub path: &'static str,
    /// Roles of which the caller needs one.
    pub roles: &'static [&'static str],
    /// The source location of the path.
    pub path_location: SourceLocation,
    /// Resolves what the handler needs, once.
    pub mount: MountFn,
}

impl WebSocketMeta {
    /// A public WebSocket endpoint.
    pub const fn new(handler: HandlerMeta, path: &'static str, mount: MountFn) -> Self {
        let path_location = handler.location;
        Self { handler, path, roles: &[], path_location, mount }
    }
}

setters!(WebSocketMeta { roles: &'static [&'static str], path_location: SourceLocation, mount: MountFn });

impl Handler for WebSocketMeta {
    fn handler(&self) -> &HandlerMeta {
        &self.handler
    }

    fn mount(&self) -> MountFn {
        self.mount
    }

    fn path(&self) -> Option<&'static str> {
        Some(self.path)
    }
}
