//! An event transport of your own.

use std::collections::BTreeMap;
use std::future::ready;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex};

use chrono::Utc;
use futures_util::future::BoxFuture;
use microcore_core::Result;
use microcore_core::event::{ConsumerGroup, Delivery, Envelope, Receipt, Transport};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;

use crate::lock;

/// How many deliveries a group has in progress.
const IN_PROGRESS: usize = 64;

/// Keeps events for each group. It outlives the applications that use it, as a server does.
#[derive(Debug, Default)]
pub struct Log {
    /// By event and group.
    queues: Mutex<BTreeMap<(String, String), Arc<Queue>>>,
    sent: AtomicUsize,
}

#[derive(Default, Debug)]
struct Queue {
    events: Mutex<Vec<Arc<Envelope>>>,
    added: Notify,
}

impl Log {
    /// How many events were ever sent.
    pub fn sent(&self) -> usize {
        self.sent.load(Relaxed)
    }

    /// How many deliveries are neither settled nor in progress.
    pub fn waiting(&self) -> usize {
        lock(&self.queues).values().map(|queue| lock(&queue.events).len()).sum()
    }

    fn queue(&self, group: &dyn ConsumerGroup) -> Arc<Queue> {
        let key = (group.event().to_owned(), group.name().to_owned());
        Arc::clone(lock(&self.queues).entry(key).or_default())
    }

    fn add(&self, envelope: &Arc<Envelope>) {
        self.sent.fetch_add(1, Relaxed);
        for ((event, _), queue) in &*lock(&self.queues) {
            if *event == envelope.name {
                queue.add(Arc::clone(envelope));
            }
        }
    }
}

impl Queue {
    fn add(&self, envelope: Arc<Envelope>) {
        lock(&self.events).push(envelope);
        self.added.notify_one();
    }

    /// The next event that is due.
    async fn next(&self) -> Arc<Envelope> {
        loop {
            let wait = {
                let (mut events, now) = (lock(&self.events), Utc::now());
                let due = |event: &Arc<Envelope>| event.not_before.is_none_or(|due| due <= now);
                if let Some(at) = events.iter().position(due) {
                    return events.remove(at);
                }
                let next = events.iter().filter_map(|event| event.not_before).min();
                next.map(|due| (due - now).to_std().unwrap_or_default())
            };
            let added = self.added.notified();
            match wait {
                None => added.await,
                Some(wait) => drop(tokio::time::timeout(wait, added).await),
            }
        }
    }
}

/// A delivery in progress; an event that is released is in the log again.
struct InProgress {
    queue: Arc<Queue>,
    _place: OwnedSemaphorePermit,
}

impl Receipt for InProgress {
    fn settle(&self, _: &Envelope) {}

    fn release(&self, envelope: &Envelope) {
        self.queue.add(Arc::new(envelope.clone()));
    }
}

/// Carries events by way of a [`Log`].
pub struct OwnTransport {
    log: Arc<Log>,
    groups: Mutex<Vec<Arc<dyn ConsumerGroup>>>,
    tasks: Mutex<JoinSet<()>>,
}

impl std::fmt::Debug for OwnTransport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OwnTransport").finish_non_exhaustive()
    }
}

impl OwnTransport {
    /// By way of that log.
    pub fn new(log: Arc<Log>) -> Self {
        Self { log, groups: Mutex::default(), tasks: Mutex::default() }
    }
}

async fn hand_over(queue: Arc<Queue>, group: Arc<dyn ConsumerGroup>) {
    let places = Arc::new(Semaphore::new(IN_PROGRESS));
    while let Ok(_place) = Arc::clone(&places).acquire_owned().await {
        let envelope = queue.next().await;
        let receipt = Arc::new(InProgress { queue: Arc::clone(&queue), _place });
        Arc::clone(&group).accept(Delivery::new(envelope, Some(receipt)));
    }
}

impl Transport for OwnTransport {
    fn name(&self) -> &'static str {
        "log"
    }

    fn is_durable(&self) -> bool {
        true
    }

    fn attach(&self, group: Arc<dyn ConsumerGroup>) {
        lock(&self.groups).push(group);
    }

    fn start(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async {
            for group in &*lock(&self.groups) {
                let queue = self.log.queue(&**group);
                lock(&self.tasks).spawn(hand_over(queue, Arc::clone(group)));
            }
            Ok(())
        })
    }

    fn send(&self, envelope: Arc<Envelope>) -> BoxFuture<'_, Result<()>> {
        self.log.add(&envelope);
        Box::pin(ready(Ok(())))
    }

    fn send_durable(&self, envelope: Arc<Envelope>) -> BoxFuture<'_, Result<()>> {
        self.send(envelope)
    }

    fn stop(&self) -> BoxFuture<'_, ()> {
        let mut tasks = std::mem::take(&mut *lock(&self.tasks));
        Box::pin(async move { tasks.shutdown().await })
    }
}
