//! The handles of all started tools, by type.

use std::any::{Any, TypeId};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::{Blocking, Proxy};

/// Holds what tools provide. Read when handlers are mounted, not per request.
#[derive(Default)]
pub struct Toolbox {
    handles: HashMap<TypeId, Box<dyn Any + Send + Sync>>,
    proxies: BTreeMap<&'static str, Arc<Proxy>>,
    blocking: Blocking,
}

impl std::fmt::Debug for Toolbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Toolbox").finish_non_exhaustive()
    }
}

impl Toolbox {
    /// A toolbox with nothing in it.
    pub fn new(blocking: Blocking) -> Self {
        Self { blocking, ..Self::default() }
    }

    /// Puts a handle in, under its type.
    pub fn put<T: Send + Sync + 'static>(&mut self, handle: T) {
        self.handles.insert(TypeId::of::<T>(), Box::new(handle));
    }

    /// The handle of that type.
    pub fn get<T: Send + Sync + 'static>(&self) -> Option<&T> {
        self.handles.get(&TypeId::of::<T>())?.downcast_ref()
    }

    /// Adds the proxy through which a capability is called.
    pub fn add_proxy(&mut self, proxy: Arc<Proxy>) {
        self.proxies.insert(proxy.capability(), proxy);
    }

    /// The proxy of a capability.
    pub fn proxy(&self, capability: &str) -> Option<&Arc<Proxy>> {
        self.proxies.get(capability)
    }

    /// The proxies of all capabilities, sorted by name.
    pub fn proxies(&self) -> impl Iterator<Item = &Arc<Proxy>> {
        self.proxies.values()
    }

    /// The pool on which a plain `fn` runs.
    pub fn blocking(&self) -> Blocking {
        self.blocking.clone()
    }
}
