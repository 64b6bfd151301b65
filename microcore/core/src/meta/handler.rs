//! The metadata of a plugin's functions.

use crate::location::SourceLocation;

use super::MountFn;
use crate::schema::Shape;

/// A function of a plugin, whatever calls it.
#[derive(Debug)]
pub struct HandlerMeta {
    /// The function's name.
    pub name: &'static str,
    /// Its doc comment.
    pub doc: &'static str,
    /// Whether it is a plain `fn`, run on the blocking pool.
    pub blocking: bool,
    /// What it asks for, in order.
    pub args: &'static [Arg],
    /// Where it stands.
    pub location: SourceLocation,
}

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
pub struct Arg {
    /// Its name in the signature.
    pub name: &'static str,
    /// What it is.
    pub meta: ArgMeta,
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
    /// Who is signed in; makes the route authenticated.
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

/// What a handler returns.
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
}

macro_rules! handlers {
    ($($type:ident $(at $path:ident)?),*) => {$(
        impl Handler for $type {
            fn handler(&self) -> &HandlerMeta {
                &self.handler
            }

            fn mount(&self) -> MountFn {
                self.mount
            }

            $(fn path(&self) -> Option<&'static str> {
                Some(self.$path)
            })?
        }
    )*};
}

handlers!(
    RouteMeta at path,
    WebSocketMeta at path,
    SubscriptionMeta,
    AnswerMeta,
    ScheduleMeta,
    HookMeta
);

/// An HTTP endpoint.
#[derive(Debug)]
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
    /// Where the path stands.
    pub path_location: SourceLocation,
    /// Resolves what the handler needs, once, and returns the handler to call.
    pub mount: MountFn,
}

/// A WebSocket endpoint.
#[derive(Debug)]
pub struct WebSocketMeta {
    /// The function.
    pub handler: HandlerMeta,
    /// `/feed`.
    pub path: &'static str,
    /// Roles of which the caller needs one.
    pub roles: &'static [&'static str],
    /// Where the path stands.
    pub path_location: SourceLocation,
    /// Resolves what the handler needs, once.
    pub mount: MountFn,
}

/// A subscriber.
#[derive(Debug)]
pub struct SubscriptionMeta {
    /// The function.
    pub handler: HandlerMeta,
    /// The event it listens to.
    pub event: &'static str,
    /// What it reads of the event.
    pub view: &'static Shape,
    /// How often a failed delivery is tried again.
    pub retries: u32,
    /// The wait before the first retry, in milliseconds; it doubles each time.
    pub backoff_ms: u64,
    /// How long one attempt may take, in milliseconds; 0 means the configured limit.
    pub timeout_ms: u64,
    /// The worker pool it shares; empty means its own.
    pub group: &'static str,
    /// Whether every replica gets every event.
    pub broadcast: bool,
    /// Whether the inbox makes its effects in `Db` happen once.
    pub once: bool,
    /// Where the event's name stands.
    pub event_location: SourceLocation,
    /// Resolves what the handler needs, once.
    pub mount: MountFn,
}

/// Answers a question.
#[derive(Debug)]
pub struct AnswerMeta {
    /// The function.
    pub handler: HandlerMeta,
    /// The question.
    pub ask: &'static str,
    /// What it reads of the question.
    pub view: &'static Shape,
    /// What it answers.
    pub reply: &'static Shape,
    /// Where the question's name stands.
    pub ask_location: SourceLocation,
    /// Resolves what the handler needs, once.
    pub mount: MountFn,
}

/// A job.
#[derive(Debug)]
pub struct ScheduleMeta {
    /// The function.
    pub handler: HandlerMeta,
    /// When it runs.
    pub trigger: Trigger,
    /// How long one run may take, in milliseconds; 0 means no limit.
    pub timeout_ms: u64,
    /// Resolves what the handler needs, once.
    pub mount: MountFn,
}

/// When a job runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// A cron expression of five fields, in UTC.
    Cron(&'static str),
    /// Every so many milliseconds.
    Every(u64),
}

/// What runs at start or stop.
#[derive(Debug)]
pub struct HookMeta {
    /// The function.
    pub handler: HandlerMeta,
    /// How long it may take, in milliseconds; 0 means the configured limit.
    pub timeout_ms: u64,
    /// Resolves what the handler needs, once.
    pub mount: MountFn,
}
