//! `serve`: runs the application until it receives a signal.

use std::time::Duration;

use super::progress::Progress;
use super::signals::Signals;
use super::{FAILURE, Failure, OK, Output, context, runtime};
use crate::app::{App, BootError, KernelConfig, Registry, Running};
use microcore_core::tool::Circuit;

/// The exit code of a shutdown that a second signal aborted.
pub(super) const ABORTED: u8 = 130;
/// How long the exit waits for threads that hang in a plain `fn`.
pub(super) const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(1);

pub(super) fn serve(app: App, out: &mut Output<'_>) -> Result<u8, Failure> {
    let app = app.log();
    let runtime = runtime()?;
    let result = runtime.block_on(serve_until_signal(app, out));
    runtime.shutdown_timeout(SHUTDOWN_TIMEOUT);
    result
}

async fn starting(app: App) -> Result<Running, BootError> {
    let _progress = Progress::on("starting");
    app.start().await
}

/// Invalid settings are reported by the start itself.
fn refreshes_context(app: &App) -> bool {
    let config = app.load_config().and_then(|all| all.read_valid::<KernelConfig>("kernel"));
    config.is_ok_and(|kernel| kernel.refresh_context)
}

async fn serve_until_signal(app: App, out: &mut Output<'_>) -> Result<u8, Failure> {
    let mut signals = Signals::listen()?;
    let refresh = cfg!(debug_assertions) && refreshes_context(&app);
    let mut running = tokio::select! {
        running = starting(app) => running?,
        () = signals.next() => return Ok(ABORTED),
    };
    if refresh {
        context::refresh(running.app(), running.registry());
    }
    // The application serves even if its output cannot be written.
    let _ = announce(&running, out);
    let code = tokio::select! {
        () = running.ended() => FAILURE,
        () = signals.next() => OK,
    };
    tracing::info!("shutting down; a second signal aborts it");
    tokio::select! {
        () = running.stop() => {
            tracing::info!("stopped");
            Ok(code)
        }
        () = signals.next() => Ok(ABORTED),
    }
}

fn announce(running: &Running, out: &mut Output<'_>) -> std::io::Result<()> {
    let app = running.app();
    out.line(&format!("{} {} listening on", app.name, app.version))?;
    for address in running.addresses() {
        out.line(&format!("  http://{address}"))?;
    }
    out.line(&format!("  {}", summary(running.registry())))?;
    for tool in &running.registry().tools {
        if running.circuit(tool.capability).is_some_and(|circuit| circuit != Circuit::Closed) {
            let capability = tool.capability;
            out.line(&format!(
                "  {capability} is unavailable: requests that need it get 503 until it recovers"
            ))?;
        }
    }
    out.line("press Ctrl-C to stop")?;
    out.out.flush()
}

/// `2 plugins, 3 routes, …`
pub(super) fn summary(registry: &Registry) -> String {
    let count = |of: fn(&microcore_core::meta::PluginMeta) -> usize| -> usize {
        registry.plugins.iter().map(|plugin| of(plugin)).sum()
    };
    let parts = [
        (registry.plugins.len(), "plugin"),
        (count(|plugin| plugin.routes.len() + plugin.websockets.len()), "route"),
        (count(|plugin| plugin.subscriptions.len()), "subscription"),
        (count(|plugin| plugin.schedules.len()), "job"),
        (registry.tools.len(), "tool"),
    ];
    let parts = parts.map(|(count, noun)| {
        let plural = if count == 1 { "" } else { "s" };
        format!("{count} {noun}{plural}")
    });
    parts.join(", ")
}
