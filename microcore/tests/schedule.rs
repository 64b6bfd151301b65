//! Scheduled jobs: time, replicas and failures.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use microcore_test_support::until;
use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use microcore::call::Mounted;
use microcore::call::{JobCall, JobFn};
use microcore::events::{TraceKind, TraceOutcome, Traces};
use microcore::meta::MountError;
use microcore::meta::{HandlerMeta, PluginMeta, ScheduleMeta, SourceLocation, Trigger};
use microcore::schedule::{DbTicks, MIGRATIONS, MemoryTicks, Scheduler, Ticks};
use microcore::tool::Proxy;
use microcore::tools::Clock;
use microcore::tools::db::{Db, DbConfig};
use microcore::{Code, Diagnostic, Error, Result};
use microcore_test_support::Postgres;

const LOCATION: SourceLocation = SourceLocation { file: "tests/schedule.rs", line: 1, column: 1 };

static PLUGIN: PluginMeta = PluginMeta::new("jobs", "app::domains::tests::jobs", "app", LOCATION);

const EVERY_MINUTE: Trigger = Trigger::Cron("* * * * *");

struct Job {
    trigger: Trigger,
    timeout_ms: u64,
    needs: Vec<Arc<Proxy>>,
}

impl Default for Job {
    fn default() -> Self {
        Self { trigger: EVERY_MINUTE, timeout_ms: 0, needs: Vec::new() }
    }
}

impl Job {
    fn runs<F>(
        self,
        run: impl Fn(JobCall) -> F + Send + Sync + 'static,
    ) -> Mounted<ScheduleMeta, JobFn>
    where
        F: Future<Output = Result<()>> + Send + 'static,
    {
        let meta = Box::leak(Box::new(
            ScheduleMeta::new(HandlerMeta::new("tidy", LOCATION), self.trigger, |_| {
                Err(MountError::Signature("it is mounted already".to_owned()))
            })
            .timeout_ms(self.timeout_ms),
        ));
        let call: JobFn = Box::new(move |call| Box::pin(run(call)));
        Mounted::new(&PLUGIN, meta, call, self.needs)
    }
}

/// The times that ran, as minutes and seconds.
#[derive(Clone, Default)]
struct Ran(Arc<Mutex<Vec<DateTime<Utc>>>>);

impl Ran {
    fn job(&self) -> Mounted<ScheduleMeta, JobFn> {
        self.with(Job::default())
    }

    fn with(&self, job: Job) -> Mounted<ScheduleMeta, JobFn> {
        let ran = self.clone();
        job.runs(move |call| {
            ran.0.lock().unwrap().push(call.due);
            async { Ok(()) }
        })
    }

    fn all(&self) -> Vec<String> {
        self.0.lock().unwrap().iter().map(|due| due.format("%H:%M:%S").to_string()).collect()
    }

    async fn wait(&self, count: usize) -> Vec<String> {
        until("the runs", || async { self.0.lock().unwrap().len() >= count }).await;
        self.all()
    }
}

/// Time for what must not happen.
async fn a_moment() {
    tokio::time::sleep(Duration::from_millis(60)).await;
}

const MINUTE: Duration = Duration::from_secs(60);

fn clock() -> Clock {
    Clock::manual("2026-11-22T03:00:10Z".parse().unwrap())
}

fn scheduler(
    job: Mounted<ScheduleMeta, JobFn>,
    clock: &Clock,
    ticks: &Arc<dyn Ticks>,
) -> Scheduler {
    let made = Scheduler::new(vec![job], clock.clone(), Arc::clone(ticks), Traces::new(10));
    let scheduler = made.unwrap();
    scheduler.start();
    scheduler
}

