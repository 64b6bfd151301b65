//! HTTP over actix-web.

mod argument;
mod call;
mod config;
mod credentials;
mod dispatch;
mod form_values;
pub mod openapi;
mod params;
pub mod path;
mod plan;
mod problem;
mod reply;
mod request_id;
mod server;
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
pub use plan::{BindError, Configure, ServerPlan};
pub(crate) use reply::element as page_element;
pub use reply::{Body, Cookie, File, Page, Redirect, Reply, SameSite, Sse, SseEvent, With};
pub use server::Server;
pub(crate) use server::{PreparedServer, check};
pub use shutdown::Shutdown;
#[cfg(feature = "mcp")]
pub(crate) use system::same;
pub use upload::Upload;
pub use websocket::{Message, WebSocket};
