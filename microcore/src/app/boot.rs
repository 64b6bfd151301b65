//! From a plan to a running application.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use super::BootError;
use super::plan::BootPlan;
use super::running::{Running, RunningParts};
use super::status::Status;
use crate::http::{BindError, Server, ServerPlan, SharedAuthenticator};
use crate::schedule::{DbTicks, MemoryTicks, Scheduler, Ticks};
use crate::tools::{Clock, Db};
use microcore_core::diagnostic::Diagnostic;

/// Connects, starts and serves what was planned. On a problem everything that
/// was started is stopped again.
pub(crate) async fn boot(plan: BootPlan) -> Result<Running, BootError> {
    let BootPlan { app, configure, contracts, registry, sections, toolbox, tools, bus, handlers } =
        plan;
    let (tools, ready) = (Arc::new(tools), Arc::new(AtomicBool::new(false)));
    let mut problems = Vec::new();

    let clock = toolbox.get::<Clock>().cloned().unwrap_or_default();
    let ticks: Arc<dyn Ticks> = match (contracts.ticks, toolbox.get::<Db>()) {
        (Some(ticks), _) => ticks,
        (None, Some(db)) => Arc::new(DbTicks::new(db.clone())),
        (None, None) => Arc::new(MemoryTicks::default()),
    };
    let scheduler = Scheduler::new(handlers.jobs, clock, ticks, bus.traces().clone())
        .map_err(|error| problems.push(Diagnostic::new(error.chain())));
    for subscription in handlers.subscriptions {
        bus.subscribe(subscription);
    }
    for answer in handlers.answers {
        bus.answer(answer);
    }
    let status = Status {
        app,
        registry: registry.clone(),
        tools: tools.clone(),
        bus: bus.clone(),
        ready: ready.clone(),
        started: Instant::now(),
    };
    let server = Server::bind(ServerPlan {
        app,
        plugins: registry.plugins.clone(),
        settings: sections.http,
        routes: handlers.routes,
        sockets: handlers.sockets,
        authenticator: toolbox.get::<SharedAuthenticator>().cloned(),
        system: Arc::new(status),
        system_token: sections.system.token,
        configure,
    })
    .map_err(|error| match error {
        BindError::Endpoints(refused) => problems.extend(refused),
        other => problems.push(Diagnostic::new(crate::Error::from(other).chain())),
    });

    let (Ok(scheduler), Ok(server)) = (scheduler, server) else { return Err(problems.into()) };
    let kernel = sections.kernel;
    let on_start: Vec<_> = handlers.on_start.into_iter().map(Arc::new).collect();
    let on_stop = handlers.on_stop.into_iter().map(Arc::new).collect();
    let parts = RunningParts { app, registry, kernel, tools, bus, scheduler, on_stop, ready };
    let mut running = Running::new(parts);
    match running.start(server, &on_start).await {
        Ok(()) => Ok(running),
        Err(problems) => {
            running.shutdown().await;
            Err(problems.into())
        }
    }
}
