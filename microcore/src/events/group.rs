//! A consumer group: each event goes to one of its members.

use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};
use std::task::Poll;
use std::time::Duration;

use tokio::sync::Notify;

use super::outbox::Inbox;
use super::queue::Queue;
use super::subscriber::Member;
use super::tasks::Tasks;
use super::time::Time;
use super::{DeadLetters, Delivery, EventConfig, EventTap, SubscriberStats, Traces};

/// A handler that ran this long without waiting gets company for what follows.
const LONG: Duration = Duration::from_micros(200);

/// How many deliveries the leader takes at a time.
const BATCH: usize = 32;

/// A consumer group: each event goes to one of its members. A subscriber that
/// names no group is a group of its own.
///
/// Workers take deliveries from one queue. One of them, the leader, looks at the
/// queue; it hands that over to another only when its handler waits for something
/// or takes long. So handlers that never wait run one after the other on one task,
/// as fast as from a channel, and handlers that do wait run side by side, up to
/// the configured number.
pub struct Group {
    event: &'static str,
    name: Arc<str>,
    broadcast: bool,
    pub(super) shared: Arc<Shared>,
    members: RwLock<Vec<Arc<Member>>>,
    turn: AtomicUsize,
    state: Mutex<State>,
    wake: Notify,
}

/// What all groups of a bus share.
pub(super) struct Shared {
    pub(crate) config: EventConfig,
    pub(crate) tasks: Tasks,
    pub(crate) traces: Traces,
    /// Set where the events are watched.
    pub(super) tap: OnceLock<EventTap>,
    pub(crate) letters: Arc<dyn DeadLetters>,
    /// Where there is a `Db`.
    pub(super) inbox: Option<Arc<Inbox>>,
}

struct State {
    queue: Queue<Delivery>,
    leader: Leader,
    workers: usize,
}

#[derive(PartialEq)]
enum Leader {
    None,
    Running,
    Parked,
}

/// What has to be done so that the queue is looked at.
enum Call {
    Nothing,
    Wake,
    Spawn,
}

impl Group {
    pub(super) fn new(
        event: &'static str,
        name: Arc<str>,
        broadcast: bool,
        shared: Arc<Shared>,
    ) -> Self {
        let state = State { queue: Queue::new(), leader: Leader::None, workers: 0 };
        Self {
            event,
            name,
            broadcast,
            shared,
            members: RwLock::default(),
            turn: AtomicUsize::new(0),
            state: Mutex::new(state),
            wake: Notify::new(),
        }
    }

