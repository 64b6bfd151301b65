//! The implementations of contracts that an application installs.

use std::sync::Arc;

use super::App;
use crate::events::BusParts;
use crate::tools::Db;
use microcore_core::event::Transport;
use microcore_core::metrics::Collector;
use microcore_core::store::{DeadLetters, FileStore, SessionStore, StateStore, Ticks};
use microcore_core::tool::Toolbox;
use microcore_core::trace::Exporter;

/// The implementations that the program installed. Where there is none, the framework
/// uses its own.
#[derive(Clone, Default)]
pub(crate) struct Contracts {
    state_store: Option<Arc<dyn StateStore>>,
    session_store: Option<Arc<dyn SessionStore>>,
    file_store: Option<Arc<dyn FileStore>>,
    transport: Option<Arc<dyn Transport>>,
    exporter: Option<Arc<dyn Exporter>>,
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
        if let Some(store) = &self.session_store {
            toolbox.put(Arc::clone(store));
        }
        if let Some(store) = &self.file_store {
            toolbox.put(Arc::clone(store));
        }
    }

    /// The parts of the bus.
    pub(crate) fn bus_parts(&self, db: Option<Db>) -> BusParts {
        BusParts {
            db,
            letters: self.dead_letters.clone(),
            transport: self.transport.clone(),
            exporter: self.exporter.clone(),
        }
    }
}

/// Implementations of the contracts in `microcore-core`.
impl App {
    /// Keeps `State` in this store, in place of the memory of the process, and the sessions of
    /// `Auth` too unless they have a [store of their own](Self::session_store):
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

    /// Keeps the sessions of `Auth` in this store, in place of the state store.
    #[must_use]
    pub fn session_store(mut self, store: Arc<dyn SessionStore>) -> Self {
        self.contracts.session_store = Some(store);
        self
    }

    /// Keeps what `Files` is given in this store, in place of a folder.
    #[must_use]
    pub fn file_store(mut self, store: Arc<dyn FileStore>) -> Self {
        self.contracts.file_store = Some(store);
        self
    }

    /// Carries events over this transport, in place of the memory of the process:
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use microcore::{App, events::{EventConfig, InProcess}};
    /// # fn with(app: App) -> App {
    /// app.transport(Arc::new(InProcess::new(&EventConfig::default())))
    /// # }
    /// ```
    ///
    /// Events of the outbox go over it too, after the commit. Questions do not: the process
    /// that asks also answers.
    #[must_use]
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.contracts.transport = Some(transport);
        self
    }

    /// Gives every node of the causal tree to this exporter, from a thread of its own.
    #[must_use]
    pub fn exporter(mut self, exporter: Arc<dyn Exporter>) -> Self {
        self.contracts.exporter = Some(exporter);
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
    /// use microcore::metrics::{Collector, Encoder};
    ///
    /// static SOLD: AtomicU64 = AtomicU64::new(0);
    ///
    /// struct Sales;
    ///
    /// impl Collector for Sales {
    ///     fn collect(&self, encoder: &mut Encoder<'_>) -> std::fmt::Result {
    ///         encoder.counter("shop_sold", "Products sold.", [([], SOLD.load(Relaxed))])
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
