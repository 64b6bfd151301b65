//! Runs `#[on_start]` and `#[on_stop]`, each within its deadline.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::config::KernelConfig;
use microcore_core::call::{CallError, CallId, HookCall, HookFn, Invocation, Mounted, RecordAll};
use microcore_core::diagnostic::Diagnostic;
use microcore_core::error::{Error, Result};
use microcore_core::meta::HookMeta;
use microcore_core::trace::{TraceContext, TraceKind, Traces};

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
                tracing::warn!(hook = %hook.id, cause = %error.chain(), "on_start postponed");
                postponed.push(hook.clone());
            }
            Err(error) => {
                let message = format!("on_start `{}` failed: {}", hook.id, error.chain());
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
                        tracing::info!(hook = %hook.id, "on_start done");
                        return;
                    }
                    Err(error) if error.kind().is_infrastructure() => {}
                    Err(error) => {
                        tracing::error!(hook = %hook.id, cause = %error.chain(), "on_start failed");
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
            tracing::error!(hook = %hook.id, cause = %error.chain(), "on_stop failed");
        }
    }
}

async fn run_all(hooks: &[Hook], config: &KernelConfig, traces: &Traces) -> Vec<Result<()>> {
    join_all(hooks.iter().map(|hook| run(hook, config, traces))).await
}

async fn run(hook: &Hook, config: &KernelConfig, traces: &Traces) -> Result<()> {
    let limit = Some(config.hook_timeout(hook.meta.timeout_ms));
    let invocation = Invocation::new(TraceContext::root(CallId::next()), limit);
    let mut recorder = RecordAll {
        traces,
        kind: TraceKind::Hook,
        name: hook.meta.handler.name.into(),
        cause: None,
    };
    let called = hook.invoke(&invocation, &mut recorder, |handler| {
        let context = handler.context();
        handler.call(HookCall { context })
    });
    called.await.map_err(|error| match error {
        // Not infrastructure: a hook that hangs is a defect of its own.
        CallError::TimedOut(limit) => {
            Error::internal(format!("did not finish within {} ms", limit.as_millis()))
        }
        other => other.into(),
    })
}
