//! A mounted handler, type-erased; its caller downcasts it.

use std::any::Any;

use super::{Mount, MountError};

/// Resolves what a handler needs, once, and returns the handler to call.
pub type MountFn = fn(&Mount<'_>) -> Result<ErasedHandler, MountError>;

/// A mounted handler, its type erased: metadata names no server, so it cannot name the
/// function that takes a request. Its caller [restores](Self::downcast)
/// the type, once, before anything is served.
pub struct ErasedHandler(Box<dyn Any + Send + Sync>);

impl ErasedHandler {
    /// Erases the type `F`: `RouteFn`, `SubscriberFn`, ….
    pub fn new<F: Send + Sync + 'static>(handler: F) -> Self {
        Self(Box::new(handler))
    }

    /// The handler; `None` where it is of another type.
    pub fn downcast<F: 'static>(self) -> Option<F> {
        self.0.downcast().ok().map(|handler| *handler)
    }

    /// The handler. Only metadata that no macro wrote can hold another type.
    ///
    /// # Errors
    ///
    /// [`MountError::Signature`] where it does.
    pub fn restore<F: 'static>(self) -> Result<F, MountError> {
        self.downcast().ok_or_else(|| {
            let expected = std::any::type_name::<F>();
            MountError::Signature(format!(
                "its `mount` does not return a handler of type `{expected}`"
            ))
        })
    }
}

impl std::fmt::Debug for ErasedHandler {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ErasedHandler")
    }
}
