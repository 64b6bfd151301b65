//! The event bus.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use tokio::sync::OnceCell;

use super::answers::Answers;
use super::bus_parts::BusParts;
use super::group::{Group, Shared};
use super::in_process::InProcess;
use super::outbox::{Inbox, Outbox, Relay};
use super::publish_trace::trace;
use super::subscriber::{Member, needs_inbox};
use super::tasks::Tasks;
use super::{
    DbDeadLetters, Envelope, EventConfig, EventTap, MemoryDeadLetters, SubscriberStats, Traces,
    Transport,
};
use crate::tools::db::Db;
use microcore_core::call::Mounted;
use microcore_core::call::{AnswerFn, SubscriberFn};
use microcore_core::error::{Error, Result};
use microcore_core::meta::{AnswerMeta, SubscriptionMeta};

/// Carries events and questions between plugins. Cheap to clone; kept in the
/// toolbox under its own type.
#[derive(Clone)]
pub struct Bus(pub(super) Arc<Inner>);

impl std::fmt::Debug for Bus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bus").finish_non_exhaustive()
    }
}

pub(super) struct Inner {
    pub(super) shared: Arc<Shared>,
    transport: Arc<dyn Transport>,
    /// Set when the transport was started.
    connected: OnceCell<()>,
    outbox: Option<Arc<Outbox>>,
    pub(super) answers: Answers,
    pub(super) replays: Mutex<std::collections::HashSet<uuid::Uuid>>,
    groups: Mutex<Groups>,
    closed: AtomicBool,
}

