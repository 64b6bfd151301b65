//! The time, as a handle that a test can control.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::{BoxFuture, FutureExt, ready};
use tokio::sync::watch;

use microcore_core::call::{Argument, Call};
use microcore_core::diagnostic::Diagnostic;
use microcore_core::error::Result;
use microcore_core::meta::{ArgMeta, MethodMeta, SourceLocation, ToolMeta};
use microcore_core::meta::{Mount, MountError};
use microcore_core::tool::{Startup, ToolLifecycle};

/// How long a sleep lasts before the clock is read again, which may have been set
/// meanwhile.
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

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Clock").finish_non_exhaustive()
    }
}

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

    /// A clock that a test advances.
    pub fn manual(start: DateTime<Utc>) -> Self {
        Self(Time::Manual(Arc::new(watch::Sender::new(start))))
    }

    /// The current time, in UTC.
    pub fn now(&self) -> DateTime<Utc> {
        match &self.0 {
            Time::System => Utc::now(),
            Time::Manual(time) => *time.borrow(),
        }
    }

    /// Advances a manual clock and wakes the tasks that wait for the new time. No effect
    /// on the system's clock.
    pub fn advance(&self, by: Duration) {
        if let Time::Manual(time) = &self.0 {
            let by = TimeDelta::from_std(by).unwrap_or(TimeDelta::MAX);
            time.send_modify(|now| {
                *now = now.checked_add_signed(by).unwrap_or(DateTime::<Utc>::MAX_UTC);
            });
        }
    }

    /// Waits until that time.
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
pub const TOOL: ToolMeta = ToolMeta::new(
    "Clock",
    "the system's clock",
    SourceLocation { file: file!(), line: line!(), column: 1 },
    start,
)
.doc("The time, as a handle that a test can control.")
.methods(&[
    MethodMeta::new("now", "fn now(&self) -> DateTime<Utc>").doc("The current time, in UTC."),
    MethodMeta::new("sleep_until", "async fn sleep_until(&self, due: DateTime<Utc>)")
        .doc("Waits until that time."),
]);

/// Adds the system's clock to the toolbox, unless it already has a clock.
fn start(startup: &mut Startup<'_>) -> Result<Arc<dyn ToolLifecycle>, Vec<Diagnostic>> {
    if startup.toolbox.get::<Clock>().is_none() {
        startup.toolbox.put(Clock::system());
    }
    Ok(Arc::new(AlwaysAvailable))
}

/// A clock has no backend that could be unavailable.
struct AlwaysAvailable;

impl ToolLifecycle for AlwaysAvailable {
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
