//! The time, as a handle that a test can turn.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::{BoxFuture, FutureExt, ready};
use tokio::sync::watch;

use microcore_core::call::{Argument, Call};
use microcore_core::config::ConfigError;
use microcore_core::error::Result;
use microcore_core::meta::{ArgMeta, MethodMeta, SourceLocation, ToolMeta};
use microcore_core::meta::{Mount, MountError};
use microcore_core::tool::{Startup, ToolLifecycle};

/// How long a sleeper trusts its timer before it looks at the clock again, which
/// may have been set meanwhile.
const LONGEST_SLEEP: Duration = Duration::from_secs(30);

/// The time. A handler that asks for it can be tested with a
/// [manual](Self::manual) one. Cheap to clone.
///
/// ```
/// use std::time::Duration;
/// use microcore::tools::Clock;
///
/// let clock = Clock::manual("2026-11-22T03:00:00Z".parse()?);
/// clock.advance(Duration::from_secs(90));
/// assert_eq!(clock.now().to_rfc3339(), "2026-11-22T03:01:30+00:00");
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Clone, Default)]
pub struct Clock(Time);

#[derive(Clone, Default)]
enum Time {
    #[default]
    System,
    Manual(Arc<watch::Sender<DateTime<Utc>>>),
}

impl Clock {
    /// The system's time.
    pub fn system() -> Self {
        Self(Time::System)
    }

    /// A time that stands still until it is moved.
    pub fn manual(start: DateTime<Utc>) -> Self {
        Self(Time::Manual(Arc::new(watch::Sender::new(start))))
    }

    /// What time it is, in UTC.
    pub fn now(&self) -> DateTime<Utc> {
        match &self.0 {
            Time::System => Utc::now(),
            Time::Manual(time) => *time.borrow(),
        }
    }

    /// Moves a manual clock forward and wakes who waits for the new time. The
    /// system's clock does not move by it.
    pub fn advance(&self, by: Duration) {
        if let Time::Manual(time) = &self.0 {
            let by = TimeDelta::from_std(by).unwrap_or(TimeDelta::MAX);
            time.send_modify(|now| {
                *now = now.checked_add_signed(by).unwrap_or(DateTime::<Utc>::MAX_UTC);
            });
        }
    }

    /// Waits until it is that time.
    pub async fn sleep_until(&self, due: DateTime<Utc>) {
        match &self.0 {
            Time::System => {
                while let Ok(wait) = (due - Utc::now()).to_std() {
                    if wait.is_zero() {
                        return;
                    }
                    tokio::time::sleep(wait.min(LONGEST_SLEEP)).await;
                }
            }
            Time::Manual(time) => {
                // The sender lives in `self`, so waiting cannot fail.
                let _ = time.subscribe().wait_for(|now| *now >= due).await;
            }
        }
    }
}

impl<C: Call> Argument<C> for Clock {
    type State = Self;

    const META: ArgMeta = ArgMeta::Capability("Clock");

    fn resolve(mount: &Mount<'_>, _: &'static str) -> Result<Self, MountError> {
        mount.handle("Clock")
    }

    fn take(source: &Self, _: &mut C) -> Result<Self> {
        Ok(source.clone())
    }
}

/// The system's clock as a tool.
pub const TOOL: ToolMeta = ToolMeta {
    capability: "Clock",
    provider: "the system's clock",
    doc: "The time, as a handle that a test can turn.",
    methods: &[
        MethodMeta {
            name: "now",
            signature: "fn now(&self) -> DateTime<Utc>",
            doc: "What time it is, in UTC.",
        },
        MethodMeta {
            name: "sleep_until",
            signature: "async fn sleep_until(&self, due: DateTime<Utc>)",
            doc: "Waits until it is that time.",
        },
    ],
    location: SourceLocation { file: file!(), line: line!(), column: 1 },
    start,
};

/// Puts the system's clock into the toolbox, unless a clock is there already.
fn start(startup: &mut Startup<'_>) -> Result<Arc<dyn ToolLifecycle>, ConfigError> {
    if startup.toolbox.get::<Clock>().is_none() {
        startup.toolbox.put(Clock::system());
    }
    Ok(Arc::new(AlwaysThere))
}

/// A clock has no backend that could be away.
struct AlwaysThere;

impl ToolLifecycle for AlwaysThere {
    fn connect(&self) -> BoxFuture<'_, Result<()>> {
        ready(Ok(())).boxed()
    }

    fn health(&self) -> BoxFuture<'_, Result<()>> {
        ready(Ok(())).boxed()
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        ready(()).boxed()
    }
}
