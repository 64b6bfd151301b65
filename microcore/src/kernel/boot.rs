//! From a plan to a running application.

use super::BootError;
use super::hooks;
use super::plan::{Plan, share};
use super::running::{Parts, Running};

/// Connects, starts and serves what was planned. On a problem everything that
/// was started is stopped again.
pub(crate) async fn boot(plan: Plan) -> Result<Running, BootError> {
    let Plan { app, registry, settings, kernel, toolbox, crew, handlers } = plan;
    let _ = (&settings, &toolbox);

    let problems = crew.connect(&kernel).await;
    if !problems.is_empty() {
        crew.close(kernel.stop_timeout()).await;
        return Err(problems.into());
    }
    let on_start = share(handlers.on_start);
    let on_stop = share(handlers.on_stop);
    let mut tasks = crew.watch(&kernel);
    match hooks::start(&on_start, &kernel).await {
        Ok(postponed) => hooks::retry(postponed, &kernel, &mut tasks),
        Err(problems) => {
            tasks.shutdown().await;
            crew.close(kernel.stop_timeout()).await;
            return Err(problems.into());
        }
    }
    Ok(Running::new(Parts { app, registry, kernel, crew, on_stop, tasks }))
}
