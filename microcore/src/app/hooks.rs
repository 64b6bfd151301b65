//! Runs `#[on_start]` and `#[on_stop]`, each within its deadline.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::join_all;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::settings::KernelSettings;
use microcore_core::call::{CallContext, CallId, HookCall, HookFn, Mounted};
use microcore_core::diagnostic::Diagnostic;
use microcore_core::error::{Error, Result};
use microcore_core::meta::HookMeta;
use microcore_core::trace::TraceContext;

/// A mounted hook.
pub(crate) type Hook = Arc<Mounted<HookMeta, HookFn>>;

/// Runs the start hooks, all at once. Those that found a backend down are given
/// back to be [run later](retry).
pub(crate) async fn start(
    hooks: &[Hook],
    settings: &KernelSettings,
) -> Result<Vec<Hook>, Vec<Diagnostic>> {
    let (mut postponed, mut problems) = (Vec::new(), Vec::new());
    for (hook, result) in hooks.iter().zip(run_all(hooks, settings).await) {
        match result {
            Ok(()) => {}
            Err(error) if error.kind().is_infrastructure() => {
                tracing::warn!(hook = name(hook), cause = %error.chain(), "on_start postponed");
                postponed.push(hook.clone());
            }
            Err(error) => {
                let message = format!("on_start `{}` failed: {}", name(hook), error.chain());
                problems.push(Diagnostic::new(message).label(hook.meta.handler.site, "this hook"));
            }
        }
    }
    if problems.is_empty() { Ok(postponed) } else { Err(problems) }
}

/// Runs hooks that were postponed as soon as what they need is back.
pub(crate) fn retry(hooks: Vec<Hook>, settings: &KernelSettings, tasks: &mut JoinSet<()>) {
    for hook in hooks {
        let settings = settings.clone();
        tasks.spawn(async move {
            loop {
                sleep(Duration::from_secs(1)).await;
                match run(&hook, &settings).await {
                    Ok(()) => {
                        tracing::info!(hook = name(&hook), "on_start done");
                        return;
                    }
                    Err(error) if error.kind().is_infrastructure() => {}
                    Err(error) => {
                        tracing::error!(hook = name(&hook), cause = %error.chain(), "on_start failed");
                        return;
                    }
                }
            }
        });
    }
}

/// Runs the stop hooks, all at once; their failures are logged.
pub(crate) async fn stop(hooks: &[Hook], settings: &KernelSettings) {
    for (hook, result) in hooks.iter().zip(run_all(hooks, settings).await) {
        if let Err(error) = result {
            tracing::error!(hook = name(hook), cause = %error.chain(), "on_stop failed");
        }
    }
}

async fn run_all(hooks: &[Hook], settings: &KernelSettings) -> Vec<Result<()>> {
    join_all(hooks.iter().map(|hook| run(hook, settings))).await
}

async fn run(hook: &Hook, settings: &KernelSettings) -> Result<()> {
    hook.admit()?;
    let context = CallContext {
        plugin: hook.plugin,
        handler: &hook.meta.handler,
        trace: TraceContext::root(CallId::next()),
    };
    let limit = settings.hook_timeout(hook.meta.timeout_ms);
    // The call itself may panic, before there is a future.
    let work = async { (hook.call)(HookCall { context }).await };
    match timeout(limit, AssertUnwindSafe(work).catch_unwind()).await {
        Ok(Ok(result)) => result,
        Ok(Err(panic)) => Err(Error::internal(format!("panicked: {}", super::panic_text(&*panic)))),
        // Not infrastructure: a hook that hangs is a defect of its own.
        Err(_) => Err(Error::internal(format!("did not finish within {} ms", limit.as_millis()))),
    }
}

fn name(hook: &Hook) -> String {
    format!("{}::{}", hook.plugin.id(), hook.meta.handler.name)
}
