//! Section `events` of the configuration.

use std::time::Duration;

use microcore_core::config::limits::{LONGEST, MOST, within};
use microcore_core::validate::{Report, Validate};
use serde::Deserialize;

/// How events are delivered. Section `events`; every key has a default.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EventConfig {
    /// How many deliveries one subscriber works on at a time. 16.
    pub concurrency: usize,
    /// How many events of one name may be on their way in this process before
    /// `emit` waits. 1024.
    pub queue: usize,
    /// How long `emit` waits for room in the queue before it fails with 503, in
    /// milliseconds; with 0 it does not wait. The limit frees subscribers that publish
    /// what they themselves listen to. 5000.
    pub publish_timeout_ms: u64,
    /// How many delayed events this process holds; with 0 each fails with 503. 10000.
    pub delayed_max: usize,
    /// How long one attempt of a subscriber may take, in milliseconds. A plain
    /// `fn` cannot be stopped: it counts as failed and runs on. 30000.
    pub timeout_ms: u64,
    /// How long an asker waits for the answer, in milliseconds. 5000.
    pub ask_timeout_ms: u64,
    /// How long deliveries may go on when the application stops, in
    /// milliseconds; with 0 they are not waited for. 10000.
    pub drain_ms: u64,
    /// How many dead letters are kept in memory, where there is no `Db`. 1000.
    pub dead_letters_max: usize,
    /// How many nodes of the causal tree are kept; with 0 none is. 1024.
    pub traces_max: usize,
    /// How many calls of capabilities become nodes of the causal tree a second; 0 records
    /// none. They are kept beside the others, up to `traces_max` of them. 100.
    pub traced_tool_calls: u32,
    /// The polling interval of the outbox, in milliseconds. 1000.
    pub relay_poll_ms: u64,
    /// How many days the inbox remembers what subscribers with `once` have handled. 7.
    pub inbox_days: u16,
    /// How long a replica owns the events it took from the outbox without a sign
    /// of life, in milliseconds. 15000.
    pub lease_ms: u64,
}

impl Default for EventConfig {
    fn default() -> Self {
        Self {
            concurrency: 16,
            queue: 1024,
            publish_timeout_ms: 5_000,
            delayed_max: 10_000,
            timeout_ms: 30_000,
            ask_timeout_ms: 5_000,
            drain_ms: 10_000,
            dead_letters_max: 1_000,
            traces_max: 1_024,
            traced_tool_calls: 100,
            relay_poll_ms: 1_000,
            inbox_days: 7,
            lease_ms: 15_000,
        }
    }
}

// An error about a type of the user does not list it.
#[diagnostic::do_not_recommend]
impl Validate for EventConfig {
    fn validate(&self, report: &mut Report) {
        within(report, "concurrency", self.concurrency as u64, 1..=MOST);
        within(report, "queue", self.queue as u64, 1..=MOST);
        within(report, "publish_timeout_ms", self.publish_timeout_ms, 0..=LONGEST);
        within(report, "delayed_max", self.delayed_max as u64, 0..=MOST);
        within(report, "timeout_ms", self.timeout_ms, 1..=LONGEST);
        within(report, "ask_timeout_ms", self.ask_timeout_ms, 1..=LONGEST);
        within(report, "drain_ms", self.drain_ms, 0..=LONGEST);
        within(report, "dead_letters_max", self.dead_letters_max as u64, 1..=MOST);
        within(report, "traces_max", self.traces_max as u64, 0..=MOST);
        within(report, "relay_poll_ms", self.relay_poll_ms, 1..=LONGEST);
        within(report, "inbox_days", self.inbox_days.into(), 1..=u16::MAX.into());
        within(report, "lease_ms", self.lease_ms, 1..=LONGEST);
    }
}

impl EventConfig {
    /// How long a subscriber's attempt may take, unless it says otherwise.
    pub(crate) fn timeout(&self, own_ms: u64) -> Duration {
        Duration::from_millis(if own_ms == 0 { self.timeout_ms } else { own_ms })
    }
}
