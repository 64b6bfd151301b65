//! What stands between a plugin and a tool: latency, health and the circuit.

use std::future::Future;
use std::sync::atomic::{AtomicU8, AtomicU32, AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use crate::error::{Error, Result};

/// Every call of a capability passes its proxy.
///
/// Only infrastructure failures count: one that says "unavailable" opens the
/// circuit at once, five timeouts in a row do too. An open circuit fails fast;
/// after a pause one probe is let through, and its success closes it. The proxy
/// never tries a call again: a blind retry is a double payment.
pub struct Proxy {
    capability: &'static str,
    methods: Box<[MethodStats]>,
    circuit: AtomicU8,
    failures: AtomicU32,
    retry_at_ms: AtomicU64,
    born: Instant,
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
const OPEN_FOR: Duration = Duration::from_secs(1);

/// The upper ends of the latency buckets, in microseconds; the last is open.
pub const BUCKETS_US: [u64; 11] =
    [50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 50_000, 250_000, 1_000_000];

/// The counts of one method.
pub struct MethodStats {
    /// The method.
    pub name: &'static str,
    calls: AtomicU64,
    errors: AtomicU64,
    total_us: AtomicU64,
    buckets: [AtomicU64; 12],
}

impl MethodStats {
    fn new(name: &'static str) -> Self {
        Self {
            name,
            calls: AtomicU64::new(0),
            errors: AtomicU64::new(0),
            total_us: AtomicU64::new(0),
            buckets: Default::default(),
        }
    }

    fn record(&self, took: Duration, failed: bool) {
        let us = took.as_micros() as u64;
        self.calls.fetch_add(1, Relaxed);
        self.total_us.fetch_add(us, Relaxed);
        if failed {
            self.errors.fetch_add(1, Relaxed);
        }
        let bucket = BUCKETS_US.iter().position(|end| us <= *end).unwrap_or(BUCKETS_US.len());
        self.buckets[bucket].fetch_add(1, Relaxed);
    }

    /// How many calls there were.
    pub fn calls(&self) -> u64 {
        self.calls.load(Relaxed)
    }

    /// How many failed, for whatever reason.
    pub fn errors(&self) -> u64 {
        self.errors.load(Relaxed)
    }

    /// The time of all calls together, in microseconds.
    pub fn total_us(&self) -> u64 {
        self.total_us.load(Relaxed)
    }

    /// How many calls fell into each bucket of [`BUCKETS_US`], and over the last.
    pub fn buckets(&self) -> [u64; 12] {
        std::array::from_fn(|index| self.buckets[index].load(Relaxed))
    }
}

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
        self.admit()?;
        let start = Instant::now();
        let result = call.await;
        self.settle(method, start.elapsed(), result.as_ref().err());
        result
    }

    /// [`call`](Self::call) for a method that is a plain `fn`.
    pub fn call_now<T>(&self, method: usize, call: impl FnOnce() -> Result<T>) -> Result<T> {
        self.admit()?;
        let start = Instant::now();
        let result = call();
        self.settle(method, start.elapsed(), result.as_ref().err());
        result
    }

    /// Whether a call may start now. Every admitted call must be
    /// [settled](Self::settle).
    pub fn admit(&self) -> Result<()> {
        if self.circuit.load(Relaxed) == Circuit::Closed as u8 {
            return Ok(());
        }
        self.admit_probe()
    }

    #[cold]
    fn admit_probe(&self) -> Result<()> {
        let due = self.now_ms() >= self.retry_at_ms.load(Relaxed);
        let probe = due
            && self
                .circuit
                .compare_exchange(Circuit::Open as u8, Circuit::HalfOpen as u8, Relaxed, Relaxed)
                .is_ok();
        if probe {
            // A probe that is dropped half-way must not keep the circuit half-open.
            self.circuit.store(Circuit::Open as u8, Relaxed);
            self.retry_at_ms.store(self.now_ms() + OPEN_FOR.as_millis() as u64, Relaxed);
            return Ok(());
        }
        Err(self.unavailable())
    }

    /// The error of a call that the open circuit refuses.
    #[cold]
    pub fn unavailable(&self) -> Error {
        Error::unavailable(format!("{} is unavailable", self.capability)).with_retry_after(OPEN_FOR)
    }

    /// Records how an admitted call ended.
    pub fn settle(&self, method: usize, took: Duration, error: Option<&Error>) {
        if let Some(stats) = self.methods.get(method) {
            stats.record(took, error.is_some());
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
        self.retry_at_ms.store(self.now_ms() + OPEN_FOR.as_millis() as u64, Relaxed);
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
