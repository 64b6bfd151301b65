//! The transactional outbox: a row and its event, or neither.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::time::Duration;

use microcore::call::{Argument, CallContext, EventCall, HookCall, Meta};
use microcore::config::Configuration;
use microcore::data::Event;
use microcore::events::MetaDbExt as _;
use microcore::events::{Bus, DeadReason, Emit, EmitOptions, EventConfig};
use microcore::meta::Mount;
use microcore::meta::{EventMeta, HandlerMeta};
use microcore::schema::{Schema, Shape};
use microcore::tool::Toolbox;
use microcore::tools::db::Db;
use microcore::trace::{CallId, TraceContext};
use microcore::{Error, Result};

use crate::on_each_engine;
use crate::support::*;

#[derive(serde::Serialize)]
struct Happened(i64);

impl Schema for Happened {
    const SHAPE: &'static Shape = <i64 as Schema>::SHAPE;
}

impl Event for Happened {
    const META: EventMeta = EventMeta::new(EVENT, "Happened", Self::SHAPE, LOCATION);
}

static HANDLER: HandlerMeta = handler("start");

fn emit(bus: &Bus) -> Emit<Happened> {
    let mut toolbox = Toolbox::default();
    toolbox.put(bus.clone());
    let config = Configuration::empty();
    let mount = Mount {
        plugin: &PLUGIN,
        handler: &HANDLER,
        path: None,
        toolbox: &toolbox,
        config: &config,
    };
    let source = <Emit<Happened> as Argument<HookCall>>::resolve(&mount, "happened").unwrap();
    let trace = TraceContext::root(CallId::next());
    let context = CallContext { plugin: &PLUGIN, handler: &HANDLER, trace };
    Emit::take(&source, &mut HookCall { context }).unwrap()
}

fn quick() -> EventConfig {
    EventConfig { relay_poll_ms: 20, lease_ms: 300, ..EventConfig::default() }
}

async fn count(db: &Db, table: &str) -> i64 {
    db.fetch_scalar(&format!("SELECT COUNT(*) FROM {table}"), ()).await.unwrap()
}

async fn until_empty(db: &Db) {
    let start = std::time::Instant::now();
    while count(db, "microcore_outbox").await > 0 {
        assert!(start.elapsed() < Duration::from_secs(10), "the outbox does not become empty");
        ms(5).await;
    }
}

/// Subscribes a handler that notes the payload.
fn note(bus: &Bus, sub: Sub) -> Seen<i64> {
    let seen = Seen::new();
    let handler_seen = seen.clone();
    sub.on(bus, move |call: EventCall| {
        let seen = handler_seen.clone();
        async move {
            seen.add(call.payload()?);
            Ok(())
        }
    });
    seen
}

async fn commits_or_not(db: Db) -> Result<()> {
    let bus = Bus::durable(quick(), db.clone());
    let seen = note(&bus, Sub::default());
    bus.start().await?;
    db.execute("CREATE TABLE rows (id BIGINT)", ()).await?;
    let emit = emit(&bus);
    for number in 0..20 {
        let mut tx = db.begin().await?;
        tx.execute("INSERT INTO rows (id) VALUES ($1)", (number,)).await?;
        emit.emit_in(&mut tx, Happened(number)).await?;
        match number % 3 {
            0 => tx.commit().await?,
            1 => tx.rollback().await?,
            _ => drop(tx),
        }
    }
    until_empty(&db).await;
    let rows: Vec<(i64,)> = db.fetch_all("SELECT id FROM rows ORDER BY id", ()).await?;
    let rows: Vec<i64> = rows.into_iter().map(|(id,)| id).collect();
    assert_eq!(rows, [0, 3, 6, 9, 12, 15, 18]);
    let mut seen = seen.all();
    seen.sort_unstable();
    assert_eq!(seen, rows);
    db.execute("DROP TABLE rows", ()).await?;
    assert_eq!(bus.drain(Duration::from_secs(5)).await, 0);
    Ok(())
}

on_each_engine!(commits_or_not, a_row_and_its_event_commit_together_or_not_at_all);

