//! What a plugin needs: `use microcore::prelude::*;`.

pub use chrono::{DateTime, NaiveDate, Utc};
pub use serde_json::{Value, from_value, json};
pub use uuid::Uuid;

pub use crate::macros::*;

pub use crate::events::{Ask, Emit, EmitOptions, MetaDbExt as _};
pub use crate::http::{
    Cookie, File, Form, Identity, Json, Message, Multipart, Page, Path, Query, Redirect, Sse,
    SseEvent, Upload, WebSocket, With,
};
pub use crate::tools::db::DbResultExt as _;
pub use crate::tools::{Auth, Clock, Config, Db, Files, Log, State, Tool};
pub use microcore_core::Secret;
pub use microcore_core::call::Meta;
pub use microcore_core::error::{Error, Kind, Result};
pub use microcore_core::tool::wait;
