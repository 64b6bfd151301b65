//! HTTP over actix-web.

mod argument;
mod dispatch;
mod identity;
pub mod openapi;
mod params;
pub mod path;
mod problem;
mod reply;
mod request_id;
mod server;
mod settings;
mod stop;
mod system;
mod texts;
mod websocket;

pub use argument::{
    Form, Json, Multipart, MultipartBody, Path, PathParams, PathSlots, Query, Upload,
};
pub use dispatch::SESSION_COOKIE;
pub use identity::{Authenticator, Credentials, Identity, SharedAuthenticator};
pub use params::Params;
pub(crate) use reply::element as page_element;
pub use reply::{Body, Cookie, File, Page, Redirect, Reply, SameSite, Sse, SseEvent, With};
pub use server::{BindError, Configure, Server, ServerPlan};
pub use settings::HttpSettings;
pub use stop::Stop;
pub use system::System;
#[cfg(feature = "mcp")]
pub(crate) use system::same;
pub use websocket::{Message, WebSocket};
