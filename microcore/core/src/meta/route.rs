//! `#[route]`: an HTTP endpoint. The server that calls it defines the call.

use super::{Handler, HandlerMeta, MountFn};
use crate::location::SourceLocation;
use crate::schema::Shape;
use crate::setters::setters;

/// An HTTP endpoint.
#[derive(Debug)]
#[non_exhaustive]
pub struct RouteMeta {
    /// The function.
    pub handler: HandlerMeta,
    /// `GET`, `POST`, …
    pub method: &'static str,
    /// `/users/{id}`.
    pub path: &'static str,
    /// The status of success; 0 means 200, or 204 for an empty reply.
    pub status: u16,
    /// Roles of which the caller needs one; not empty makes the route authenticated.
    pub roles: &'static [&'static str],
    /// The largest body in bytes; 0 means the configured limit.
    pub body_limit: usize,
    /// How long the handler may take, in milliseconds; 0 means the configured limit.
    pub timeout_ms: u64,
    /// What it returns.
    pub reply: ReplyMeta,
    /// The source location of the path.
    pub path_location: SourceLocation,
    /// Resolves what the handler needs, once, and returns the handler to call.
    pub mount: MountFn,
}

impl RouteMeta {
    /// A public route with the configured limits.
    pub const fn new(
        handler: HandlerMeta,
        method: &'static str,
        path: &'static str,
        reply: ReplyMeta,
        mount: MountFn,
    ) -> Self {
        let path_location = handler.location;
        Self {
            handler,
            method,
            path,
            status: 0,
            roles: &[],
            body_limit: 0,
            timeout_ms: 0,
            reply,
            path_location,
            mount,
        }
    }
}

setters!(RouteMeta { status: u16, roles: &'static [&'static str], body_limit: usize, timeout_ms: u64, path_location: SourceLocation, mount: MountFn });

impl Handler for RouteMeta {
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

/// What a route returns.
#[derive(Debug)]
pub enum ReplyMeta {
    /// Nothing: 204 unless the route says otherwise.
    Empty,
    /// One JSON document.
    Json(&'static Shape),
    /// A stream of server-sent events, each with that shape.
    Sse(&'static Shape),
    /// A redirect.
    Redirect,
    /// A file or other bytes.
    File,
}
