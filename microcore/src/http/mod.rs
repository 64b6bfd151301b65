//! HTTP over actix-web.

mod argument;
mod call;
mod config;
mod credentials;
mod dispatch;
mod form_values;
pub mod openapi;
mod origin;
mod params;
pub mod path;
mod problem;
mod reply;
mod request_id;
mod route_policy;
mod server;
mod server_plan;
mod shutdown;
mod system;
mod upload;
mod websocket;

pub use crate::cookie::SESSION_COOKIE;
pub use argument::{Form, Json, Multipart, Path, PathParams, PathSlots, Query};
pub use call::{HttpBody, HttpCall, MultipartBody, RouteFn, SocketCall, SocketFn};
pub use config::HttpConfig;
pub use microcore_core::identity::{Authenticator, Credentials, Identity, SharedAuthenticator};
pub use microcore_core::system::System;
pub use params::Params;
pub(crate) use reply::element as page_element;
pub use reply::{Body, Cookie, File, Page, Redirect, Reply, SameSite, Sse, SseEvent, With};
pub(crate) use server::PreparedServer;
pub use server::Server;
pub use server_plan::{BindError, Configure, ServerPlan};
pub use shutdown::Shutdown;
#[cfg(feature = "mcp")]
pub(crate) use system::same;
pub use upload::Upload;
pub use websocket::{Message, WebSocket};
