//! The outbox relay: publishes committed events and deletes their rows.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use futures_util::stream::{FuturesUnordered, StreamExt};
use tokio::time::Instant;
use uuid::Uuid;

use super::table::{Claimed, now};
use super::{Inbox, Outbox};
use crate::events::group::Shared;
use crate::events::{Envelope, Transport};
use microcore_core::error::{Error, Result};

/// How many events are taken at a time.
const BATCH: usize = 64;

/// How long an event that the bus did not take is left alone.
const PUT_BACK_MS: u64 = 500;

/// How long an event is left alone that a newer version of the framework may read.
const UNREADABLE_MS: u64 = 60_000;

/// How often old records of the inbox are removed.
const SWEEP: Duration = Duration::from_secs(3600);

/// Takes events from the outbox, hands them to the transport for good, and deletes
/// them then. It is the only one in this process that deletes from the outbox.
pub(in crate::events) struct Relay {
    pub(in crate::events) shared: Arc<Shared>,
    pub(in crate::events) transport: Arc<dyn Transport>,
    pub(in crate::events) outbox: Arc<Outbox>,
    pub(in crate::events) inbox: Arc<Inbox>,
}

struct Under {
    /// One future an event that is with the transport.
    way: FuturesUnordered<BoxFuture<'static, Settled>>,
    /// How many of each name.
    names: HashMap<String, usize>,
    ids: HashSet<Uuid>,
}

struct Settled {
    id: Uuid,
    name: String,
    result: Result<()>,
    put_back_ms: u64,
    _pending: Pending,
}

/// Counts an event as pending until its row is deleted.
struct Pending(Arc<Shared>);

impl Pending {
    fn begin(shared: &Arc<Shared>) -> Self {
        shared.tasks.begin();
        Self(Arc::clone(shared))
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        self.0.tasks.end();
    }
}

impl Relay {
    /// Runs until it is cancelled; after `drain` it takes nothing more.
    pub(in crate::events) async fn run(self) {
        let config = &self.shared.config;
        let poll = Duration::from_millis(config.relay_poll_ms.max(1));
        let renew = Duration::from_millis(config.lease_ms / 3).max(Duration::from_millis(1));
        let (mut next_renew, mut next_sweep) = (Instant::now() + renew, Instant::now());
        let mut under =
            Under { way: FuturesUnordered::new(), names: HashMap::new(), ids: HashSet::new() };
        let mut sick = false;
        loop {
            let round = self.round(&mut under).await;
            let more = note(round, &mut sick);
            if more {
                tokio::task::yield_now().await;
            }
            let idle = tokio::time::sleep(if more { Duration::ZERO } else { poll });
            tokio::select! {
                biased;
                Some(first) = under.way.next(), if !under.way.is_empty() => {
                    self.settle(first, &mut under).await;
                }
                () = self.outbox.wake.notified() => {}
                () = tokio::time::sleep_until(next_renew) => {}
                () = idle => {}
            }
            if Instant::now() >= next_renew {
                next_renew = Instant::now() + renew;
                if !under.way.is_empty() {
                    let renewed = self.outbox.renew(config.lease_ms).await.map(|()| false);
                    note(renewed, &mut sick);
                }
            }
            if Instant::now() >= next_sweep {
                next_sweep = Instant::now() + SWEEP;
                let days = i64::from(config.inbox_days);
                let swept = self.inbox.forget(now() - days * 24 * 3600 * 1000).await;
                note(swept.map(|_| false), &mut sick);
            }
        }
    }

    /// Takes what there is and hands it over; says whether there may be more.
    async fn round(&self, under: &mut Under) -> Result<bool> {
        if self.shared.tasks.draining() || !self.outbox.is_waiting().await? {
            return Ok(false);
        }
        let enough = self.shared.config.queue.max(1);
        let full = under.names.iter().filter(|(_, count)| **count >= enough);
        let full: Vec<String> = full.map(|(name, _)| name.clone()).collect();
        let claimed = self.outbox.claim(BATCH, self.shared.config.lease_ms, &full).await?;
        let more = claimed.len() == BATCH;
        self.hand_over(claimed, under).await;
        Ok(more)
    }

    async fn hand_over(&self, claimed: Claimed, under: &mut Under) {
        for (id, envelope) in claimed {
            if !under.ids.insert(id) {
                continue; // the lease ran out while it was in progress here
            }
            let _pending = Pending::begin(&self.shared);
            let (name, put_back_ms, sent) = match serde_json::from_str::<Envelope>(&envelope) {
                Ok(envelope) => {
                    let envelope = Arc::new(envelope);
                    crate::events::publish_trace::trace(&self.shared, &envelope);
                    let transport = Arc::clone(&self.transport);
                    let name = envelope.name.to_string();
                    (
                        name,
                        PUT_BACK_MS,
                        async move { transport.send_durable(envelope).await }.boxed(),
                    )
                }
                Err(error) => {
                    let error =
                        Error::internal("a row of the outbox cannot be read").with_source(error);
                    (String::new(), UNREADABLE_MS, async move { Err(error) }.boxed())
                }
            };
            *under.names.entry(name.clone()).or_default() += 1;
            let settled =
                async move { Settled { id, name, result: sent.await, put_back_ms, _pending } };
            under.way.push(settled.boxed());
        }
    }

    /// Deletes what is over, as many at once as there are.
    async fn settle(&self, first: Settled, under: &mut Under) {
        let (mut over, mut pending) = (Vec::new(), Vec::new());
        let mut next = Some(first);
        while let Some(settled) = next.take() {
            let Settled { id, name, result, put_back_ms, _pending } = settled;
            pending.push(_pending);
            under.ids.remove(&id);
            if let Some(left) = under.names.get_mut(&name) {
                *left -= 1;
                if *left == 0 {
                    under.names.remove(&name);
                }
            }
            match result {
                Ok(()) => over.push(id),
                Err(error) => {
                    tracing::warn!(event = name, %id, cause = %error.chain(), "event released for retry");
                    if let Err(error) = self.outbox.release_for_retry(id, put_back_ms).await {
                        tracing::warn!(%id, cause = %error.chain(), "the lease will expire");
                    }
                }
            }
            next = under.way.next().now_or_never().flatten();
        }
        // What is not deleted is delivered again, so this is worth retrying.
        let mut wait = Duration::from_millis(50);
        while !over.is_empty()
            && let Err(error) = self.outbox.delete(&over).await
        {
            tracing::warn!(events = over.len(), cause = %error.chain(), "outbox not cleared yet");
            tokio::time::sleep(wait).await;
            wait = (wait * 2).min(Duration::from_secs(5));
        }
    }
}

/// Logs that the database does not answer, once, and that it does again.
fn note(round: Result<bool>, sick: &mut bool) -> bool {
    match round {
        Ok(more) => {
            if std::mem::take(sick) {
                tracing::info!("outbox relay recovered");
            }
            more
        }
        Err(error) => {
            if !std::mem::replace(sick, true) {
                tracing::error!(cause = %error.chain(), "outbox relay failed");
            }
            false
        }
    }
}