async fn stays(db: Db) -> Result<()> {
    let first = Bus::durable(EventConfig { relay_poll_ms: 200, ..quick() }, db.clone());
    let emit_first = emit(&first);
    let calls = Arc::new(AtomicU32::new(0));
    let handler_calls = Arc::clone(&calls);
    Sub::default().on(&first, move |_| {
        handler_calls.fetch_add(1, SeqCst);
        async {
            ms(60_000).await;
            Ok(())
        }
    });
    first.start().await?;
    let mut tx = db.begin().await?;
    for number in 0..3 {
        emit_first.emit_in(&mut tx, Happened(number)).await?;
    }
    tx.commit().await?;
    until("called", || async { calls.load(SeqCst) == 3 }).await;

    // Another replica gets nothing while the first one is alive, which is longer
    // than a lease …
    let second = Bus::durable(EventConfig { relay_poll_ms: 2, ..quick() }, db.clone());
    let seen = note(&second, Sub::default());
    second.start().await?;
    ms(800).await;
    assert_eq!((seen.len(), count(&db, "microcore_outbox").await), (0, 3));
    assert_eq!(calls.load(SeqCst), 3);

    // … and everything when that stops in the middle.
    assert!(first.drain(Duration::from_millis(10)).await > 0);
    let mut all = seen.wait(3).await;
    all.sort_unstable();
    assert_eq!(all, [0, 1, 2]);
    until_empty(&db).await;
    second.drain(Duration::from_secs(5)).await;
    Ok(())
}

on_each_engine!(stays, what_is_not_handled_stays_in_the_outbox_for_another_replica);

/// What a killed process leaves: rows whose owner never comes back.
async fn killed(db: Db) -> Result<()> {
    let dead = Bus::durable(quick(), db.clone()); // never started
    let mut tx = db.begin().await?;
    emit(&dead).emit_in(&mut tx, Happened(7)).await?;
    tx.commit().await?;
    let until = chrono::Utc::now().timestamp_millis() + 200;
    let claim = "UPDATE microcore_outbox SET claimed_until = $1, owner = 'gone'";
    assert_eq!(db.execute(claim, (until,)).await?, 1);

    let bus = Bus::durable(quick(), db.clone());
    let seen = note(&bus, Sub::default());
    bus.start().await?;
    assert_eq!(seen.wait(1).await, [7]);
    assert!(chrono::Utc::now().timestamp_millis() >= until, "the lease was respected");
    until_empty(&db).await;
    bus.drain(Duration::from_secs(5)).await;
    Ok(())
}

on_each_engine!(killed, events_of_a_killed_process_are_delivered_when_its_lease_is_over);

async fn ordered(db: Db) -> Result<()> {
    // Two replicas, one key: the order holds, whichever replica claims a row.
    let seen = Seen::new();
    let buses: Vec<Bus> = (0..2).map(|_| Bus::durable(quick(), db.clone())).collect();
    for bus in &buses {
        let handler_seen = seen.clone();
        Sub { retries: 3, backoff_ms: 5, ..Sub::default() }.on(bus, move |call| {
            let seen = handler_seen.clone();
            async move {
                let number: i64 = call.payload()?;
                if number % 4 == 1 && call.envelope.attempt == 1 {
                    return Err(Error::internal("once"));
                }
                ms(1).await;
                seen.add(number);
                Ok(())
            }
        });
    }
    for bus in &buses {
        bus.start().await?;
    }
    for number in 0..30 {
        let mut tx = db.begin().await?;
        let key = EmitOptions::key("account-1");
        let bus = &buses[number as usize % 2]; // its relay is woken, the other's is not
        emit(bus).emit_in_with(&mut tx, Happened(number), key).await?;
        tx.commit().await?;
    }
    assert_eq!(seen.wait(30).await, (0..30).collect::<Vec<i64>>());
    until_empty(&db).await;
    for bus in &buses {
        bus.drain(Duration::from_secs(5)).await;
    }
    assert_eq!(seen.len(), 30, "each once");
    Ok(())
}

on_each_engine!(ordered, events_of_a_key_keep_their_order_over_replicas_and_retries);

async fn shared(db: Db) -> Result<()> {
    let buses: Vec<Bus> = (0..3).map(|_| Bus::durable(quick(), db.clone())).collect();
    let seen: Vec<_> = buses.iter().map(|bus| note(bus, Sub::default())).collect();
    for bus in &buses {
        bus.start().await?;
    }
    let mut tx = db.begin().await?;
    for number in 0..200 {
        emit(&buses[0]).emit_in(&mut tx, Happened(number)).await?;
    }
    tx.commit().await?;
    until_empty(&db).await;
    let all: Vec<i64> = seen.iter().flat_map(Seen::all).collect();
    assert_eq!(all.len(), 200, "each event is handled once");
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 200);
    for bus in &buses {
        bus.drain(Duration::from_secs(5)).await;
    }
    Ok(())
}

on_each_engine!(shared, replicas_share_the_events_of_one_outbox);

