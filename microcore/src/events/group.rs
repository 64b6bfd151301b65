//! A consumer group: each event goes to one of its members.

use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};
use std::task::Poll;
use std::time::Duration;

use tokio::sync::Notify;

use super::accepted::Accepted;
use super::outbox::Inbox;
use super::queue::Queue;
use super::subscriber::Member;
use super::tasks::Tasks;
use super::time::Time;
use super::{ConsumerGroup, DeadLetters, Delivery, EventConfig, EventTap, SubscriberStats, Traces};

/// A handler that ran this long without waiting gets company for what follows.
const LONG: Duration = Duration::from_micros(200);

/// How many deliveries the leader takes at a time.
const BATCH: usize = 32;

/// A consumer group: each event goes to one of its members. A subscriber that
/// names no group is a group of its own.
///
/// Workers take deliveries from one queue. One of them, the leader, looks at the
/// queue; it hands that over to another only when its handler waits for something
/// or takes long. So handlers that are never pending run sequentially on one task,
/// as fast as from a channel, and others run concurrently, up to
/// the configured number.
pub(crate) struct Group {
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
    queue: Queue<Accepted>,
    leader: Leader,
    workers: usize,
}

#[derive(PartialEq)]
enum Leader {
    None,
    Running,
    Parked,
}

/// What is needed so that a worker polls the queue.
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
    pub(super) fn event(&self) -> &'static str {
        self.event
    }

    /// Its name, the same in every replica.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Takes a delivery for one member, or for the one whose turn it is.
    pub(super) fn take(self: Arc<Self>, delivery: Delivery, member: Option<usize>) {
        let priority = delivery.envelope.priority;
        let key = delivery.envelope.key.clone();
        let accepted = Accepted::new(Arc::clone(&self), delivery, member);
        self.change(|queue| queue.push(key, priority, accepted));
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

    /// Drops the queued deliveries, with a log line for each.
    pub(crate) fn clear(&self) {
        let left = self.state().queue.clear();
        drop(left);
    }

    /// Puts a delivery that holds its key back after `wait`.
    pub(super) fn resume_after(self: &Arc<Self>, wait: Duration, delivery: Accepted) {
        let group = Arc::clone(self);
        self.tasks().spawn(async move {
            tokio::time::sleep(wait).await;
            let priority = delivery.envelope().priority;
            group.change(|queue| queue.resume(priority, delivery));
        });
    }

    /// The delivery is over; the next of its key may go.
    pub(super) fn finish(self: &Arc<Self>, mut accepted: Accepted) {
        if let Some(key) = &accepted.envelope().key {
            self.change(|queue| queue.release(key));
        }
        accepted.delivery.settle();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the queue and wakes a worker.
    fn change(self: &Arc<Self>, change: impl FnOnce(&mut Queue<Accepted>)) {
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
    fn fill(&self, batch: &mut VecDeque<Accepted>) -> bool {
        let mut state = self.state();
        state.queue.take(BATCH, batch);
        if batch.is_empty() {
            state.leader = Leader::Parked;
        }
        !batch.is_empty()
    }

    /// Runs one delivery; says whether this worker still leads.
    async fn run(self: &Arc<Self>, delivery: Accepted, worker: &mut Worker) -> bool {
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

    /// Makes another worker the leader of the queue.
    fn yield_leadership(self: &Arc<Self>, batch: &mut VecDeque<Accepted>) {
        let call = {
            let mut state = self.state();
            state.queue.give_back(batch);
            state.leader = Leader::None;
            self.call(&mut state)
        };
        self.answer(call);
    }

    /// Whether the queue needs this worker; otherwise the worker ends.
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

impl ConsumerGroup for Group {
    fn event(&self) -> &str {
        self.event
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn broadcast(&self) -> bool {
        self.broadcast
    }

    fn accept(self: Arc<Self>, delivery: Delivery) {
        self.take(delivery, None);
    }
}

/// What a worker knows.
struct Worker {
    /// What the leader took from the queue; returned when it yields leadership.
    batch: VecDeque<Accepted>,
    /// Whether the last handler took long.
    long: bool,
    /// When the last handler ended, and so the next begins: clocks cost.
    time: Time,
}