/// By event and name.
type Groups = BTreeMap<(&'static str, Arc<str>), Arc<Group>>;

impl Bus {
    /// A bus within this process that keeps its dead letters in memory.
    pub fn new(config: EventConfig) -> Self {
        Self::build(config, BusParts::default())
    }

    /// A bus that keeps its dead letters, its outbox and its inbox in that database,
    /// which has the tables of [`MIGRATIONS`](super::MIGRATIONS). The database need
    /// not be connected yet.
    pub fn durable(config: EventConfig, db: Db) -> Self {
        Self::build(config, BusParts { db: Some(db), ..BusParts::default() })
    }

    /// A bus of these parts.
    pub(crate) fn build(config: EventConfig, parts: BusParts) -> Self {
        let BusParts { db, letters, transport, exporter } = parts;
        let letters = letters.unwrap_or_else(|| match &db {
            Some(db) => Arc::new(DbDeadLetters::new(db.clone())),
            None => Arc::new(MemoryDeadLetters::new(config.dead_letters_max)),
        });
        let transport = transport.unwrap_or_else(|| Arc::new(InProcess::new(&config)));
        let traces = Traces::new(config.traces_max).tool_calls_per_second(config.traced_tool_calls);
        let traces = match exporter {
            Some(exporter) => traces.exported_to(exporter),
            None => traces,
        };
        let inbox = db.clone().map(|db| Arc::new(Inbox::new(db)));
        let (tasks, tap) = (Tasks::new(), OnceLock::new());
        let shared = Arc::new(Shared { config, tasks, traces, tap, letters, inbox });
        Self(Arc::new(Inner {
            answers: Answers::default(),
            transport,
            connected: OnceCell::new(),
            shared,
            outbox: db.map(|db| Arc::new(Outbox::new(db))),
            replays: Mutex::default(),
            groups: Mutex::default(),
            closed: AtomicBool::new(false),
        }))
    }

    /// Adds a subscriber.
    pub fn subscribe(&self, subscriber: Mounted<SubscriptionMeta, SubscriberFn>) {
        let meta = subscriber.meta;
        let member = Member::new(subscriber);
        let name = match meta.group {
            "" => Arc::clone(&member.mounted.id),
            shared => Arc::from(shared),
        };
        let mut groups = self.0.groups.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(group) = groups.get(&(meta.event, Arc::clone(&name))) {
            group.join(member);
            return;
        }
        let shared = Arc::clone(&self.0.shared);
        let group = Arc::new(Group::new(meta.event, Arc::clone(&name), meta.broadcast, shared));
        group.join(member);
        groups.insert((meta.event, name), Arc::clone(&group));
        drop(groups);
        self.0.transport.attach(group);
    }

    /// Adds the plugin that answers a question.
    pub fn answer(&self, answer: Mounted<AnswerMeta, AnswerFn>) {
        self.0.answers.add(answer);
    }

    /// Publishes an event: done when the transport has accepted it. Waits while
    /// its queue is full; 503 if that takes too long or the application stops.
    pub async fn publish(&self, envelope: impl Into<Arc<Envelope>>) -> Result<()> {
        self.open()?;
        let envelope = envelope.into();
        if !self.0.transport.try_send(&envelope) {
            self.0.transport.send(Arc::clone(&envelope)).await?;
        }
        trace(&self.0.shared, &envelope);
        // A publisher in a loop lets its subscribers run, as a channel's sender does:
        // otherwise it would fill the whole queue before any of it is handled.
        tokio::task::coop::consume_budget().await;
        Ok(())
    }

    /// Publishes an event and waits until killing this process cannot lose it.
    /// Over the in-process transport: until every subscriber has handled it, or
    /// its dead letter is written.
    pub async fn publish_and_settle(&self, envelope: Envelope) -> Result<()> {
        self.open()?;
        let envelope = Arc::new(envelope);
        trace(&self.0.shared, &envelope);
        self.0.transport.send_durable(envelope).await
    }

    /// Starts the transport, once: from now on events can be sent, and those that arrive
    /// wait for [`start`](Self::start).
    ///
    /// # Errors
    ///
    /// That of the transport.
    pub(crate) async fn connect(&self) -> Result<()> {
        self.0.connected.get_or_try_init(|| self.0.transport.start()).await.map(drop)
    }

    /// Begins to deliver, on the runtime that this runs on.
    ///
    /// # Errors
    ///
    /// The transport does not start, or a subscriber says `once` and there is no `Db` to
    /// remember it in.
    pub async fn start(&self) -> Result<()> {
        let shared = &self.0.shared;
        if shared.inbox.is_none()
            && let Some(diagnostic) = self
                .members()
                .find_map(|member| needs_inbox(member.mounted.plugin, member.mounted.meta))
        {
            return Err(Error::internal(diagnostic.message));
        }
        if shared.tasks.started() {
            return Ok(());
        }
        self.connect().await?;
        shared.tasks.start();
        for group in self.groups() {
            group.start();
        }
        if let (Some(outbox), Some(inbox)) = (&self.0.outbox, &shared.inbox) {
            let relay = Relay {
                shared: Arc::clone(shared),
                transport: Arc::clone(&self.0.transport),
                outbox: Arc::clone(outbox),
                inbox: Arc::clone(inbox),
            };
            shared.tasks.spawn(relay.run());
        }
        Ok(())
    }

    /// Stops: what was accepted is still delivered, within `deadline`. What is
    /// remaining then is logged with its ids, and the result says how much; what came
    /// from the outbox stays there for the next start or another replica.
    pub async fn drain(&self, deadline: Duration) -> usize {
        let tasks = &self.0.shared.tasks;
        tasks.drain();
        self.0.transport.stop().await;
        let _ = tokio::time::timeout(deadline, tasks.idle()).await;
        self.0.closed.store(true, Relaxed);
        let left = tasks.pending();
        tasks.cancel().await;
        self.clear();
        self.0.transport.close().await;
        self.clear(); // what a transport that is not durable handed over until then
        if let Some(outbox) = &self.0.outbox
            && let Err(error) = outbox.release().await
        {
            tracing::warn!(cause = %error.chain(), "the leases of the outbox will expire");
        }
        left
    }

    /// The last nodes of the causal tree.
    pub fn traces(&self) -> &Traces {
        &self.0.shared.traces
    }

    /// The events that are published from now on, or since the first call of this.
    pub fn tap(&self) -> &EventTap {
        self.0.shared.tap.get_or_init(EventTap::default)
    }

    /// The settings it was made with.
    pub fn config(&self) -> &EventConfig {
        &self.0.shared.config
    }

    /// What became of each subscriber's deliveries, by event and group.
    pub fn stats(&self) -> Vec<SubscriberStats> {
        self.groups().iter().flat_map(|group| group.stats()).collect()
    }

    /// How many deliveries are not settled yet.
    pub fn pending(&self) -> usize {
        self.0.shared.tasks.pending()
    }

    pub(super) fn groups(&self) -> Vec<Arc<Group>> {
        let groups = self.0.groups.lock().unwrap_or_else(PoisonError::into_inner);
        groups.values().cloned().collect()
    }

    fn clear(&self) {
        for group in self.groups() {
            group.clear();
        }
    }

    pub(super) fn open(&self) -> Result<()> {
        if self.0.closed.load(Relaxed) {
            return Err(Error::unavailable("the application is stopping"));
        }
        Ok(())
    }

    pub(super) fn outbox(&self) -> Option<&Outbox> {
        self.0.outbox.as_deref()
    }

    fn members(&self) -> impl Iterator<Item = Arc<Member>> {
        self.groups().into_iter().flat_map(|group| group.members())
    }
}
