//! From a plan to a running application.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::plan::{Plan, share};
use super::running::{Parts, Running};
use super::{BootError, Problem, hooks};
use crate::schedule::{MemoryTicks, Scheduler};
use crate::tools::Clock;

/// Connects, starts and serves what was planned. On a problem everything that
/// was started is stopped again.
pub(crate) async fn boot(plan: Plan) -> Result<Running, BootError> {
    let Plan { app, registry, settings, kernel, toolbox, crew, bus, handlers } = plan;
    let _ = &settings;

    let clock = toolbox.get::<Clock>().cloned().unwrap_or_default();
    let ticks = Arc::new(MemoryTicks::default());
    let scheduler = Scheduler::new(handlers.jobs, clock, ticks, bus.traces().clone())
        .map_err(|error| BootError::from(vec![Problem::new(error.chain())]))?;
    let mut running = Running::new(Parts {
        app,
        registry,
        kernel,
        crew,
        bus,
        scheduler,
        on_stop: share(handlers.on_stop),
        tasks: Default::default(),
        ready: Arc::new(AtomicBool::new(false)),
    });
    match running.rise(handlers.subscriptions, handlers.answers, &share(handlers.on_start)).await {
        Ok(()) => Ok(running),
        Err(problems) => {
            running.fall().await;
            Err(problems.into())
        }
    }
}
