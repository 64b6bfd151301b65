//! Runs `#[on_start]` and `#[on_stop]`, each within its deadline.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::config::KernelConfig;
use super::mounter::Mounter;
use microcore_core::call::{CallError, CallId, HookCall, HookFn, Mounted, RecordAll};
use microcore_core::diagnostic::Diagnostic;
use microcore_core::error::{Error, Result};
use microcore_core::meta::{HookMeta, PluginMeta};
use microcore_core::trace::{TraceContext, TraceKind, Traces};

/// A mounted hook.
type Hook = Arc<Mounted<HookMeta, HookFn>>;

/// What runs at the ends of an application's life.
pub(crate) struct Hooks {
    config: KernelConfig,
    traces: Traces,
    on_start: Vec<Hook>,
    on_stop: Vec<Hook>,
}

impl Hooks {
    pub(crate) fn mount(mounter: &mut Mounter<'_>, config: &KernelConfig, traces: &Traces) -> Self {
        let mut all = |list| mounter.all(list).into_iter().map(Arc::new).collect();
        Self {
            config: config.clone(),
            traces: traces.clone(),
            on_start: all(|plugin: &'static PluginMeta| plugin.on_start),
            on_stop: all(|plugin| plugin.on_stop),
        }
    }

    /// Runs the start hooks, all at once. Those that found a backend down are run again, as
    /// one of the tasks, as soon as what they need is back.
    pub(crate) async fn start(&self, tasks: &mut JoinSet<()>) -> Result<(), Vec<Diagnostic>> {
        let (mut postponed, mut problems) = (Vec::new(), Vec::new());
        for (hook, result) in self.run_all(&self.on_start).await {
            match result {
                Ok(()) => {}
                Err(error) if error.kind().is_infrastructure() => {
                    tracing::warn!(hook = %hook.id, cause = %error.chain(), "on_start postponed");
                    postponed.push(hook.clone());
                }
                Err(error) => {
                    let message = format!("on_start `{}` failed: {}", hook.id, error.chain());
                    let location = hook.meta.handler.location;
                    problems.push(Diagnostic::new(message).label(location, "this hook"));
                }
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        for hook in postponed {
            let (config, traces) = (self.config.clone(), self.traces.clone());
            tasks.spawn(async move { retry(&hook, &config, &traces).await });
        }
        Ok(())
    }

    /// Runs the stop hooks, all at once; their failures are logged.
    pub(crate) async fn stop(&self) {
        for (hook, result) in self.run_all(&self.on_stop).await {
            if let Err(error) = result {
                tracing::error!(hook = %hook.id, cause = %error.chain(), "on_stop failed");
            }
        }
    }

    async fn run_all<'a>(&self, hooks: &'a [Hook]) -> impl Iterator<Item = (&'a Hook, Result<()>)> {
        let results = join_all(hooks.iter().map(|hook| run(hook, &self.config, &self.traces)));
        hooks.iter().zip(results.await)
    }
}

async fn retry(hook: &Hook, config: &KernelConfig, traces: &Traces) {
    loop {
        sleep(Duration::from_secs(1)).await;
        match run(hook, config, traces).await {
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
}

async fn run(hook: &Hook, config: &KernelConfig, traces: &Traces) -> Result<()> {
    let limit = Some(config.hook_timeout(hook.meta.timeout_ms));
    let invocation = hook.invocation(TraceContext::root(CallId::next()), limit, traces);
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
