//! Measures the overhead of the framework for a call, an event and a transaction:
//! `calls [--rounds 15]`. Each alternates with a hand-written baseline in one
//! process.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod manual;

use std::hint::black_box;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use microcore::config::Configuration;
use microcore_bench::arguments::number;
use microcore_bench::statistics::median;

microcore::app! {
    plugins: [call_a_tool, publish, insert],
    tools: [Sum],
}

/// Add numbers.
#[microcore::tool]
pub trait Adder {
    /// Adds one.
    fn next(&self, number: u64) -> microcore::Result<u64>;
    /// Adds one, as a tool with a backend would.
    async fn next_later(&self, number: u64) -> microcore::Result<u64>;
}

/// Adds numbers.
#[derive(Debug, Default)]
pub struct Sum;

#[microcore::provides]
impl Adder for Sum {
    fn next(&self, number: u64) -> microcore::Result<u64> {
        Ok(black_box(number) + 1)
    }

    async fn next_later(&self, number: u64) -> microcore::Result<u64> {
        Ok(black_box(number) + 1)
    }
}

/// Runs once everything is started.
type Measurement = BoxFuture<'static, microcore::Result<()>>;

static MEASUREMENTS: Mutex<Vec<(&str, Measurement)>> = Mutex::new(Vec::new());

fn measure(name: &'static str, measurement: Measurement) {
    MEASUREMENTS.lock().unwrap_or_else(PoisonError::into_inner).push((name, measurement));
}

fn rounds() -> microcore::Result<u64> {
    number("--rounds", 15).map_err(|error| microcore::Error::internal(error.to_string()))
}

/// Nanoseconds each of `count`.
fn each(took: Duration, count: u64) -> f64 {
    took.as_nanos() as f64 / count as f64
}

/// A line of the table.
fn row(what: &str, manual: Vec<f64>, microcore: Vec<f64>) {
    let (manual, microcore) = (median(manual), median(microcore));
    let more = microcore - manual;
    let ratio = microcore / manual;
    println!("| {what} | {manual:.0} ns | {microcore:.0} ns | + {more:.0} ns | {ratio:.2} |");
}

#[microcore::plugin]
mod call_a_tool {
    use crate::{Adder, Sum};
    use microcore::prelude::*;
    use std::hint::black_box;
    use std::time::Instant;

    const COUNT: u64 = 200_000;

    #[on_start]
    fn prepare(adder: Tool<dyn Adder>) {
        crate::measure("tool", Box::pin(now(adder.clone())));
        crate::measure("tool", Box::pin(later(adder)));
    }

    async fn now(adder: Tool<dyn Adder>) -> Result<()> {
        let direct: &dyn Adder = &Sum;
        let (mut manual, mut proxied) = (Vec::new(), Vec::new());
        for _ in 0..crate::rounds()? {
            let start = Instant::now();
            for number in 0..COUNT {
                black_box(black_box(direct).next(number)?);
            }
            manual.push(crate::each(start.elapsed(), COUNT));
            let start = Instant::now();
            for number in 0..COUNT {
                black_box(black_box(&adder).next(number)?);
            }
            proxied.push(crate::each(start.elapsed(), COUNT));
        }
        crate::row("a call of a tool, `fn`", manual, proxied);
        Ok(())
    }

    async fn later(adder: Tool<dyn Adder>) -> Result<()> {
        let direct: &dyn Adder = &Sum;
        let (mut manual, mut proxied) = (Vec::new(), Vec::new());
        for _ in 0..crate::rounds()? {
            let start = Instant::now();
            for number in 0..COUNT {
                black_box(black_box(direct).next_later(number).await?);
            }
            manual.push(crate::each(start.elapsed(), COUNT));
            let start = Instant::now();
            for number in 0..COUNT {
                black_box(black_box(&adder).next_later(number).await?);
            }
            proxied.push(crate::each(start.elapsed(), COUNT));
        }
        crate::row("a call of a tool, `async fn`", manual, proxied);
        Ok(())
    }
}

/// Counts what was handled, and says when it is all.
#[derive(Debug)]
pub struct Handled {
    count: std::sync::atomic::AtomicU64,
    all: tokio::sync::Notify,
}

impl Handled {
    const fn new() -> Self {
        let count = std::sync::atomic::AtomicU64::new(0);
        Self { count, all: tokio::sync::Notify::const_new() }
    }

    fn one(&self, of: u64) {
        use std::sync::atomic::Ordering::Relaxed;
        if self.count.fetch_add(1, Relaxed) + 1 == of {
            self.count.store(0, Relaxed);
            self.all.notify_one();
        }
    }
}

