//! The delivery of one event to one consumer group.

use std::fmt;
use std::sync::Arc;

use super::Envelope;

/// Notified when a delivery ends. One may serve many deliveries.
///
/// Both methods are called wherever the delivery ends, and must not block: a receipt that
/// has to tell a server queues that.
pub trait Receipt: Send + Sync + 'static {
    /// The delivery is over: handled, expired, or kept as a dead letter.
    fn settle(&self, envelope: &Envelope);

    /// The delivery was dropped without being settled, as at shutdown. A durable
    /// transport hands it over again, here or to another replica.
    fn release(&self, _envelope: &Envelope) {}
}

/// One event on its way to one consumer group. Ends exactly once: settled, or released
/// when it is dropped.
///
/// ```
/// use std::sync::Arc;
/// use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
/// use microcore_core::event::{Delivery, Envelope, Receipt};
///
/// #[derive(Default)]
/// struct Counts { settled: AtomicU32, released: AtomicU32 }
///
/// impl Receipt for Counts {
///     fn settle(&self, _: &Envelope) { self.settled.fetch_add(1, Relaxed); }
///     fn release(&self, _: &Envelope) { self.released.fetch_add(1, Relaxed); }
/// }
///
/// let envelope = Arc::new(Envelope::new("user.created", "users::create_user", &7)?);
/// let counts = Arc::new(Counts::default());
/// Delivery::new(envelope.clone(), Some(counts.clone())).settle();
/// drop(Delivery::new(envelope, Some(counts.clone())));
/// assert_eq!((counts.settled.load(Relaxed), counts.released.load(Relaxed)), (1, 1));
/// # Ok::<(), microcore_core::Error>(())
/// ```
pub struct Delivery {
    /// What is delivered. Its [`attempt`](Envelope::attempt) is the first one here: a
    /// transport that counts how often it handed an event over writes the count there.
    pub envelope: Arc<Envelope>,
    receipt: Option<Arc<dyn Receipt>>,
    settled: bool,
}

impl Delivery {
    /// A delivery; `receipt` is notified when it ends.
    pub fn new(envelope: Arc<Envelope>, receipt: Option<Arc<dyn Receipt>>) -> Self {
        Self { envelope, receipt, settled: false }
    }

    /// It is over. Once is enough; what follows changes nothing.
    pub fn settle(&mut self) {
        self.settled = true;
        if let Some(receipt) = self.receipt.take() {
            receipt.settle(&self.envelope);
        }
    }

    /// Whether it is over.
    pub fn is_settled(&self) -> bool {
        self.settled
    }
}

impl Drop for Delivery {
    fn drop(&mut self) {
        if let Some(receipt) = self.receipt.take() {
            receipt.release(&self.envelope);
        }
    }
}

impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery")
            .field("envelope", &self.envelope)
            .field("settled", &self.settled)
            .finish_non_exhaustive()
    }
}
