//! A consumer group that records what it receives.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::conformance::report::Failure;
use crate::conformance::wait::until;
use microcore_core::event::{ConsumerGroup, Delivery, Envelope, Transport};

type Outcome = Result<(), Failure>;

/// What a group does with its deliveries.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Behaviour {
    Settle,
    Keep,
    /// The first one; the others are settled.
    Release,
}

/// A group that notes what it gets.
pub(super) struct Recorder {
    event: String,
    pub(super) name: &'static str,
    behaviour: Behaviour,
    seen: Mutex<Vec<(Arc<Envelope>, DateTime<Utc>)>>,
    kept: Mutex<Vec<Delivery>>,
}

impl ConsumerGroup for Recorder {
    fn event(&self) -> &str {
        &self.event
    }

    fn name(&self) -> &str {
        self.name
    }

    fn broadcast(&self) -> bool {
        false
    }

    fn accept(self: Arc<Self>, mut delivery: Delivery) {
        let noted = (Arc::clone(&delivery.envelope), Utc::now());
        match self.behaviour {
            Behaviour::Keep => {
                self.kept().push(delivery);
                self.seen().push(noted);
            }
            Behaviour::Settle => {
                self.seen().push(noted);
                delivery.settle();
            }
            Behaviour::Release => {
                let count = {
                    let mut seen = self.seen();
                    seen.push(noted);
                    seen.len()
                };
                if count > 1 {
                    delivery.settle();
                }
            }
        }
    }
}

impl Recorder {
    pub(super) fn seen(&self) -> MutexGuard<'_, Vec<(Arc<Envelope>, DateTime<Utc>)>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn kept(&self) -> MutexGuard<'_, Vec<Delivery>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn ids(&self) -> BTreeSet<Uuid> {
        self.seen().iter().map(|(envelope, _)| envelope.id).collect()
    }

    pub(super) async fn has(&self, count: usize) -> Outcome {
        let what = format!("the delivery of {count} events to `{}`", self.name);
        until(&what, async || self.seen().len() >= count).await
    }

    /// Settles or releases what was kept.
    pub(super) fn end(&self, settle: bool) {
        let kept = std::mem::take(&mut *self.kept());
        for mut delivery in kept {
            if settle {
                delivery.settle();
            }
        }
    }
}

/// A group that is attached.
pub(super) fn group(
    transport: &Arc<impl Transport>,
    event: &str,
    name: &'static str,
    behaviour: Behaviour,
) -> Arc<Recorder> {
    let (seen, kept) = (Mutex::default(), Mutex::default());
    let group = Arc::new(Recorder { event: event.to_owned(), name, behaviour, seen, kept });
    transport.attach(group.clone());
    group
}
