//! Custom capabilities: `#[tool]` on a trait, `#[provides]` on its implementation.

use std::sync::{Arc, PoisonError, RwLock};

use futures_util::future::BoxFuture;

use super::{MethodMeta, Proxy, Startup, ToolLifecycle, ToolMeta};
use crate::config::{ConfigError, Configuration, Section};
use crate::diagnostic::Diagnostic;
use crate::error::{Error, Result};

/// A trait that `#[tool]` made a capability; implemented for `dyn Trait`.
#[diagnostic::on_unimplemented(
    message = "MC009: `{Self}` is not a capability",
    label = "this must be `dyn Trait` of a trait with `#[tool]`",
    note = "write `Tool<dyn Mailer>`, with `#[microcore::tool] pub trait Mailer {{ … }}`"
)]
pub trait Capability: Send + Sync {
    /// Has the trait's methods and sends each through the proxy.
    type Handle: Clone + Send + Sync + 'static;
    /// The trait's name.
    const NAME: &'static str;
    /// The trait's doc comment.
    const DOC: &'static str;
    /// The trait's methods, in order; a handle counts each under its place here.
    const METHODS: &'static [MethodMeta];
}

/// Makes the handle of a capability.
pub trait Connectable: Capability + 'static {
    /// The handle, through which the implementation in the slot is called.
    fn handle(slot: Slot<Self>) -> Self::Handle;
}

/// A capability, as a handler asks for it: `Tool<dyn Mailer>`. The trait's
/// methods are called on it.
pub type Tool<T> = <T as Capability>::Handle;

/// Where the implementation is kept once it is connected, and the proxy on the
/// way to it.
pub struct Slot<T: ?Sized> {
    proxy: Arc<Proxy>,
    place: Arc<RwLock<Option<Arc<T>>>>,
}

impl<T: ?Sized> std::fmt::Debug for Slot<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Slot").finish_non_exhaustive()
    }
}

impl<T: ?Sized> Clone for Slot<T> {
    fn clone(&self) -> Self {
        Self { proxy: self.proxy.clone(), place: self.place.clone() }
    }
}

impl<T: ?Sized> Slot<T> {
    fn new(proxy: Arc<Proxy>) -> Self {
        Self { proxy, place: Arc::default() }
    }

    /// The proxy that every call passes.
    pub fn proxy(&self) -> &Proxy {
        &self.proxy
    }

    /// The implementation.
    ///
    /// # Errors
    ///
    /// [`Kind::Unavailable`](crate::Kind::Unavailable) until it is connected and
    /// after it was closed.
    pub fn get(&self) -> Result<Arc<T>> {
        let place = self.place.read().unwrap_or_else(PoisonError::into_inner);
        place.clone().ok_or_else(|| self.not_connected())
    }

    fn set(&self, implementation: Option<Arc<T>>) {
        *self.place.write().unwrap_or_else(PoisonError::into_inner) = implementation;
    }

    #[cold]
    fn not_connected(&self) -> Error {
        Error::unavailable(format!("{} is not connected", self.proxy.capability()))
    }
}

/// The settings that a `connect` asks for: nothing, or one to four `#[config]`
/// structs.
pub trait ConnectArgs: Sized + Send {
    /// Reads and checks them.
    fn read(config: &Configuration) -> Result<Self, ConfigError>;
}

impl ConnectArgs for () {
    fn read(_: &Configuration) -> Result<Self, ConfigError> {
        Ok(())
    }
}

macro_rules! connect_args {
    ($($name:ident)+) => {
        impl<$($name: Section),+> ConnectArgs for ($($name,)+) {
            #[allow(non_snake_case)]
            fn read(config: &Configuration) -> Result<Self, ConfigError> {
                let mut problems = Vec::new();
                $(let $name = config.read_config::<$name>()
                    .map_err(|error| problems.extend(error.problems));)+
                match ($($name,)+) {
                    ($(Ok($name),)+) => Ok(($($name,)+)),
                    _ => Err(ConfigError { problems }),
                }
            }
        }
    };
}

connect_args!(A);
connect_args!(A B);
connect_args!(A B C);
connect_args!(A B C D);

/// The life of an implementation, as `#[provides]` writes it out. What the user
/// does not write has a default: `connect` is `Default::default()`, `health`
/// says yes, `close` does nothing.
pub trait Provides: Sized + Send + Sync + 'static {
    /// Whether the settings that `connect` asks for are complete and valid:
    /// `<(SmtpConfig,)>::read(settings).map(drop)`.
    fn check(config: &Configuration) -> Result<(), ConfigError>;

    /// Reads the settings and reaches the backend. Runs again after a failure,
    /// and when a connected implementation says that it is failing.
    fn connect(config: &Configuration) -> impl Future<Output = Result<Self>> + Send;

    /// Asks the backend whether it works.
    fn health(&self) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }

    /// Releases the backend.
    fn close(&self) -> impl Future<Output = ()> + Send {
        async {}
    }
}

/// A type with `#[provides]`, as `app!` names it in its `tools`.
#[diagnostic::on_unimplemented(
    message = "MC009: `{Self}` is not a tool",
    label = "this type provides no capability",
    note = "write `#[microcore::provides] impl Mailer for {Self} {{ … }}`"
)]
pub trait Implementation {
    /// The tool, as constants.
    const TOOL: ToolMeta;
}

/// Starts the tool that `I` is for the capability `T`: the `start` of its
/// [`ToolMeta`]. `erase` makes an `Arc<dyn Trait>` of an
/// `Arc<I>`.
///
/// # Errors
///
/// The settings of `connect`, where they are wrong.
pub fn start<T: Connectable + ?Sized, I: Provides>(
    startup: &mut Startup<'_>,
    erase: fn(Arc<I>) -> Arc<T>,
) -> Result<Arc<dyn ToolLifecycle>, Vec<Diagnostic>> {
    I::check(startup.config)?;
    let slot = Slot::<T>::new(startup.proxy.clone());
    startup.toolbox.put(T::handle(slot.clone()));
    Ok(Arc::new(Provided {
        config: startup.config.clone(),
        slot,
        current: RwLock::new(None),
        erase,
    }))
}

/// An implementation and its life.
struct Provided<T: ?Sized, I> {
    config: Configuration,
    slot: Slot<T>,
    current: RwLock<Option<Arc<I>>>,
    erase: fn(Arc<I>) -> Arc<T>,
}

impl<T: ?Sized, I> Provided<T, I> {
    fn current(&self) -> Option<Arc<I>> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn replace(&self, next: Option<Arc<I>>) -> Option<Arc<I>> {
        self.slot.set(next.clone().map(self.erase));
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut current, next)
    }
}

impl<T: Connectable + ?Sized, I: Provides> ToolLifecycle for Provided<T, I> {
    fn connect(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async {
            let next = Arc::new(I::connect(&self.config).await?);
            if let Some(old) = self.replace(Some(next)) {
                old.close().await;
            }
            Ok(())
        })
    }

    fn health(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async {
            match self.current() {
                Some(implementation) => implementation.health().await,
                None => Err(self.slot.not_connected()),
            }
        })
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async {
            if let Some(implementation) = self.replace(None) {
                implementation.close().await;
            }
        })
    }
}
