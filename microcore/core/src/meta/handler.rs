//! The metadata that all kinds of handlers share.

use crate::location::SourceLocation;

use super::MountFn;
use crate::schema::Shape;
use crate::setters::setters;

/// A function of a plugin, whatever calls it.
#[derive(Debug)]
#[non_exhaustive]
pub struct HandlerMeta {
    /// The function's name.
    pub name: &'static str,
    /// Its doc comment.
    pub doc: &'static str,
    /// Whether it is a plain `fn`, run on the blocking pool.
    pub blocking: bool,
    /// What it asks for, in order.
    pub args: &'static [Arg],
    /// Its source location.
    pub location: SourceLocation,
}

impl HandlerMeta {
    /// A function of that name, an `async fn` without arguments.
    pub const fn new(name: &'static str, location: SourceLocation) -> Self {
        Self { name, doc: "", blocking: false, args: &[], location }
    }
}

setters!(HandlerMeta { doc: &'static str, blocking: bool, args: &'static [Arg], location: SourceLocation });

impl HandlerMeta {
    /// The capabilities that it asks for.
    pub fn capabilities(&'static self) -> impl Iterator<Item = &'static str> {
        self.args.iter().filter_map(|arg| match arg.meta {
            ArgMeta::Capability(name) => Some(name),
            _ => None,
        })
    }
}

/// An argument of a handler.
#[derive(Debug)]
#[non_exhaustive]
pub struct Arg {
    /// Its name in the signature.
    pub name: &'static str,
    /// What it is.
    pub meta: ArgMeta,
}

impl Arg {
    /// An argument of that name.
    pub const fn new(name: &'static str, meta: ArgMeta) -> Self {
        Self { name, meta }
    }
}

/// What an argument means to the architecture.
#[derive(Debug)]
pub enum ArgMeta {
    /// The JSON body.
    Json(&'static Shape),
    /// The form body.
    Form(&'static Shape),
    /// The multipart body, streamed.
    Multipart(&'static Shape),
    /// One or several path parameters.
    Path(&'static Shape),
    /// The query string.
    Query(&'static Shape),
    /// The authenticated caller; the route requires authentication.
    Identity,
    /// The payload of an event or a question.
    Payload(&'static Shape),
    /// The right to publish an event.
    Emit(&'static str),
    /// The right to ask a question.
    Ask(&'static str),
    /// A capability that a tool provides, by name: `Db`, `Mailer`.
    Capability(&'static str),
    /// Settings, by section.
    Config(&'static str),
    /// The request id, the envelope.
    Meta,
    /// The open WebSocket.
    Socket,
}

/// Common to every kind of handler.
pub trait Handler: Sync {
    /// The function.
    fn handler(&self) -> &HandlerMeta;

    /// Resolves what the function needs, once.
    fn mount(&self) -> MountFn;

    /// The path of a route or a WebSocket endpoint.
    fn path(&self) -> Option<&'static str> {
        None
    }

    /// When it runs, where the application itself calls it: ``at `0 3 * * *` ``.
    /// `kind` is its [`kind`](HandlerOf::kind).
    fn runs(&self, kind: &str) -> Option<String> {
        let _ = kind;
        None
    }
}

/// A handler of a plugin, whatever its kind.
#[derive(Clone, Copy)]
pub struct HandlerOf {
    /// The attribute that makes a function one of its kind: `on_event`.
    pub kind: &'static str,
    /// Its metadata.
    pub meta: &'static dyn Handler,
}

impl std::fmt::Debug for HandlerOf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HandlerOf").finish_non_exhaustive()
    }
}

impl HandlerOf {
    /// The function.
    pub fn handler(self) -> &'static HandlerMeta {
        self.meta.handler()
    }

    /// When it runs, where the application itself calls it.
    pub fn runs(self) -> Option<String> {
        self.meta.runs(self.kind)
    }
}
