//! One job and its runs.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::due::Due;
use crate::events::{TraceKind, TraceOutcome, Traces};
use crate::tools::Clock;
use microcore_core::call::{CallId, JobCall, JobFn, Mounted, RecordAll};
use microcore_core::diagnostic::Diagnostic;
use microcore_core::meta::{PluginMeta, ScheduleMeta, Trigger};
use microcore_core::store::Ticks;
use microcore_core::trace::TraceContext;
use microcore_syntax::Code;

/// How long to wait before trying again to take a tick while a backend is down.
const AGAIN: Duration = Duration::from_secs(1);

pub(super) struct Job {
    mounted: Mounted<ScheduleMeta, JobFn>,
    due: Due,
    stats: JobStats,
    last: Mutex<Option<(DateTime<Utc>, TraceOutcome)>>,
}

#[derive(Default)]
struct JobStats {
    runs: AtomicU64,
    failures: AtomicU64,
    skipped: AtomicU64,
}

/// A job and what became of its ticks in this process.
#[derive(Clone, Debug, Serialize)]
pub struct JobState {
    /// `domain::plugin::handler`.
    pub job: String,
    /// Its cron expression, or `every 30000 ms`.
    pub trigger: String,
    /// When it is due next.
    pub next: Option<DateTime<Utc>>,
    /// When its last run here was due, and how it ended.
    pub last: Option<(DateTime<Utc>, TraceOutcome)>,
    /// How often it ran here.
    pub runs: u64,
    /// How many runs failed.
    pub failures: u64,
    /// How many ticks passed while it was still running, or while something it
    /// needs was down.
    pub skipped: u64,
}

/// What is wrong with the schedule of a job, mounted or not.
pub(crate) fn check(plugin: &PluginMeta, meta: &ScheduleMeta) -> Result<(), Diagnostic> {
    due(plugin, meta).map(drop)
}

fn due(plugin: &PluginMeta, meta: &ScheduleMeta) -> Result<Due, Diagnostic> {
    Due::new(meta.trigger).map_err(|error| {
        let mut lines = error.split("\nhelp: ");
        let problem = lines.next().unwrap_or_default();
        let id = plugin.handler_id(&meta.handler);
        let diagnostic = Diagnostic::new(format!("job `{id}` cannot run: {problem}"))
            .code(Code::Attribute)
            .label(meta.handler.location, "this job");
        lines.fold(diagnostic, |diagnostic, help| diagnostic.help(help.to_owned()))
    })
}

impl Job {
    pub(super) fn new(mounted: Mounted<ScheduleMeta, JobFn>) -> Result<Self, Diagnostic> {
        let due = due(mounted.plugin, mounted.meta)?;
        Ok(Self { mounted, due, stats: JobStats::default(), last: Mutex::default() })
    }

    pub(super) fn state(&self, now: DateTime<Utc>) -> JobState {
        JobState {
            job: self.mounted.id.to_string(),
            trigger: match self.mounted.meta.trigger {
                Trigger::Cron(pattern) => pattern.to_owned(),
                Trigger::Every(ms) => format!("every {ms} ms"),
            },
            next: self.due.next(now),
            last: self.last.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            runs: self.stats.runs.load(Relaxed),
            failures: self.stats.failures.load(Relaxed),
            skipped: self.stats.skipped.load(Relaxed),
        }
    }

    /// Runs the job whenever it is due after `seen`, one run after the other, until
    /// `stop`.
    pub(super) async fn keep(
        &self,
        mut seen: DateTime<Utc>,
        clock: &Clock,
        ticks: &dyn Ticks,
        traces: &Traces,
        stop: &CancellationToken,
    ) {
        let mut missed = stop.run_until_cancelled(self.missed(seen, ticks)).await.flatten();
        while let Some(due) = missed.take().or_else(|| self.due.next(seen)) {
            let Some(mine) = stop.run_until_cancelled(self.take(due, clock, ticks)).await else {
                return;
            };
            if mine {
                self.run(due, traces).await;
            }
            let now = clock.now().max(due);
            let passed = self.due.count(due, now);
            if passed > 0 {
                self.skip(passed, if mine { "it was still running" } else { "they came late" });
            }
            seen = now;
        }
        tracing::info!(job = %self.mounted.id, "the job is never due again");
    }

    /// The latest tick that passed while no replica was there to run it.
    async fn missed(&self, now: DateTime<Utc>, ticks: &dyn Ticks) -> Option<DateTime<Utc>> {
        let known = match ticks.last(&self.mounted.id).await {
            Ok(known) => known?,
            Err(error) => {
                tracing::warn!(job = %self.mounted.id, cause = %error.chain(), "missed ticks not known");
                return None;
            }
        };
        let last = self.due.last(now)?;
        if last <= known {
            return None;
        }
        let missed = self.due.count(known, now);
        tracing::warn!(job = %self.mounted.id, missed, "ticks were missed; the job runs once for all");
        Some(last)
    }

    /// Waits for the tick and takes it, unless another replica has it.
    async fn take(&self, due: DateTime<Utc>, clock: &Clock, ticks: &dyn Ticks) -> bool {
        clock.sleep_until(due).await;
        loop {
            let claimed = match self.mounted.admit() {
                Ok(()) => ticks.claim(&self.mounted.id, due).await,
                Err(error) => Err(error),
            };
            match claimed {
                Ok(mine) => return mine,
                Err(error) => {
                    tracing::warn!(job = %self.mounted.id, %due, cause = %error.chain(), "tick waits");
                    tokio::time::sleep(AGAIN).await;
                    if self.due.next(due).is_some_and(|next| next <= clock.now()) {
                        self.skip(1, "a tool that it requires or the store of ticks is down");
                        return false;
                    }
                }
            }
        }
    }

    fn skip(&self, ticks: usize, why: &str) {
        self.stats.skipped.fetch_add(ticks as u64, Relaxed);
        tracing::warn!(job = %self.mounted.id, ticks, why, "ticks skipped");
    }

    async fn run(&self, due: DateTime<Utc>, traces: &Traces) {
        let meta = self.mounted.meta;
        let limit = (meta.timeout_ms > 0).then(|| Duration::from_millis(meta.timeout_ms));
        let trace = TraceContext::root(CallId::next());
        let invocation = self.mounted.invocation(trace, limit, traces);
        let mut recorder =
            RecordAll { traces, kind: TraceKind::Job, name: meta.handler.name.into(), cause: None };
        let called = self.mounted.invoke(&invocation, &mut recorder, |handler| {
            let context = handler.context();
            handler.call(JobCall { due, context })
        });
        let outcome = match called.await {
            Ok(()) => TraceOutcome::Ok,
            Err(error) => {
                self.stats.failures.fetch_add(1, Relaxed);
                let (run, cause) = (&invocation.trace.id, error.to_string());
                tracing::error!(job = %self.mounted.id, %run, %due, cause, "job failed");
                TraceOutcome::Failed(cause)
            }
        };
        self.stats.runs.fetch_add(1, Relaxed);
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some((due, outcome));
    }
}
