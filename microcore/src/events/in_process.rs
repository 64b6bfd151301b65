//! The transport within one process.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering::AcqRel};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use chrono::Utc;
use futures_util::future::{BoxFuture, FutureExt, ready};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::group::Shared;
use super::{Delivery, Envelope, Group, Receipt, Transport};
use microcore_core::error::{Error, Result};

/// Hands events to the groups of this process. An event is accepted when there is
/// room for it in the queue of its name, and accepted for good when every group
/// has settled it: memory does not outlive the process, so the one who asks for
/// good (the outbox) keeps the event until then.
pub(crate) struct InProcess(Arc<Inner>);

struct Inner {
    topics: RwLock<HashMap<&'static str, Arc<Topic>>>,
    shared: Arc<Shared>,
    delayed: Arc<Semaphore>,
}

/// The groups that listen to one event, and the room for it.
struct Topic {
    groups: Vec<Arc<Group>>,
    room: Arc<Semaphore>,
}

/// One event that is not settled by all of its groups yet; holds its room.
struct Outstanding {
    left: AtomicUsize,
    done: Mutex<Option<oneshot::Sender<()>>>,
    _room: OwnedSemaphorePermit,
}

impl Receipt for Outstanding {
    fn settle(&self, _: &Delivery) {
        if self.left.fetch_sub(1, AcqRel) == 1
            && let Some(done) = self.done.lock().unwrap_or_else(PoisonError::into_inner).take()
        {
            let _ = done.send(());
        }
    }
}

impl InProcess {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        let delayed = Arc::new(Semaphore::new(shared.config.delayed_max));
        Self(Arc::new(Inner { topics: RwLock::default(), shared, delayed }))
    }
}

impl Transport for InProcess {
    fn name(&self) -> &'static str {
        "in-process"
    }

    fn attach(&self, group: Arc<Group>) {
        let mut topics = self.0.topics.write().unwrap_or_else(PoisonError::into_inner);
        let (groups, room) = match topics.get(group.event()) {
            Some(topic) => (topic.groups.clone(), Arc::clone(&topic.room)),
            None => {
                let queue = self.0.shared.config.queue.clamp(1, Semaphore::MAX_PERMITS);
                (Vec::new(), Arc::new(Semaphore::new(queue)))
            }
        };
        let event = group.event();
        let groups = groups.into_iter().chain([group]).collect();
        topics.insert(event, Arc::new(Topic { groups, room }));
    }

    fn try_send(&self, envelope: &Arc<Envelope>) -> bool {
        if envelope.not_before.is_some() {
            return false;
        }
        let Some(topic) = self.0.topic(envelope) else { return true };
        match Arc::clone(&topic.room).try_acquire_owned() {
            Ok(room) => {
                topic.hand_over(envelope, room, None);
                true
            }
            Err(_) => false,
        }
    }

    fn send(&self, envelope: Arc<Envelope>) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            match self.0.wait_for(&envelope) {
                None => self.0.deliver(envelope, None).await,
                Some(wait) => self.0.hold(envelope, wait),
            }
        })
    }

    fn send_durable(&self, envelope: Arc<Envelope>) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            if let Some(wait) = self.0.wait_for(&envelope) {
                tokio::time::sleep(wait).await;
            }
            let (done, settled) = oneshot::channel();
            self.0.deliver(envelope, Some(done)).await?;
            settled.await.map_err(|_| Error::unavailable("the delivery was not settled"))
        })
    }

    fn stop(&self) -> BoxFuture<'_, ()> {
        ready(()).boxed()
    }
}

impl Topic {
    fn hand_over(
        &self,
        envelope: &Arc<Envelope>,
        room: OwnedSemaphorePermit,
        done: Option<oneshot::Sender<()>>,
    ) {
        if let ([group], None) = (&self.groups[..], &done) {
            let mut delivery = Delivery::new(Arc::clone(envelope), None);
            delivery.room = Some(room);
            return group.accept(delivery);
        }
        let receipt: Arc<dyn Receipt> = Arc::new(Outstanding {
            left: AtomicUsize::new(self.groups.len()),
            done: Mutex::new(done),
            _room: room,
        });
        for group in &self.groups[..] {
            let receipt = Some(Arc::clone(&receipt));
            group.accept(Delivery::new(Arc::clone(envelope), receipt));
        }
    }
}

impl Inner {
    /// How long the event is not due yet.
    fn wait_for(&self, envelope: &Envelope) -> Option<Duration> {
        let wait = envelope.not_before? - Utc::now();
        wait.to_std().ok().filter(|wait| !wait.is_zero())
    }

    async fn deliver(
        &self,
        envelope: Arc<Envelope>,
        done: Option<oneshot::Sender<()>>,
    ) -> Result<()> {
        let Some(topic) = self.topic(&envelope) else {
            if let Some(done) = done {
                let _ = done.send(()); // no receiver: there is nothing to settle
            }
            return Ok(());
        };
        let room = match Arc::clone(&topic.room).try_acquire_owned() {
            Ok(room) => room,
            Err(_) => self.wait_for_room(Arc::clone(&topic.room), &envelope).await?,
        };
        topic.hand_over(&envelope, room, done);
        Ok(())
    }

    fn topic(&self, envelope: &Envelope) -> Option<Arc<Topic>> {
        let topics = self.topics.read().unwrap_or_else(PoisonError::into_inner);
        topics.get(&*envelope.name).cloned()
    }

    #[cold]
    async fn wait_for_room(
        &self,
        room: Arc<Semaphore>,
        envelope: &Envelope,
    ) -> Result<OwnedSemaphorePermit> {
        let timeout = Duration::from_millis(self.shared.config.publish_timeout_ms);
        match tokio::time::timeout(timeout, room.acquire_owned()).await {
            Ok(Ok(room)) => Ok(room),
            _ => Err(Error::unavailable(format!("the queue of `{}` is full", envelope.name))
                .with_retry_after(Duration::from_secs(1))),
        }
    }

    /// Keeps a delayed event until it is due.
    fn hold(self: &Arc<Self>, envelope: Arc<Envelope>, wait: Duration) -> Result<()> {
        let Ok(place) = Arc::clone(&self.delayed).try_acquire_owned() else {
            return Err(Error::unavailable("there are too many delayed events")
                .with_retry_after(Duration::from_secs(1)));
        };
        let inner = Arc::clone(self);
        let held = Held { envelope: Some(envelope) };
        self.shared.tasks.spawn(async move {
            tokio::time::sleep(wait).await;
            inner.due(held).await;
            drop(place);
        });
        Ok(())
    }

    /// Delivers an event that was held; it waits for room as long as it takes.
    async fn due(&self, mut held: Held) {
        while let Some(envelope) = &held.envelope {
            match self.deliver(Arc::clone(envelope), None).await {
                Ok(()) => held.envelope = None,
                Err(error) => tracing::warn!(
                    event = %envelope.name,
                    id = %envelope.id,
                    cause = %error.chain(),
                    "delayed event waits"
                ),
            }
        }
    }
}

/// A delayed event; if it is dropped before it was delivered, that is logged.
struct Held {
    envelope: Option<Arc<Envelope>>,
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(envelope) = &self.envelope {
            tracing::warn!(
                event = %envelope.name,
                id = %envelope.id,
                not_before = ?envelope.not_before,
                "delayed event dropped at shutdown"
            );
        }
    }
}
