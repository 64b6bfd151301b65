//! Observes events as they are published.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::Envelope;

/// The capacity of the buffer; the oldest event is dropped when it is full.
const MAX: usize = 1024;

/// The events that a bus published since it is [tapped](super::Bus::tap).
/// Each is given out once.
#[derive(Debug, Default)]
pub struct EventTap {
    events: Mutex<VecDeque<Arc<Envelope>>>,
    added: Notify,
}

impl EventTap {
    /// The oldest event that `wanted` picks and that was not taken; waits until there
    /// is one.
    ///
    /// ```
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// use microcore::events::{Bus, Envelope, EventConfig};
    ///
    /// let bus = Bus::new(EventConfig::default());
    /// let tap = bus.tap();
    /// for id in [1, 2] {
    ///     bus.publish(Envelope::new("user.created", "users::create_user", &id)?).await?;
    /// }
    /// let event = tap.next(|event| event.payload.get() == "2").await;
    /// assert_eq!(event.name, "user.created");
    /// # Ok::<_, microcore::Error>(()) }).unwrap();
    /// ```
    pub async fn next(&self, wanted: impl Fn(&Envelope) -> bool) -> Arc<Envelope> {
        loop {
            let added = self.added.notified();
            tokio::pin!(added);
            added.as_mut().enable();
            if let Some(event) = self.take(&wanted) {
                return event;
            }
            added.await;
        }
    }

    pub(super) fn add(&self, event: &Arc<Envelope>) {
        let mut events = self.events();
        let oldest = if events.len() >= MAX { events.pop_front() } else { None };
        events.push_back(Arc::clone(event));
        drop(events);
        drop(oldest); // frees memory outside the lock
        self.added.notify_waiters();
    }

    fn take(&self, wanted: impl Fn(&Envelope) -> bool) -> Option<Arc<Envelope>> {
        let mut events = self.events();
        let at = events.iter().position(|event| wanted(event))?;
        events.remove(at)
    }

    fn events(&self) -> MutexGuard<'_, VecDeque<Arc<Envelope>>> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
