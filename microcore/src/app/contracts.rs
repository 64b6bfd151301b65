//! What an application brings to implement a contract of the framework.

use std::sync::Arc;

use super::App;
use microcore_core::metrics::Collector;
use microcore_core::store::{DeadLetters, StateStore, Ticks};
use microcore_core::tool::Toolbox;

/// The implementations that the program installed. Where there is none, the framework
/// uses its own.
#[derive(Clone, Default)]
pub(crate) struct Contracts {
    state_store: Option<Arc<dyn StateStore>>,
    pub(crate) dead_letters: Option<Arc<dyn DeadLetters>>,
    pub(crate) ticks: Option<Arc<dyn Ticks>>,
    pub(crate) collectors: Vec<Arc<dyn Collector>>,
}

impl Contracts {
    /// Puts into the toolbox what the tools look for when they start.
    pub(crate) fn install(&self, toolbox: &mut Toolbox) {
        if let Some(store) = &self.state_store {
            toolbox.put(Arc::clone(store));
        }
    }
}

/// Implementations of the contracts in `microcore-core`.
impl App {
    /// Keeps `State` and the sessions of `Auth` in this store, in place of the memory of
    /// the process:
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use microcore::{App, tools::state::MemoryStore};
    /// # fn with(app: App) -> App {
    /// app.state_store(Arc::new(MemoryStore::new()))
    /// # }
    /// ```
    #[must_use]
    pub fn state_store(mut self, store: Arc<dyn StateStore>) -> Self {
        self.contracts.state_store = Some(store);
        self
    }

    /// Keeps the dead letters there, in place of the database or the memory of the process.
    #[must_use]
    pub fn dead_letters(mut self, letters: Arc<dyn DeadLetters>) -> Self {
        self.contracts.dead_letters = Some(letters);
        self
    }

    /// Decides there which replica runs a tick of a job, in place of the database or the
    /// memory of the process.
    #[must_use]
    pub fn ticks(mut self, ticks: Arc<dyn Ticks>) -> Self {
        self.contracts.ticks = Some(ticks);
        self
    }

    /// Adds metrics of the application's own to `/system/metrics`:
    ///
    /// ```
    /// use std::sync::Arc;
    /// use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
    /// use microcore::App;
    /// use microcore::metrics::{Collector, Families};
    ///
    /// static SOLD: AtomicU64 = AtomicU64::new(0);
    ///
    /// struct Sales;
    ///
    /// impl Collector for Sales {
    ///     fn collect(&self, families: &mut Families<'_>) -> std::fmt::Result {
    ///         families.counter("shop_sold", "Products sold.", [([], SOLD.load(Relaxed))])
    ///     }
    /// }
    ///
    /// # fn with(app: App) -> App {
    /// app.metrics(Arc::new(Sales))
    /// # }
    /// ```
    #[must_use]
    pub fn metrics(mut self, collector: Arc<dyn Collector>) -> Self {
        self.contracts.collectors.push(collector);
        self
    }
}
