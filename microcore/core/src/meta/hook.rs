//! `#[on_start]`, `#[on_stop]`: lifecycle hooks.

use futures_util::future::BoxFuture;

use super::call::{Call, CallContext};
use super::{Handler, HandlerMeta, MountFn};
use crate::error::Result;
use crate::setters::setters;

/// What runs at start or stop.
#[derive(Debug)]
#[non_exhaustive]
pub struct HookMeta {
    /// The function.
    pub handler: HandlerMeta,
    /// How long it may take, in milliseconds; 0 means the configured limit.
    pub timeout_ms: u64,
    /// Resolves what the handler needs, once.
    pub mount: MountFn,
}

impl HookMeta {
    /// A hook with the configured limit.
    pub const fn new(handler: HandlerMeta, mount: MountFn) -> Self {
        Self { handler, timeout_ms: 0, mount }
    }
}

setters!(HookMeta { timeout_ms: u64, mount: MountFn });

/// The application starts or stops.
pub struct HookCall {
    /// Who is called, and because of what.
    pub context: CallContext,
}

impl std::fmt::Debug for HookCall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HookCall").finish_non_exhaustive()
    }
}

/// A mounted start or stop hook.
pub type HookFn = Box<dyn Fn(HookCall) -> BoxFuture<'static, Result<()>> + Send + Sync>;

impl Call for HookCall {
    fn context(&self) -> &CallContext {
        &self.context
    }
}

impl Handler for HookMeta {
    fn handler(&self) -> &HandlerMeta {
        &self.handler
    }

    fn mount(&self) -> MountFn {
        self.mount
    }

    fn runs(&self, kind: &str) -> Option<String> {
        Some(format!("at {}", kind.trim_start_matches("on_")))
    }
}
