//! Starts an application from its boot plan.

use super::BootError;
use super::boot_plan::{BootPlan, unbound};
use super::running::Running;

/// Binds, connects, starts and serves what was planned. On a problem everything that
/// was started is stopped again.
pub(crate) async fn boot(plan: BootPlan) -> Result<Running, BootError> {
    let BootPlan { server, parts } = plan;
    let server = server.bind().map_err(|error| BootError::from(vec![unbound(error)]))?;
    let mut running = Running::new(parts);
    match running.start(server).await {
        Ok(()) => Ok(running),
        Err(problems) => {
            running.shutdown().await;
            Err(problems.into())
        }
    }
}
