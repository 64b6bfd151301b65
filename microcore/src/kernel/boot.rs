//! From a plan to a running application.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use super::BootError;
use super::plan::Plan;
use super::running::{Parts, Running};
use super::status::Status;
use crate::diagnostic::Diagnostic;
use crate::http::{BindError, Server, ServerPlan, SharedAuthenticator};
use crate::schedule::{DbTicks, MemoryTicks, Scheduler, Ticks};
use crate::tools::{Clock, Db};

/// Connects, starts and serves what was planned. On a problem everything that
/// was started is stopped again.
pub(crate) async fn boot(plan: Plan) -> Result<Running, BootError> {
    let Plan { app, configure, registry, sections, toolbox, crew, bus, handlers } = plan;
    let (crew, ready) = (Arc::new(crew), Arc::new(AtomicBool::new(false)));
    let mut problems = Vec::new();

    let clock = toolbox.get::<Clock>().cloned().unwrap_or_default();
    let ticks: Arc<dyn Ticks> = match toolbox.get::<Db>() {
        Some(db) => Arc::new(DbTicks::new(db.clone())),
        None => Arc::new(MemoryTicks::default()),
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
        crew: crew.clone(),
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
    let on_stop = handlers.on_stop;
    let parts = Parts { app, registry, kernel, crew, bus, scheduler, on_stop, ready };
    let mut running = Running::new(parts);
    match running.rise(server, &handlers.on_start).await {
        Ok(()) => Ok(running),
        Err(problems) => {
            running.fall().await;
            Err(problems.into())
        }
    }
}
