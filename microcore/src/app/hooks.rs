//! Runs `#[on_start]` and `#[on_stop]`, each within its deadline.

use std::borrow::Cow;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::Utc;
use futures_util::FutureExt;
use futures_util::future::join_all;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::config::KernelConfig;
use microcore_core::call::{CallContext, CallId, HookCall, HookFn, Mounted};
use microcore_core::diagnostic::Diagnostic;
use microcore_core::error::{Error, Result};
use microcore_core::meta::HookMeta;
use microcore_core::trace::{TraceContext, TraceKind, TraceNode, TraceOutcome, Traces};

/// A mounted hook.
pub(crate) type Hook = Arc<Mounted<HookMeta, HookFn>>;

/// Runs the start hooks, all at once. Those that found a backend down are
/// returned to be [run later](retry).
pub(crate) async fn start(
    hooks: &[Hook],
    config: &KernelConfig,
    traces: &Traces,
) -> Result<Vec<Hook>, Vec<Diagnostic>> {
    let (mut postponed, mut problems) = (Vec::new(), Vec::new());
    for (hook, result) in hooks.iter().zip(run_all(hooks, config, traces).await) {
        match result {
            Ok(()) => {}
            Err(error) if error.kind().is_infrastructure() => {
                tracing::warn!(hook = name(hook), cause = %error.chain(), "on_start postponed");
                postponed.push(hook.clone());
            }
            Err(error) => {
                let message = format!("on_start `{}` failed: {}", name(hook), error.chain());
                problems
                    .push(Diagnostic::new(message).label(hook.meta.handler.location, "this hook"));
            }
        }
    }
    if problems.is_empty() { Ok(postponed) } else { Err(problems) }
}

/// Runs hooks that were postponed as soon as what they need is back.
pub(crate) fn retry(
    hooks: Vec<Hook>,
    config: &KernelConfig,
    traces: &Traces,
    tasks: &mut JoinSet<()>,
) {
    for hook in hooks {
        let (config, traces) = (config.clone(), traces.clone());
        tasks.spawn(async move {
            loop {
                sleep(Duration::from_secs(1)).await;
                match run(&hook, &config, &traces).await {
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
pub(crate) async fn stop(hooks: &[Hook], config: &KernelConfig, traces: &Traces) {
    for (hook, result) in hooks.iter().zip(run_all(hooks, config, traces).await) {
        if let Err(error) = result {
            tracing::error!(hook = name(hook), cause = %error.chain(), "on_stop failed");
        }
    }
}

async fn run_all(hooks: &[Hook], config: &KernelConfig, traces: &Traces) -> Vec<Result<()>> {
    join_all(hooks.iter().map(|hook| run(hook, config, traces))).await
}

async fn run(hook: &Hook, config: &KernelConfig, traces: &Traces) -> Result<()> {
    hook.admit()?;
    let id = CallId::next();
    let (start, clock) = (Utc::now(), Instant::now());
    let result = invoke(hook, config, TraceContext::root(id.clone())).await;
    traces.record(TraceNode {
        id: id.clone(),
        cause: None,
        correlation: Some(id),
        kind: TraceKind::Hook,
        name: Cow::Borrowed(hook.meta.handler.name),
        by: name(hook).into(),
        attempt: 1,
        start,
        took: clock.elapsed(),
        outcome: match &result {
            Ok(()) => TraceOutcome::Ok,
            Err(error) => TraceOutcome::Failed(error.chain()),
        },
    });
    result
}

async fn invoke(hook: &Hook, config: &KernelConfig, trace: TraceContext) -> Result<()> {
    let context = CallContext { plugin: hook.plugin, handler: &hook.meta.handler, trace };
    let limit = config.hook_timeout(hook.meta.timeout_ms);
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
    hook.plugin.handler_id(&hook.meta.handler)
}