async fn delayed(db: Db) -> Result<()> {
    let bus = Bus::durable(quick(), db.clone());
    let seen = note(&bus, Sub::default());
    bus.start().await?;
    let mut tx = db.begin().await?;
    let delay = Some(Duration::from_millis(1_500));
    let later = EmitOptions { delay, ..EmitOptions::key("k") };
    emit(&bus).emit_in_with(&mut tx, Happened(1), later).await?;
    emit(&bus).emit_in_with(&mut tx, Happened(2), EmitOptions::key("k")).await?;
    tx.commit().await?;
    assert_eq!(seen.wait(1).await, [2]);
    while count(&db, "microcore_outbox").await > 1 {
        ms(5).await; // the row of the first is deleted soon after it was handled
    }
    assert_eq!(count(&db, "microcore_outbox").await, 1, "the delayed one is still safe");
    assert_eq!(seen.len(), 1);
    assert_eq!(seen.wait(2).await, [2, 1]);
    until_empty(&db).await;
    bus.drain(Duration::from_secs(5)).await;
    Ok(())
}

on_each_engine!(delayed, a_delayed_event_waits_in_the_outbox);

async fn letters(db: Db) -> Result<()> {
    let bus = Bus::durable(quick(), db.clone());
    let heals = Arc::new(AtomicU32::new(0));
    let handler_heals = Arc::clone(&heals);
    Sub { retries: 1, ..Sub::default() }.on(&bus, move |_| {
        let well = handler_heals.load(SeqCst) == 1;
        async move { if well { Ok(()) } else { Err(Error::internal("it's \"broken\"")) } }
    });
    bus.start().await?;
    let mut tx = db.begin().await?;
    emit(&bus).emit_in(&mut tx, Happened(1)).await?;
    tx.commit().await?;
    until_empty(&db).await;

    let after_a_restart = Bus::durable(quick(), db.clone());
    let letters = after_a_restart.dead_letters(10).await?;
    assert_eq!(letters.len(), 1);
    let letter = after_a_restart.dead_letter(letters[0].id).await?;
    assert_eq!((letter.error.as_str(), letter.attempts), ("it's \"broken\"", 2));
    assert_eq!((letter.reason, letter.envelope.payload.get()), (DeadReason::Failed, "1"));
    assert_eq!(letter.subscriber, "tests::listener::on_thing");

    heals.store(1, SeqCst);
    bus.replay(letter.id).await?;
    let start = std::time::Instant::now();
    while count(&db, "microcore_dead_letters").await > 0 {
        assert!(start.elapsed() < Duration::from_secs(10), "the letter stays");
        ms(5).await;
    }
    assert_eq!(bus.stats()[0].handled, 1);
    assert!(bus.discard(letter.id).await.is_err());
    bus.drain(Duration::from_secs(5)).await;
    Ok(())
}

on_each_engine!(letters, dead_letters_outlive_the_process);

async fn once(db: Db) -> Result<()> {
    let bus = Bus::durable(quick(), db.clone());
    let seen = note(&bus, Sub { once: true, ..Sub::default() });
    let twice = note(&bus, Sub { name: "twice", ..Sub::default() });
    bus.start().await?;
    let envelope = event(5);
    bus.publish_and_settle(envelope.clone()).await?;
    bus.publish_and_settle(envelope).await?;
    assert_eq!((seen.len(), twice.len()), (1, 2));
    assert_eq!(bus.stats().iter().map(|stats| stats.repeated).sum::<u64>(), 1);
    bus.drain(Duration::from_secs(5)).await;
    Ok(())
}

on_each_engine!(once, a_subscriber_with_once_is_not_called_again_for_what_it_has_handled);

/// The effect commits, then the handler fails: the second attempt finds the record.
async fn first_time(db: Db) -> Result<()> {
    db.execute("CREATE TABLE effects (id BIGINT)", ()).await?;
    let bus = Bus::durable(quick(), db.clone());
    let handler_db = db.clone();
    Sub { retries: 3, ..Sub::default() }.on(&bus, move |mut call| {
        let db = handler_db.clone();
        let meta = <Meta as Argument<EventCall>>::take(&(), &mut call);
        async move {
            let meta = meta?;
            let mut tx = db.begin().await?;
            if meta.first_time(&mut tx).await? {
                tx.execute("INSERT INTO effects (id) VALUES ($1)", (1,)).await?;
            }
            tx.commit().await?;
            if meta.attempt() < 3 { Err(Error::internal("after the commit")) } else { Ok(()) }
        }
    });
    bus.start().await?;
    bus.publish_and_settle(event(1)).await?;
    let stats = &bus.stats()[0];
    assert_eq!((stats.failed, stats.handled), (2, 1));
    assert_eq!(count(&db, "effects").await, 1);
    db.execute("DROP TABLE effects", ()).await?;
    bus.drain(Duration::from_secs(5)).await;
    Ok(())
}

on_each_engine!(first_time, effects_in_the_transaction_of_the_record_happen_exactly_once);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn once_without_a_database_is_refused_at_the_start() {
    let bus = bus();
    note(&bus, Sub { once: true, ..Sub::default() });
    let error = bus.start().await.unwrap_err();
    assert_eq!(error.message(), "`once` of `tests::listener::on_thing` needs a `Db`");
}