#[microcore::plugin]
mod publish {
    use crate::Handled;
    use crate::manual::{Listener, Post};
    use microcore::prelude::*;
    use std::time::Instant;

    const COUNT: u64 = 20_000;

    /// A post was read.
    #[event("post.read")]
    struct PostRead {
        id: u64,
        title: String,
        tags: Vec<String>,
    }

    #[view]
    struct Read {
        id: u64,
        title: String,
        tags: Vec<String>,
    }

    static HANDLED: Handled = Handled::new();

    #[on_event("post.read")]
    async fn count(post: Read) {
        std::hint::black_box((post.id, post.title, post.tags));
        HANDLED.one(COUNT);
    }

    #[on_start]
    fn prepare(read: Emit<PostRead>) {
        crate::measure("event", Box::pin(all(read)));
    }

    async fn all(read: Emit<PostRead>) -> Result<()> {
        let listener = Listener::start(COUNT);
        let (mut manual, mut events) = (Vec::new(), Vec::new());
        for _ in 0..crate::rounds()? {
            let start = Instant::now();
            for id in 0..COUNT {
                listener.send(&Post::number(id)).await?;
            }
            listener.all_handled().await;
            manual.push(crate::each(start.elapsed(), COUNT));
            let start = Instant::now();
            for id in 0..COUNT {
                let Post { id, title, tags } = Post::number(id);
                read.emit(PostRead { id, title, tags }).await?;
            }
            HANDLED.all.notified().await;
            events.push(crate::each(start.elapsed(), COUNT));
        }
        crate::row("an event, published to handled", manual, events);
        Ok(())
    }
}

#[microcore::plugin]
mod insert {
    use crate::manual::Database;
    use microcore::prelude::*;
    use std::time::Instant;

    const COUNT: u64 = 300;

    /// A post was written.
    #[event("post.written")]
    struct PostWritten {
        id: i64,
        title: String,
    }

    #[on_start]
    fn prepare(db: Db, written: Emit<PostWritten>) {
        crate::measure("insert", Box::pin(all(db, written)));
    }

    /// With an event that is due in an hour the outbox keeps the row, as by hand;
    /// the relay has nothing to do. One that is due at once is claimed, delivered
    /// and deleted beside it, by the one connection that writes.
    async fn all(db: Db, written: Emit<PostWritten>) -> Result<()> {
        db.execute(Database::POSTS, ()).await?;
        let other = Database::open().await?;
        let hour = Some(std::time::Duration::from_secs(3600));
        let (mut manual, mut kept, mut delivered) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..crate::rounds()? {
            let start = Instant::now();
            for number in 0..COUNT {
                other.write(&format!("Post {number}")).await?;
            }
            manual.push(crate::each(start.elapsed(), COUNT));
            for (delay, times) in [(hour, &mut kept), (None, &mut delivered)] {
                let start = Instant::now();
                for number in 0..COUNT {
                    let options = EmitOptions { delay, ..EmitOptions::default() };
                    write(&db, &written, format!("Post {number}"), options).await?;
                }
                times.push(crate::each(start.elapsed(), COUNT));
                // What the relay has left must not slow the next down.
                tokio::time::sleep(std::time::Duration::from_millis(200)).await;
            }
        }
        crate::row("insert and event in one transaction, SQLite", manual.clone(), kept);
        crate::row("the same, with delivery beside it", manual, delivered);
        Ok(())
    }

    async fn write(
        db: &Db,
        written: &Emit<PostWritten>,
        title: String,
        options: EmitOptions,
    ) -> Result<()> {
        let mut tx = db.begin().await?;
        let sql = "INSERT INTO posts (title) VALUES ($1) RETURNING id";
        let id: i64 = tx.fetch_scalar(sql, (&title,)).await?;
        written.emit_in_with(&mut tx, PostWritten { id, title }, options).await?;
        tx.commit().await
    }
}

#[tokio::main]
async fn main() -> microcore_bench::Result<()> {
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite://{}", folder.path().join("micro.db").display());
    let config = Configuration::empty().with("http", "bind", "127.0.0.1:0").with("db", "url", url);
    let only = std::env::var("ONLY").unwrap_or_default();
    let start = Instant::now();
    let running = app().config(config).start().await?;
    eprintln!("started in {} ms", start.elapsed().as_millis());
    println!("| operation | baseline | microcore | difference | ratio |");
    println!("| --- | ---: | ---: | ---: | ---: |");
    let all = std::mem::take(&mut *MEASUREMENTS.lock().unwrap_or_else(PoisonError::into_inner));
    for (name, measurement) in all {
        if name.contains(&only) {
            // A task, as every handler is.
            tokio::spawn(measurement).await?.map_err(|error| error.chain())?;
        }
    }
    running.stop().await;
    Ok(())
}
