//! The contract of `Ticks`.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;
use uuid::Uuid;

use super::report::{Failure, Report, ensure_eq};
use super::wait::spawned;
use microcore_core::store::Ticks;

/// Many at once.
const MANY: usize = 32;

type Outcome = Result<(), Failure>;

/// Holds what remembers ticks to the contract of [`Ticks`]. The names of its jobs begin with
/// `conformance::` and are new in each run; their ticks stay.
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
/// use std::sync::Arc;
/// use microcore::{conformance, schedule::MemoryTicks};
///
/// let report = conformance::ticks(Arc::new(MemoryTicks::default())).await;
/// assert!(report.passed(), "{report}");
/// # });
/// ```
pub async fn ticks(ticks: Arc<dyn Ticks>) -> Report {
    let mut report = Report::new("Ticks");
    let ticks = &ticks;
    report.case("a tick is taken once", once(ticks)).await;
    report.case("a later tick can be taken, an earlier one cannot", later(ticks)).await;
    report.case("of many replicas one takes a tick", race(ticks)).await;
    report.case("jobs have ticks of their own", jobs(ticks)).await;
    report.case("the last tick is remembered", last(ticks)).await;
    report
}

fn job() -> String {
    format!("conformance::job::{}", Uuid::new_v4().simple())
}

fn time(second: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::seconds(second)
}

async fn once(ticks: &Arc<dyn Ticks>) -> Outcome {
    let job = job();
    ensure_eq!(ticks.claim(&job, time(1)).await?, true);
    ensure_eq!(ticks.claim(&job, time(1)).await?, false);
    Ok(())
}

async fn later(ticks: &Arc<dyn Ticks>) -> Outcome {
    let job = job();
    ensure_eq!(ticks.claim(&job, time(2)).await?, true);
    ensure_eq!(ticks.claim(&job, time(1)).await?, false);
    ensure_eq!(ticks.last(&job).await?, Some(time(2)));
    ensure_eq!(ticks.claim(&job, time(3)).await?, true);
    Ok(())
}

async fn race(ticks: &Arc<dyn Ticks>) -> Outcome {
    let job = job();
    let claims = join_all((0..MANY).map(|_| {
        let (ticks, job) = (Arc::clone(ticks), job.clone());
        spawned(async move { ticks.claim(&job, time(1)).await })
    }));
    let won = claims.await.into_iter().collect::<Result<Vec<bool>, _>>()?;
    ensure_eq!(won.iter().filter(|won| **won).count(), 1);
    Ok(())
}

async fn jobs(ticks: &Arc<dyn Ticks>) -> Outcome {
    let (one, other) = (job(), job());
    ensure_eq!(ticks.claim(&one, time(2)).await?, true);
    ensure_eq!(ticks.claim(&other, time(1)).await?, true);
    Ok(())
}

async fn last(ticks: &Arc<dyn Ticks>) -> Outcome {
    let job = job();
    ensure_eq!(ticks.last(&job).await?, None);
    ticks.claim(&job, time(1)).await?;
    ensure_eq!(ticks.last(&job).await?, Some(time(1)));
    ticks.claim(&job, time(5)).await?;
    ensure_eq!(ticks.last(&job).await?, Some(time(5)));
    Ok(())
}