fn memory() -> Arc<dyn Ticks> {
    Arc::new(MemoryTicks::default())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_runs_when_it_is_due_and_not_before() {
    let (ran, clock) = (Ran::default(), clock());
    let scheduler = scheduler(ran.job(), &clock, &memory());
    clock.advance(Duration::from_secs(49));
    a_moment().await;
    assert_eq!(ran.all().len(), 0);
    clock.advance(Duration::from_secs(1));
    assert_eq!(ran.wait(1).await, ["03:01:00"]);
    a_moment().await;
    clock.advance(MINUTE);
    assert_eq!(ran.wait(2).await, ["03:01:00", "03:02:00"]);
    assert!(scheduler.stop(MINUTE).await);
    clock.advance(MINUTE);
    a_moment().await;
    assert_eq!(ran.all().len(), 2, "not after the stop");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_runs_on_the_system_clock() {
    let ran = Ran::default();
    let job = ran.with(Job { trigger: Trigger::Every(20), ..Job::default() });
    let start = Instant::now();
    let scheduler = scheduler(job, &Clock::system(), &memory());
    ran.wait(5).await;
    assert!(start.elapsed() >= Duration::from_millis(80));
    assert!(scheduler.stop(MINUTE).await);
}

#[test]
fn every_wrong_schedule_is_refused_with_its_place() {
    let triggers = [Trigger::Cron("soon"), Trigger::Cron("* 25 * * *"), Trigger::Every(0)];
    let job = |trigger| Ran::default().with(Job { trigger, ..Job::default() });
    let made = Scheduler::new(triggers.map(job).into(), Clock::system(), memory(), Traces::new(1));
    let Err(errors) = made else { panic!("accepted") };
    let messages: Vec<_> = errors.iter().map(|error| error.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "job `tests::jobs::tidy` cannot run: the schedule `soon` is not a cron expression: \
             it has 1 fields",
            "job `tests::jobs::tidy` cannot run: the schedule `* 25 * * *` is not a cron \
             expression: in `25`, the hour must be from 0 to 23",
            "job `tests::jobs::tidy` cannot run: the interval is zero",
        ]
    );
    let placed =
        |error: &Diagnostic| error.code == Some(Code::Attribute) && error.labels.len() == 1;
    assert!(errors.iter().all(placed), "{errors:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn errors_panics_and_timeouts_do_not_prevent_the_next_run() {
    let clock = clock();
    let calls = Arc::new(AtomicUsize::new(0));
    let job_calls = Arc::clone(&calls);
    let job = Job { timeout_ms: 20, ..Job::default() }.runs(move |_| {
        let number = job_calls.fetch_add(1, SeqCst);
        async move {
            match number {
                0 => Err(Error::internal("out of paper")),
                1 => panic!("out of ink"),
                2 => {
                    tokio::time::sleep(MINUTE).await;
                    Ok(())
                }
                _ => Ok(()),
            }
        }
    });
    let traces = Traces::new(10);
    let scheduler = Scheduler::new(vec![job], clock.clone(), memory(), traces.clone()).unwrap();
    scheduler.start();
    for runs in 1..=4 {
        clock.advance(MINUTE);
        until("the run is counted", || async { scheduler.jobs()[0].runs == runs }).await;
        a_moment().await;
    }
    let state = &scheduler.jobs()[0];
    assert_eq!((state.job.as_str(), state.trigger.as_str()), ("tests::jobs::tidy", "* * * * *"));
    assert_eq!((state.runs, state.failures, state.skipped), (4, 3, 0));
    assert_eq!(state.last.as_ref().unwrap().1, TraceOutcome::Ok);
    let nodes = traces.nodes();
    assert!(nodes.iter().all(|node| node.kind == TraceKind::Job));
    let outcomes: Vec<_> = nodes.iter().map(|node| node.outcome.clone()).collect();
    let failed = |text: &str| TraceOutcome::Failed(text.to_owned());
    assert_eq!(
        outcomes,
        [
            failed("out of paper"),
            failed("panicked: out of ink"),
            failed("no result within 20 ms"),
            TraceOutcome::Ok
        ]
    );
    scheduler.stop(MINUTE).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_never_overlaps_itself_and_skipped_ticks_are_counted() {
    let clock = clock();
    let (running, runs) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (gate, job_runs, job_running) =
        (Arc::new(tokio::sync::Semaphore::new(0)), Arc::clone(&runs), Arc::clone(&running));
    let job_gate = Arc::clone(&gate);
    let job = Job::default().runs(move |_| {
        let (gate, runs, running) = (job_gate.clone(), job_runs.clone(), job_running.clone());
        async move {
            assert_eq!(running.fetch_add(1, SeqCst), 0, "two runs at a time");
            runs.fetch_add(1, SeqCst);
            gate.acquire().await?.forget();
            running.fetch_sub(1, SeqCst);
            Ok(())
        }
    });
    let scheduler = scheduler(job, &clock, &memory());
    clock.advance(MINUTE);
    until("the first run", || async { runs.load(SeqCst) == 1 }).await;
    clock.advance(3 * MINUTE);
    a_moment().await;
    assert_eq!(runs.load(SeqCst), 1);
    gate.add_permits(2);
    until("the run to end", || async { running.load(SeqCst) == 0 }).await;
    a_moment().await;
    clock.advance(MINUTE);
    until("the second run", || async { runs.load(SeqCst) == 2 }).await;
    assert_eq!(scheduler.jobs()[0].skipped, 3);
    scheduler.stop(MINUTE).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stopping_waits_for_a_run_until_the_deadline() {
    let clock = clock();
    let ended = Arc::new(AtomicUsize::new(0));
    let job_ended = Arc::clone(&ended);
    let job = Job::default().runs(move |_| {
        let ended = job_ended.clone();
        async move {
            tokio::time::sleep(Duration::from_millis(100)).await;
            ended.fetch_add(1, SeqCst);
            Ok(())
        }
    });
    let quick = scheduler(job, &clock, &memory());
    let stuck = Job::default().runs(|_| async {
        tokio::time::sleep(MINUTE).await;
        Ok(())
    });
    let slow = scheduler(stuck, &clock, &memory());
    clock.advance(MINUTE);
    a_moment().await;
    assert!(quick.stop(MINUTE).await);
    assert_eq!(ended.load(SeqCst), 1);
    let start = Instant::now();
    assert!(!slow.stop(Duration::from_millis(30)).await);
    assert!(start.elapsed() < MINUTE / 2, "it waited for the run");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_a_needed_tool_is_down_the_tick_waits() {
    let (ran, clock) = (Ran::default(), clock());
    let proxy = Arc::new(Proxy::new("Mailer", &[]));
    proxy.open(&Error::unavailable("connection refused"));
    let job = ran.with(Job { needs: vec![Arc::clone(&proxy)], ..Job::default() });
    let scheduler = scheduler(job, &clock, &memory());
    clock.advance(MINUTE);
    a_moment().await;
    assert_eq!(ran.all().len(), 0);
    proxy.close();
    assert_eq!(ran.wait(1).await, ["03:01:00"]);
    scheduler.stop(MINUTE).await;
}

async fn database() -> (tempfile::TempDir, Db) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("test.db").display());
    let db = Db::open(DbConfig::new(url), MIGRATIONS).await.unwrap();
    (folder, db)
}

async fn one_of_a_fleet(db: Db) {
    let (ran, clock) = (Ran::default(), clock());
    let fleet: Vec<Scheduler> = (0..4)
        .map(|_| {
            let ticks: Arc<dyn Ticks> = Arc::new(DbTicks::new(db.clone()));
            scheduler(ran.job(), &clock, &ticks)
        })
        .collect();
    for minute in 1..=5 {
        clock.advance(MINUTE);
        ran.wait(minute).await;
        a_moment().await;
    }
    assert_eq!(ran.all(), ["03:01:00", "03:02:00", "03:03:00", "03:04:00", "03:05:00"]);
    for scheduler in &fleet {
        scheduler.stop(MINUTE).await;
    }
}

async fn missed(db: Db) {
    let ticks: Arc<dyn Ticks> = Arc::new(DbTicks::new(db));
    let (ran, clock) = (Ran::default(), clock());
    let first = scheduler(ran.job(), &clock, &ticks);
    a_moment().await;
    assert_eq!(ran.all().len(), 0, "nothing was missed before the first start");
    clock.advance(MINUTE);
    ran.wait(1).await;
    first.stop(MINUTE).await;
    clock.advance(10 * MINUTE);

    let fleet = [scheduler(ran.job(), &clock, &ticks), scheduler(ran.job(), &clock, &ticks)];
    assert_eq!(ran.wait(2).await, ["03:01:00", "03:11:00"]);
    a_moment().await;
    assert_eq!(ran.all().len(), 2, "once for ten ticks, in one replica");
    clock.advance(MINUTE);
    assert_eq!(ran.wait(3).await[2..], ["03:12:00"]);
    for scheduler in &fleet {
        scheduler.stop(MINUTE).await;
    }
}

async fn postgres() -> Option<Db> {
    let url = Postgres::shared().await?.database().await;
    Some(Db::open(DbConfig::new(url), MIGRATIONS).await.unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn exactly_one_replica_of_a_fleet_runs_each_tick_on_sqlite() {
    let (_folder, db) = database().await;
    one_of_a_fleet(db).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn exactly_one_replica_of_a_fleet_runs_each_tick_on_postgres() {
    if let Some(db) = postgres().await {
        one_of_a_fleet(db).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn missed_ticks_run_once_on_sqlite() {
    let (_folder, db) = database().await;
    missed(db).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn missed_ticks_run_once_on_postgres() {
    if let Some(db) = postgres().await {
        missed(db).await;
    }
}
