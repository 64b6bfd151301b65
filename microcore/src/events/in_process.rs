//! The transport within one process.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering::AcqRel};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use chrono::Utc;
use futures_util::future::{BoxFuture, FutureExt, ready};
use tokio::sync::{Semaphore, oneshot};

use super::tasks::Tasks;
use super::{ConsumerGroup, Delivery, Envelope, EventConfig, Receipt, Transport};
use microcore_core::error::{Error, RETRY_AFTER, Result};

/// Hands events to the groups of this process. An event is accepted when there is
/// room for it in the queue of its name, and accepted durably when every group
/// has settled it: memory does not outlive the process, so the outbox keeps the event until
/// then.
pub struct InProcess(Arc<Inner>);

impl std::fmt::Debug for InProcess {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InProcess").finish_non_exhaustive()
    }
}

struct Inner {
    topics: RwLock<HashMap<Box<str>, Arc<Topic>>>,
    delayed: Arc<Semaphore>,
    /// What waits until a delayed event is due.
    tasks: Tasks,
    queue: usize,
    publish_timeout: Duration,
}

/// The groups that listen to one event, and the room for it.
struct Topic {
    groups: Vec<Arc<dyn ConsumerGroup>>,
    room: Arc<Semaphore>,
}

/// The only group of a topic frees the place of the event in the queue. The topic is the
/// receipt: one for each event would have to be allocated.
impl Receipt for Topic {
    fn settle(&self, _: &Envelope) {
        self.room.add_permits(1);
    }

    fn release(&self, _: &Envelope) {
        self.room.add_permits(1);
    }
}

/// One event that is not settled by all of its groups yet; has its room.
struct Outstanding {
    left: AtomicUsize,
    done: Mutex<Option<oneshot::Sender<()>>>,
    topic: Arc<Topic>,
}

impl Receipt for Outstanding {
    fn settle(&self, _: &Envelope) {
        if self.left.fetch_sub(1, AcqRel) == 1
            && let Some(done) = self.done.lock().unwrap_or_else(PoisonError::into_inner).take()
        {
            let _ = done.send(());
        }
    }
}

impl Drop for Outstanding {
    fn drop(&mut self) {
        self.topic.room.add_permits(1);
    }
}

impl InProcess {
    /// With queues of these sizes.
    pub fn new(config: &EventConfig) -> Self {
        Self(Arc::new(Inner {
            topics: RwLock::default(),
            delayed: Arc::new(Semaphore::new(config.delayed_max.min(Semaphore::MAX_PERMITS))),
            tasks: Tasks::new(),
            queue: config.queue.clamp(1, Semaphore::MAX_PERMITS),
            publish_timeout: Duration::from_millis(config.publish_timeout_ms),
        }))
    }
}

impl Transport for InProcess {
    fn name(&self) -> &'static str {
        "in-process"
    }

    fn is_durable(&self) -> bool {
        false
    }

    fn attach(&self, group: Arc<dyn ConsumerGroup>) {
        let mut topics = self.0.topics.write().unwrap_or_else(PoisonError::into_inner);
        let event = group.event().into();
        let (groups, room) = match topics.get(group.event()) {
            Some(topic) => (topic.groups.clone(), Arc::clone(&topic.room)),
            None => (Vec::new(), Arc::new(Semaphore::new(self.0.queue))),
        };
        let groups = groups.into_iter().chain([group]).collect();
        topics.insert(event, Arc::new(Topic { groups, room }));
    }

    fn start(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async {
            self.0.tasks.start();
            Ok(())
        })
    }

    fn try_send(&self, envelope: &Arc<Envelope>) -> bool {
        if envelope.not_before.is_some() {
            return false;
        }
        let Some(topic) = self.0.topic(envelope) else { return true };
        let has_room = topic.try_acquire();
        if has_room {
            topic.hand_over(envelope, None);
        }
        has_room
    }

    fn send(&self, envelope: Arc<Envelope>) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            match wait_for(&envelope) {
                None => self.0.deliver(envelope, None).await,
                Some(wait) => self.0.hold(envelope, wait),
            }
        })
    }

    fn send_durable(&self, envelope: Arc<Envelope>) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            if let Some(wait) = wait_for(&envelope) {
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

    fn close(&self) -> BoxFuture<'_, ()> {
        self.0.tasks.cancel().boxed()
    }
}

impl Topic {
    fn try_acquire(&self) -> bool {
        self.room.try_acquire().map(tokio::sync::SemaphorePermit::forget).is_ok()
    }

    /// Hands an event over that has its room.
    fn hand_over(self: Arc<Self>, envelope: &Arc<Envelope>, done: Option<oneshot::Sender<()>>) {
        if let ([group], None) = (&self.groups[..], &done) {
            let group = Arc::clone(group);
            return group.accept(Delivery::new(Arc::clone(envelope), Some(self)));
        }
        let receipt = Arc::new(Outstanding {
            left: AtomicUsize::new(self.groups.len()),
            done: Mutex::new(done),
            topic: Arc::clone(&self),
        });
        for group in &self.groups {
            let receipt: Arc<dyn Receipt> = receipt.clone();
            Arc::clone(group).accept(Delivery::new(Arc::clone(envelope), Some(receipt)));
        }
    }
}

impl Inner {
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
        if !topic.try_acquire() {
            self.wait_for_room(&topic, &envelope).await?;
        }
        topic.hand_over(&envelope, done);
        Ok(())
    }

    fn topic(&self, envelope: &Envelope) -> Option<Arc<Topic>> {
        let topics = self.topics.read().unwrap_or_else(PoisonError::into_inner);
        topics.get(&*envelope.name).cloned()
    }

    #[cold]
    async fn wait_for_room(&self, topic: &Topic, envelope: &Envelope) -> Result<()> {
        match tokio::time::timeout(self.publish_timeout, topic.room.acquire()).await {
            Ok(Ok(permit)) => {
                permit.forget();
                Ok(())
            }
            _ => Err(Error::unavailable(format!("the queue of `{}` is full", envelope.name))
                .with_retry_after(RETRY_AFTER)),
        }
    }

    /// Keeps a delayed event until it is due.
    fn hold(self: &Arc<Self>, envelope: Arc<Envelope>, wait: Duration) -> Result<()> {
        let Ok(place) = Arc::clone(&self.delayed).try_acquire_owned() else {
            return Err(Error::unavailable("there are too many delayed events")
                .with_retry_after(RETRY_AFTER));
        };
        let inner = Arc::clone(self);
        let held = Held { envelope: Some(envelope) };
        self.tasks.spawn(async move {
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

/// How long the event is not due yet.
fn wait_for(envelope: &Envelope) -> Option<Duration> {
    let wait = envelope.not_before? - Utc::now();
    wait.to_std().ok().filter(|wait| !wait.is_zero())
}
