//! Runs jobs when they are due.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::job::Job;
use super::{JobState, Ticks};
use crate::events::Traces;
use crate::tools::Clock;
use microcore_core::call::JobFn;
use microcore_core::call::Mounted;
use microcore_core::diagnostic::Diagnostic;
use microcore_core::meta::ScheduleMeta;

/// Runs each job when it is due: every tick at most once in the fleet that shares
/// its [`Ticks`], never two runs of one job side by side in one process, and once
/// for all the ticks that passed while no replica was up.
pub struct Scheduler {
    jobs: Vec<Arc<Job>>,
    clock: Clock,
    ticks: Arc<dyn Ticks>,
    traces: Traces,
    tasks: TaskTracker,
    /// No further ticks.
    stop: CancellationToken,
    /// The deadline of the running jobs has passed.
    cut: CancellationToken,
    started: Mutex<bool>,
}

impl std::fmt::Debug for Scheduler {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scheduler").finish_non_exhaustive()
    }
}

impl Scheduler {
    /// A scheduler of these jobs.
    ///
    /// # Errors
    ///
    /// Every job whose schedule is none.
    pub fn new(
        jobs: Vec<Mounted<ScheduleMeta, JobFn>>,
        clock: Clock,
        ticks: Arc<dyn Ticks>,
        traces: Traces,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut problems = Vec::new();
        let made = jobs.into_iter().map(Job::new);
        let jobs = made.filter_map(|job| job.map_err(|wrong| problems.push(wrong)).ok());
        let jobs = jobs.map(Arc::new).collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self {
            jobs,
            clock,
            ticks,
            traces,
            tasks: TaskTracker::new(),
            stop: CancellationToken::new(),
            cut: CancellationToken::new(),
            started: Mutex::new(false),
        })
    }

    /// Begins to run jobs, on the runtime that this runs on. A second call does
    /// nothing.
    pub fn start(&self) {
        let mut started = self.started.lock().unwrap_or_else(PoisonError::into_inner);
        if std::mem::replace(&mut *started, true) {
            return;
        }
        let now = self.clock.now();
        for job in &self.jobs {
            let job = Arc::clone(job);
            let (clock, ticks) = (self.clock.clone(), Arc::clone(&self.ticks));
            let (traces, stop) = (self.traces.clone(), self.stop.clone());
            let keep = async move { job.keep(now, &clock, &*ticks, &traces, &stop).await };
            let cut = self.cut.clone();
            self.tasks.spawn(async move {
                let _ = cut.run_until_cancelled_owned(keep).await;
            });
        }
    }

    /// Starts no more runs, and gives those in progress until `deadline`. Says
    /// whether all of them ended by themselves.
    pub async fn stop(&self, deadline: Duration) -> bool {
        self.stop.cancel();
        self.tasks.close();
        let ended = tokio::time::timeout(deadline, self.tasks.wait()).await.is_ok();
        if !ended {
            tracing::warn!(jobs = self.tasks.len(), "jobs aborted at the deadline");
            self.cut.cancel();
            let _ = tokio::time::timeout(Duration::from_secs(1), self.tasks.wait()).await;
        }
        ended
    }

    /// The jobs, and what became of their ticks in this process.
    pub fn jobs(&self) -> Vec<JobState> {
        let now = self.clock.now();
        self.jobs.iter().map(|job| job.state(now)).collect()
    }
}
