//! A subscriber, and the outcomes of its deliveries.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use serde::Serialize;

use microcore_core::call::Mounted;
use microcore_core::call::SubscriberFn;
use microcore_core::diagnostic::Diagnostic;
use microcore_core::meta::{PluginMeta, SubscriptionMeta};
use microcore_syntax::Code;

/// A mounted subscriber as a member of its group.
pub(crate) struct Member {
    pub(crate) mounted: Mounted<SubscriptionMeta, SubscriberFn>,
    pub(crate) counts: Counts,
}

/// What is wrong with a subscriber where there is no database: one that handles an event
/// once remembers it there.
pub(crate) fn needs_inbox(plugin: &PluginMeta, meta: &SubscriptionMeta) -> Option<Diagnostic> {
    let id = plugin.handler_id(&meta.handler);
    meta.once.then(|| {
        Diagnostic::new(format!("`once` of `{id}` needs a `Db`"))
            .code(Code::Capability)
            .label(meta.handler.location, "this subscriber")
            .help("let the plugin take a `Db`, or remove `once`")
    })
}

/// What became of a subscriber's deliveries since the start.
#[derive(Default)]
pub(crate) struct Counts {
    pub(crate) handled: AtomicU64,
    pub(crate) failed: AtomicU64,
    pub(crate) dead: AtomicU64,
    pub(crate) expired: AtomicU64,
    pub(crate) repeated: AtomicU64,
    pub(crate) busy_us: AtomicU64,
}

/// A subscriber and what became of its deliveries since the start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SubscriberStats {
    /// `domain::plugin::handler`.
    pub subscriber: String,
    /// The event it listens to.
    pub event: String,
    /// Its consumer group.
    pub group: String,
    /// Deliveries that it handled.
    pub handled: u64,
    /// Attempts that failed.
    pub failed: u64,
    /// Deliveries that became dead letters.
    pub dead: u64,
    /// Deliveries whose time was over before the first attempt.
    pub expired: u64,
    /// Deliveries that its inbox knew already.
    pub repeated: u64,
    /// The time of all attempts together, in microseconds.
    pub busy_us: u64,
}

impl Member {
    pub(crate) fn new(mounted: Mounted<SubscriptionMeta, SubscriberFn>) -> Self {
        Self { mounted, counts: Counts::default() }
    }

    pub(crate) fn stats(&self, group: &str) -> SubscriberStats {
        let counts = &self.counts;
        SubscriberStats {
            subscriber: self.mounted.id.to_string(),
            event: self.mounted.meta.event.to_owned(),
            group: group.to_owned(),
            handled: counts.handled.load(Relaxed),
            failed: counts.failed.load(Relaxed),
            dead: counts.dead.load(Relaxed),
            expired: counts.expired.load(Relaxed),
            repeated: counts.repeated.load(Relaxed),
            busy_us: counts.busy_us.load(Relaxed),
        }
    }
}
