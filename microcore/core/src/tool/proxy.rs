//! The proxy around a tool: latency metrics, health and the circuit breaker.

use std::future::Future;
use std::sync::atomic::{AtomicU8, AtomicU32, AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use super::MethodStats;
use crate::error::{Error, RETRY_AFTER, Result};
use crate::trace::ToolCall;

/// Every call of a capability passes its proxy.
///
/// Only infrastructure failures count: one that says "unavailable" opens the
/// circuit at once, five timeouts in a row do too. An open circuit fails fast;
/// after a pause it is half-open: one probe is let through, and its success closes
/// it. The proxy
/// never tries a call again: a blind retry is a double payment.
pub struct Proxy {
    capability: &'static str,
    methods: Box<[MethodStats]>,
    circuit: AtomicU8,
    failures: AtomicU32,
    retry_at_ms: AtomicU64,
    born: Instant,
}

impl std::fmt::Debug for Proxy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Proxy")
            .field("capability", &self.capability)
            .field("circuit", &self.circuit())
            .finish_non_exhaustive()
    }
}

/// Whether calls pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Circuit {
    /// Calls pass.
    Closed = 0,
    /// Calls fail fast.
    Open = 1,
    /// One probe is in progress.
    HalfOpen = 2,
}

const FAILURES_TO_OPEN: u32 = 5;
/// As long as a rejected client is asked to wait, so that its next call can be the probe.
const OPEN_FOR: Duration = RETRY_AFTER;
const OPEN_FOR_MS: u64 = OPEN_FOR.as_millis() as u64;

impl Proxy {
    /// A proxy with a closed circuit, counting these methods.
    pub fn new(capability: &'static str, methods: &[&'static str]) -> Self {
        Self {
            capability,
            methods: methods.iter().map(|name| MethodStats::new(name)).collect(),
            circuit: AtomicU8::new(Circuit::Closed as u8),
            failures: AtomicU32::new(0),
            retry_at_ms: AtomicU64::new(0),
            born: Instant::now(),
        }
    }

    /// The capability that is called through it.
    pub fn capability(&self) -> &'static str {
        self.capability
    }

    /// The counts of each method.
    pub fn methods(&self) -> &[MethodStats] {
        &self.methods
    }

    /// Whether calls pass.
    pub fn circuit(&self) -> Circuit {
        match self.circuit.load(Relaxed) {
            0 => Circuit::Closed,
            1 => Circuit::Open,
            _ => Circuit::HalfOpen,
        }
    }

    /// Whether calls are refused right now: the circuit is open and no probe is due.
    pub fn is_down(&self) -> bool {
        self.circuit.load(Relaxed) != Circuit::Closed as u8
            && self.now_ms() < self.retry_at_ms.load(Relaxed)
    }

    /// Calls method number `method` of the capability.
    pub async fn call<T>(&self, method: usize, call: impl Future<Output = Result<T>>) -> Result<T> {
        let admitted = self.admit(self.now_ms())?;
        let start = Instant::now();
        let result = call.await;
        self.settle(method, start.elapsed(), result.as_ref().err());
        drop(admitted);
        result
    }

    /// [`call`](Self::call) for a method that is a plain `fn`.
    pub fn call_now<T>(&self, method: usize, call: impl FnOnce() -> Result<T>) -> Result<T> {
        let admitted = self.admit(self.now_ms())?;
        let start = Instant::now();
        let result = call();
        self.settle(method, start.elapsed(), result.as_ref().err());
        drop(admitted);
        result
    }

    /// Whether a call may start at `now_ms`. What it returns is dropped after the
    /// call was settled, or in place of that.
    fn admit(&self, now_ms: u64) -> Result<Admitted<'_>> {
        if self.circuit.load(Relaxed) == Circuit::Closed as u8 {
            return Ok(Admitted { probed: None });
        }
        self.admit_probe(now_ms)
    }

    /// One call in [`OPEN_FOR`] may find out whether the backend answers again. A probe
    /// that takes longer than that does not keep the next one from starting.
    #[cold]
    fn admit_probe(&self, now_ms: u64) -> Result<Admitted<'_>> {
        let due = self.retry_at_ms.load(Relaxed);
        let next = now_ms + OPEN_FOR_MS;
        if now_ms < due || self.retry_at_ms.compare_exchange(due, next, Relaxed, Relaxed).is_err() {
            return Err(self.unavailable());
        }
        // Unless another call closed the circuit meanwhile.
        let (open, half_open) = (Circuit::Open as u8, Circuit::HalfOpen as u8);
        let _ = self.circuit.compare_exchange(open, half_open, Relaxed, Relaxed);
        Ok(Admitted { probed: Some((self, next)) })
    }

    /// The error of a call that the open circuit refuses.
    #[cold]
    pub fn unavailable(&self) -> Error {
        Error::unavailable(format!("{} is unavailable", self.capability))
            .with_retry_after(RETRY_AFTER)
    }

    /// Records how an admitted call ended.
    fn settle(&self, method: usize, took: Duration, error: Option<&Error>) {
        if let Some(stats) = self.methods.get(method) {
            stats.record(took, error.is_some());
            let (capability, method) = (self.capability, stats.name);
            ToolCall { capability, method, took, error }.record();
        }
        match error {
            Some(error) if error.kind().is_infrastructure() => self.fail(error),
            _ => self.succeed(),
        }
    }

    fn succeed(&self) {
        if self.failures.load(Relaxed) != 0 {
            self.failures.store(0, Relaxed);
        }
        if self.circuit.load(Relaxed) != Circuit::Closed as u8 {
            self.close();
        }
    }

    #[cold]
    fn fail(&self, error: &Error) {
        let failures = self.failures.fetch_add(1, Relaxed) + 1;
        if error.kind() == crate::Kind::Unavailable || failures >= FAILURES_TO_OPEN {
            self.open(error);
        }
    }

    /// Opens the circuit: the backend is known to be down.
    #[cold]
    pub fn open(&self, error: &Error) {
        self.retry_at_ms.store(self.now_ms() + OPEN_FOR_MS, Relaxed);
        if self.circuit.swap(Circuit::Open as u8, Relaxed) == Circuit::Closed as u8 {
            tracing::error!(capability = self.capability, cause = %error.chain(), "tool unavailable");
        }
    }

    /// Closes the circuit: the backend answered.
    #[cold]
    pub fn close(&self) {
        self.failures.store(0, Relaxed);
        if self.circuit.swap(Circuit::Closed as u8, Relaxed) != Circuit::Closed as u8 {
            tracing::info!(capability = self.capability, "tool available again");
        }
    }

    fn now_ms(&self) -> u64 {
        self.born.elapsed().as_millis() as u64
    }
}

