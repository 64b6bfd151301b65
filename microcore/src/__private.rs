//! What expansions name. Not for hands: it may change with any version.

pub use core::clone::Clone;
pub use core::default::Default;
pub use core::marker::{Send, Sync};
pub use core::mem::drop;
pub use core::option::Option::{None, Some};
pub use core::prelude::v1::derive;
pub use core::result::Result::{self, Err, Ok};
pub use core::{env, include_str, module_path};
pub use std::boxed::Box;
pub use std::sync::Arc;

pub use futures_util::future::BoxFuture;
pub use linkme;
pub use serde;

use actix_web::HttpResponse;
use serde_json::value::RawValue;

use crate::call::{Answer, Argument, Outcome};
use crate::data;
use crate::http::Reply;
use crate::kernel::{Mount, MountError};
use crate::meta::{ArgMeta, ReplyMeta, RouteMeta, Site};
use crate::schema::{Schema, Shape};
use crate::settings::{Settings, SettingsError};

/// The index of a crate without `app!`.
pub mod no_app {
    use crate::check::Index;

    /// Knows nothing, so every claim passes.
    pub const INDEX: Index =
        Index { complete: false, plugins: &[], tools: &[], routes: &[], events: &[], answers: &[] };
}

/// Where the caller stands.
#[track_caller]
pub const fn here() -> Site {
    let at = core::panic::Location::caller();
    Site { file: at.file(), line: at.line(), column: at.column() }
}

/// The shape of a view; whoever is not one is told so here.
pub const fn view_shape<T: data::View>() -> &'static Shape {
    <T as Schema>::SHAPE
}

/// Reads and checks the settings of a plugin.
pub fn check_settings<T: data::Settings>(settings: &Settings) -> Result<(), SettingsError> {
    settings.read_config::<T>().map(drop)
}

// Generic functions rather than methods: an error about a type argument stands
// on the type as the user wrote it, once, however often it is needed.

/// What an argument means to the architecture.
pub const fn arg_meta<A: Argument<C>, C>() -> ArgMeta {
    A::META
}

/// Looks up what an argument needs.
pub fn resolve<A: Argument<C>, C>(
    mount: &Mount<'_>,
    name: &'static str,
) -> Result<A::Source, MountError> {
    A::resolve(mount, name)
}

/// An argument's value for one call.
pub fn take<A: Argument<C>, C>(source: &A::Source, call: &mut C) -> crate::Result<A> {
    A::take(source, call)
}

/// What a route gives back.
pub const fn reply_meta<R: Reply>() -> ReplyMeta {
    R::META
}

/// The route's answer.
pub fn reply<R: Reply>(value: R, route: &RouteMeta) -> crate::Result<HttpResponse> {
    value.reply(route)
}

/// The shape of an answer to a question.
pub const fn answer_shape<A: Answer>() -> &'static Shape {
    A::SHAPE
}

/// The answer to a question, as JSON.
pub fn answer<A: Answer>(value: A) -> crate::Result<Box<RawValue>> {
    value.answer()
}

/// Whether a handler went well.
pub fn outcome<O: Outcome>(value: O) -> crate::Result<()> {
    value.outcome()
}
