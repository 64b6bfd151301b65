//! `State`: values that outlive a request, with a time to live, counters and
//! atomic changes.

mod memory;

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;

use microcore_core::call::{Argument, Call};
use microcore_core::diagnostic::Diagnostic;
use microcore_core::error::{Error, Result};
use microcore_core::meta::{ArgMeta, MethodMeta, SourceLocation, ToolMeta};
use microcore_core::meta::{Mount, MountError};
use microcore_core::tool::{Idle, Proxy, Startup, ToolLifecycle, Toolbox};

pub use memory::MemoryStore;
pub use microcore_core::store::{Condition, Expiry, StateStore};

/// Key-value state. Every domain has a namespace of its own, so that domains are
/// isolated; [`namespace`](Self::namespace) divides it further.
///
/// Values are JSON. Every method is atomic, so an idempotency guard is one call:
///
/// ```
/// use std::{sync::Arc, time::Duration};
/// use microcore::tools::state::{MemoryStore, State};
///
/// # microcore::wait(async {
/// let state = State::new(Arc::new(MemoryStore::new()), "payments");
/// let day = Some(Duration::from_secs(86_400));
/// assert!(state.set_if_absent("paid/42", &true, day).await?);
/// assert!(!state.set_if_absent("paid/42", &true, day).await?); // set already
/// # Ok::<_, microcore::Error>(()) }).unwrap();
/// ```
#[derive(Clone)]
pub struct State {
    shared: Shared,
    space: Arc<str>,
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State").finish_non_exhaustive()
    }
}

/// The handle in the toolbox: state without a namespace.
#[derive(Clone)]
struct Shared {
    store: Arc<dyn StateStore>,
    proxy: Arc<Proxy>,
}

macro_rules! methods {
    ($($index:ident = $name:literal, $signature:literal, $doc:literal;)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Method { $($index),* }
        const METHODS: &[MethodMeta] =
            &[$(MethodMeta::new($name, $signature).doc($doc)),*];
    };
}

methods! {
    Get = "get", "async fn get<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>>",
        "The value, if there is one.";
    Set = "set", "async fn set<T: Serialize>(&self, key: &str, value: &T) -> Result<()>",
        "Writes a value without a time to live.";
    SetFor = "set_for",
        "async fn set_for<T: Serialize>(&self, key: &str, value: &T, ttl: Duration) -> Result<()>",
        "Writes a value that expires after `ttl`.";
    SetIfAbsent = "set_if_absent",
        "async fn set_if_absent<T: Serialize>(&self, key: &str, value: &T, ttl: Option<Duration>) -> Result<bool>",
        "Writes a value where there is none; false if there was one.";
    CompareAndSet = "compare_and_set",
        "async fn compare_and_set<T: Serialize>(&self, key: &str, expected: &T, value: &T) -> Result<bool>",
        "Replaces exactly `expected`, keeping its time to live; false if there was another value.";
    Take = "take", "async fn take<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>>",
        "Removes the value and returns it: of many callers one gets it.";
    Increment = "increment",
        "async fn increment(&self, key: &str, by: i64, ttl: Option<Duration>) -> Result<i64>",
        "Adds to a counter and returns the sum; `ttl` starts when the counter does.";
    Delete = "delete", "async fn delete(&self, key: &str) -> Result<bool>",
        "Deletes a value; false if there was none.";
    Keys = "keys", "async fn keys(&self, prefix: &str) -> Result<Vec<String>>",
        "The keys that start with `prefix`, sorted.";
    ExpiresIn = "expires_in", "async fn expires_in(&self, key: &str) -> Result<Option<Duration>>",
        "The remaining time to live; None if it has none or does not exist.";
    Clear = "clear", "async fn clear(&self) -> Result<u64>",
        "Deletes everything of this namespace and returns the number of values.";
}

impl State {
    /// State in this store, in this namespace. Plugins ask for `State` instead;
    /// this is for programs and tests that embed a store.
    pub fn new(store: Arc<dyn StateStore>, namespace: &str) -> Self {
        let names: Vec<_> = METHODS.iter().map(|method| method.name).collect();
        let proxy = Arc::new(Proxy::new("State", &names));
        Self { shared: Shared { store, proxy }, space: namespace.into() }
    }

    /// A namespace within this one.
    #[must_use]
    pub fn namespace(&self, name: &str) -> Self {
        Self { shared: self.shared.clone(), space: format!("{}/{name}", self.space).into() }
    }

    /// The value, if there is one.
    ///
    /// # Errors
    ///
    /// [`Kind::Internal`](crate::Kind::Internal) if it is not a `T`.
    pub async fn get<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>> {
        let value = self.call(Method::Get, self.store().get(&self.space, key)).await?;
        read(key, value)
    }

    /// Writes a value without a time to live.
    pub async fn set<T: Serialize + ?Sized>(&self, key: &str, value: &T) -> Result<()> {
        self.put(Method::Set, key, value, Condition::Always, Expiry::Never).await.map(drop)
    }

    /// Writes a value that expires after `ttl`.
    pub async fn set_for<T: Serialize + ?Sized>(
        &self,
        key: &str,
        value: &T,
        ttl: Duration,
    ) -> Result<()> {
        self.put(Method::SetFor, key, value, Condition::Always, Expiry::After(ttl)).await.map(drop)
    }