/// Permission for one call. If it is dropped while its probe is not settled (the caller
/// was cancelled, or panicked), the circuit is open again.
struct Admitted<'a> {
    /// The proxy, and when the next probe is due.
    probed: Option<(&'a Proxy, u64)>,
}

impl Drop for Admitted<'_> {
    fn drop(&mut self) {
        if let Some((proxy, next)) = self.probed
            && proxy.retry_at_ms.load(Relaxed) == next
        {
            let (half_open, open) = (Circuit::HalfOpen as u8, Circuit::Open as u8);
            let _ = proxy.circuit.compare_exchange(half_open, open, Relaxed, Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// A proxy whose circuit is open, and when its first probe is due.
    fn open() -> (Proxy, u64) {
        let proxy = Proxy::new("Mailer", &["send"]);
        proxy.open(&Error::unavailable("gone"));
        let due = proxy.retry_at_ms.load(Relaxed);
        (proxy, due)
    }

    #[test]
    fn an_open_circuit_rejects_calls_until_the_pause_is_over() {
        let (proxy, due) = open();
        assert!(proxy.admit(due - 1).is_err());
        assert_eq!(proxy.circuit(), Circuit::Open);
        assert!(proxy.admit(due).is_ok());
    }

    #[test]
    fn during_a_probe_the_circuit_is_half_open_and_other_calls_fail_fast() {
        let (proxy, due) = open();
        let probe = proxy.admit(due).unwrap();
        assert_eq!(proxy.circuit(), Circuit::HalfOpen);
        assert!(proxy.admit(due).is_err());
        assert!(proxy.is_down());
        drop(probe);
    }

    #[test]
    fn the_success_of_the_probe_closes_the_circuit_and_its_failure_opens_it() {
        let (proxy, due) = open();
        let probe = proxy.admit(due).unwrap();
        proxy.settle(0, Duration::ZERO, Some(&Error::unavailable("still gone")));
        drop(probe);
        assert_eq!(proxy.circuit(), Circuit::Open);

        let due = proxy.retry_at_ms.load(Relaxed);
        assert!(proxy.admit(due - 1).is_err());
        let probe = proxy.admit(due).unwrap();
        proxy.settle(0, Duration::ZERO, None);
        drop(probe);
        assert_eq!(proxy.circuit(), Circuit::Closed);
        assert!(proxy.admit(due).is_ok());
    }

    #[test]
    fn one_timeout_of_the_probe_is_enough_to_open_the_circuit_again() {
        let (proxy, due) = open();
        proxy.failures.store(0, Relaxed);
        let probe = proxy.admit(due).unwrap();
        proxy.settle(0, Duration::ZERO, Some(&Error::timeout("no answer")));
        drop(probe);
        assert_eq!(proxy.circuit(), Circuit::Open);
    }

    #[test]
    fn a_dropped_probe_leaves_the_circuit_open_for_the_next_one() {
        let (proxy, due) = open();
        drop(proxy.admit(due).unwrap());
        assert_eq!(proxy.circuit(), Circuit::Open);
        assert!(proxy.admit(due + OPEN_FOR_MS - 1).is_err());
        let probe = proxy.admit(due + OPEN_FOR_MS).unwrap();
        assert_eq!(proxy.circuit(), Circuit::HalfOpen);
        drop(probe);
    }

    #[test]
    fn a_probe_that_hangs_is_replaced_by_a_later_one() {
        let (proxy, due) = open();
        let endless = proxy.admit(due).unwrap();
        let later = proxy.admit(due + OPEN_FOR_MS).unwrap();
        drop(endless);
        assert_eq!(proxy.circuit(), Circuit::HalfOpen, "the later one is still in flight");
        drop(later);
        assert_eq!(proxy.circuit(), Circuit::Open);
    }

    #[tokio::test]
    async fn a_cancelled_call_releases_its_probe() {
        let (proxy, _) = open();
        proxy.retry_at_ms.store(0, Relaxed);
        let mut call = Box::pin(proxy.call(0, std::future::pending::<Result<()>>()));
        assert!(futures_util::poll!(call.as_mut()).is_pending());
        assert_eq!(proxy.circuit(), Circuit::HalfOpen);
        drop(call);
        assert_eq!(proxy.circuit(), Circuit::Open);
    }
}