    /// The event that it wants.
    pub fn event(&self) -> &'static str {
        self.event
    }

    /// Its name, the same in every replica.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether every replica gets every event.
    pub fn broadcast(&self) -> bool {
        self.broadcast
    }

    /// Takes a delivery; it is settled later. How many may be in progress is for the
    /// transport to bound.
    pub fn accept(self: &Arc<Self>, mut delivery: Delivery) {
        self.tasks().begin();
        delivery.accepted = Some(Arc::clone(self));
        let priority = delivery.envelope.priority;
        let key = delivery.envelope.key.clone();
        self.change(|queue| queue.push(key, priority, delivery));
    }

    pub(crate) fn tasks(&self) -> &Tasks {
        &self.shared.tasks
    }

    pub(crate) fn join(&self, member: Member) {
        self.members.write().unwrap_or_else(PoisonError::into_inner).push(Arc::new(member));
    }

    pub(crate) fn members(&self) -> Vec<Arc<Member>> {
        self.members.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The member whose turn it is.
    pub(super) fn member(&self, wanted: Option<usize>) -> Option<Arc<Member>> {
        let members = self.members.read().unwrap_or_else(PoisonError::into_inner);
        let index = match (wanted, members.len()) {
            (_, 0) => return None,
            (Some(index), _) => index,
            (None, 1) => 0,
            (None, count) => self.turn.fetch_add(1, Relaxed) % count,
        };
        members.get(index).cloned()
    }

    pub(crate) fn stats(&self) -> Vec<SubscriberStats> {
        self.members().iter().map(|member| member.stats(&self.name)).collect()
    }

    /// Begins to deliver what was accepted before the start.
    pub(crate) fn start(self: &Arc<Self>) {
        self.change(|_| ());
    }

    /// Drops what waits, each with a word in the log.
    pub(crate) fn clear(&self) {
        let left = self.state().queue.clear();
        drop(left);
    }

    /// Puts a delivery that holds its key back after `wait`.
    pub(super) fn resume_after(self: &Arc<Self>, wait: Duration, delivery: Delivery) {
        let group = Arc::clone(self);
        self.tasks().spawn(async move {
            tokio::time::sleep(wait).await;
            let priority = delivery.envelope.priority;
            group.change(|queue| queue.resume(priority, delivery));
        });
    }

    /// The delivery is over; the next of its key may go.
    pub(super) fn finish(self: &Arc<Self>, delivery: Delivery) {
        if let Some(key) = &delivery.envelope.key {
            self.change(|queue| queue.release(key));
        }
        delivery.settle();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the queue and sees to it that a worker looks at it.
    fn change(self: &Arc<Self>, change: impl FnOnce(&mut Queue<Delivery>)) {
        let call = {
            let mut state = self.state();
            change(&mut state.queue);
            self.call(&mut state)
        };
        self.answer(call);
    }

    fn call(&self, state: &mut State) -> Call {
        if !state.queue.is_ready() || !self.tasks().started() {
            return Call::Nothing;
        }
        match state.leader {
            Leader::Running => Call::Nothing,
            Leader::Parked => {
                state.leader = Leader::Running;
                Call::Wake
            }
            Leader::None if state.workers < self.shared.config.concurrency.max(1) => {
                state.leader = Leader::Running;
                state.workers += 1;
                Call::Spawn
            }
            Leader::None => Call::Nothing,
        }
    }

    fn answer(self: &Arc<Self>, call: Call) {
        match call {
            Call::Nothing => {}
            Call::Wake => self.wake.notify_one(),
            Call::Spawn => self.tasks().spawn(Arc::clone(self).work()),
        }
    }

    /// A worker; it is the leader when it starts.
    async fn work(self: Arc<Self>) {
        let mut worker = Worker { batch: VecDeque::new(), long: false, time: Time::now() };
        loop {
            let Some(next) = worker.batch.pop_front() else {
                if !self.fill(&mut worker.batch) {
                    self.wake.notified().await;
                    worker.time = Time::now();
                }
                continue;
            };
            let led = self.run(next, &mut worker).await;
            tokio::task::coop::consume_budget().await;
            if !led && !self.lead_again() {
                return;
            }
        }
    }

    /// Takes the next deliveries, for the leader, which parks when there are none.
    fn fill(&self, batch: &mut VecDeque<Delivery>) -> bool {
        let mut state = self.state();
        state.queue.take(BATCH, batch);
        if batch.is_empty() {
            state.leader = Leader::Parked;
        }
        !batch.is_empty()
    }

    /// Runs one delivery; says whether this worker still leads.
    async fn run(self: &Arc<Self>, delivery: Delivery, worker: &mut Worker) -> bool {
        let mut lead = true;
        if worker.long {
            self.yield_leadership(&mut worker.batch);
            lead = false;
        }
        let start = worker.time;
        let mut handling = pin!(self.handle(delivery, start));
        match poll_fn(|context| Poll::Ready(handling.as_mut().poll(context))).await {
            Poll::Ready(end) => {
                worker.time = start.go_on(end);
                worker.long = worker.time.since(start) > LONG;
                lead
            }
            Poll::Pending => {
                worker.long = false;
                if lead {
                    self.yield_leadership(&mut worker.batch);
                }
                handling.await;
                worker.time = Time::now();
                false
            }
        }
    }

    /// Lets another worker look at the queue.
    fn yield_leadership(self: &Arc<Self>, batch: &mut VecDeque<Delivery>) {
        let call = {
            let mut state = self.state();
            state.queue.give_back(batch);
            state.leader = Leader::None;
            self.call(&mut state)
        };
        self.answer(call);
    }

    /// Whether the queue needs this worker; otherwise the worker is gone.
    fn lead_again(&self) -> bool {
        let mut state = self.state();
        let lead = state.leader == Leader::None;
        if lead {
            state.leader = Leader::Running;
        } else {
            state.workers -= 1;
        }
        lead
    }
}

/// What a worker knows.
struct Worker {
    /// What the leader took from the queue; returned when it yields leadership.
    batch: VecDeque<Delivery>,
    /// Whether the last handler took long.
    long: bool,
    /// When the last handler ended, and so the next begins: clocks cost.
    time: Time,
}