    /// Writes a value where there is none; false if there was one.
    pub async fn set_if_absent<T: Serialize + ?Sized>(
        &self,
        key: &str,
        value: &T,
        ttl: Option<Duration>,
    ) -> Result<bool> {
        self.put(Method::SetIfAbsent, key, value, Condition::Absent, expiry(ttl)).await
    }

    /// Replaces exactly `expected`, keeping its time to live; false if there was another
    /// value, or none.
    pub async fn compare_and_set<T: Serialize + ?Sized>(
        &self,
        key: &str,
        expected: &T,
        value: &T,
    ) -> Result<bool> {
        let expected = text(expected)?;
        let condition = Condition::Equals(&expected);
        self.put(Method::CompareAndSet, key, value, condition, Expiry::Keep).await
    }

    /// Removes the value and returns it: of many callers one gets it.
    pub async fn take<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>> {
        let value = self.call(Method::Take, self.store().take(&self.space, key)).await?;
        read(key, value)
    }

    /// Adds to a counter and returns the sum. A missing counter starts at 0, and its time
    /// to live with it: a fixed window.
    ///
    /// # Errors
    ///
    /// [`Kind::Conflict`](crate::Kind::Conflict) if the value is not an integer or
    /// the sum does not fit in one.
    pub async fn increment(&self, key: &str, by: i64, ttl: Option<Duration>) -> Result<i64> {
        let adding = self.store().increment(&self.space, key, by, expiry(ttl));
        self.call(Method::Increment, adding).await
    }

    /// Deletes a value; false if there was none.
    pub async fn delete(&self, key: &str) -> Result<bool> {
        self.call(Method::Delete, self.store().delete(&self.space, key)).await
    }

    /// The keys that start with `prefix`, sorted.
    pub async fn keys(&self, prefix: &str) -> Result<Vec<String>> {
        self.call(Method::Keys, self.store().keys(&self.space, prefix)).await
    }

    /// The remaining time to live; `None` if it has none or does not exist.
    pub async fn expires_in(&self, key: &str) -> Result<Option<Duration>> {
        self.call(Method::ExpiresIn, self.store().expires_in(&self.space, key)).await
    }

    /// Deletes everything of this namespace, and not what is in namespaces
    /// within it; returns the number of values.
    pub async fn clear(&self) -> Result<u64> {
        self.call(Method::Clear, self.store().clear(&self.space)).await
    }

    async fn put<T: Serialize + ?Sized>(
        &self,
        method: Method,
        key: &str,
        value: &T,
        condition: Condition<'_>,
        expiry: Expiry,
    ) -> Result<bool> {
        let value = text(value)?;
        self.call(method, self.store().set(&self.space, key, value, condition, expiry)).await
    }

    fn store(&self) -> &dyn StateStore {
        &*self.shared.store
    }

    async fn call<T>(&self, method: Method, call: BoxFuture<'_, Result<T>>) -> Result<T> {
        self.shared.proxy.call(method as usize, call).await
    }
}

fn expiry(ttl: Option<Duration>) -> Expiry {
    ttl.map_or(Expiry::Never, Expiry::After)
}

/// The canonical JSON of a value, so that values can be compared as text: by a
/// `serde_json::Value`, whose keys are sorted.
fn text<T: Serialize + ?Sized>(value: &T) -> Result<String> {
    let mut value = serde_json::to_value(value)
        .map_err(|error| Error::internal("a value for State is not JSON").with_source(error))?;
    value.sort_all_objects();
    Ok(value.to_string())
}

fn read<T: DeserializeOwned>(key: &str, value: Option<String>) -> Result<Option<T>> {
    let Some(value) = value else { return Ok(None) };
    serde_json::from_str(&value).map(Some).map_err(|error| {
        Error::internal(format!("the value of `{key}` has another type")).with_source(error)
    })
}

impl<C: Call> Argument<C> for State {
    type State = Self;
    const META: ArgMeta = ArgMeta::Capability("State");

    fn resolve(mount: &Mount<'_>, _: &'static str) -> Result<Self, MountError> {
        Ok(Self { shared: mount.handle("State")?, space: mount.plugin.domain.into() })
    }

    fn take(source: &Self, _: &mut C) -> Result<Self> {
        Ok(source.clone())
    }
}

/// `State`, in the store that the application installed or in the memory of the process.
pub const TOOL: ToolMeta = ToolMeta::new(
    "State",
    "in-process",
    SourceLocation { file: file!(), line: line!(), column: 1 },
    start,
)
.doc(
    "Values that outlive a request: time to live, counters, atomic changes. \
          One namespace a domain.",
)
.methods(METHODS);

fn start(startup: &mut Startup<'_>) -> Result<Arc<dyn ToolLifecycle>, Vec<Diagnostic>> {
    let store = installed(startup.toolbox);
    startup.toolbox.put(Shared { store, proxy: startup.proxy.clone() });
    Ok(Arc::new(Idle))
}

/// The store that the application installed, or the memory of this process.
pub(super) fn installed(toolbox: &Toolbox) -> Arc<dyn StateStore> {
    let store = toolbox.get::<Arc<dyn StateStore>>();
    store.cloned().unwrap_or_else(|| Arc::new(MemoryStore::new()))
}
