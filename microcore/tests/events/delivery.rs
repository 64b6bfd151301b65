//! Delivery: consumer groups, concurrency, delays and back-pressure.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::{Duration, Instant};

use chrono::{TimeDelta, Utc};
use microcore::events::{Bus, Envelope, EventConfig, TraceOutcome};
use microcore::{Kind, Result};

use crate::support::*;

/// Subscribes a handler that notes the payload.
fn note(bus: &Bus, sub: Sub) -> Seen<i64> {
    let seen = Seen::new();
    let handler_seen = seen.clone();
    sub.on(bus, move |call| {
        let seen = handler_seen.clone();
        async move {
            seen.add(call.payload()?);
            Ok(())
        }
    });
    seen
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_subscriber_gets_the_event_once() -> Result<()> {
    let bus = bus();
    let first = note(&bus, Sub { name: "first", ..Sub::default() });
    let second = note(&bus, Sub { name: "second", ..Sub::default() });
    let other = note(&bus, Sub { event: "other.thing", ..Sub::default() });
    bus.start().await?;
    for number in 0..100 {
        bus.publish(event(number)).await?;
    }
    let expected: Vec<i64> = (0..100).collect();
    for seen in [&first, &second] {
        let mut all = seen.wait(100).await;
        all.sort_unstable();
        assert_eq!(all, expected);
    }
    until("nothing pending", || async { bus.pending() == 0 }).await;
    assert_eq!((first.len(), second.len(), other.len()), (100, 100, 0));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn members_of_a_group_share_the_events() -> Result<()> {
    let bus = bus();
    let one = note(&bus, Sub { name: "one", group: "workers", ..Sub::default() });
    let two = note(&bus, Sub { name: "two", group: "workers", ..Sub::default() });
    bus.start().await?;
    for number in 0..100 {
        bus.publish(event(number)).await?;
    }
    until("nothing pending", || async { bus.pending() == 0 }).await;
    let mut all = [one.all(), two.all()].concat();
    all.sort_unstable();
    assert_eq!(all, (0..100).collect::<Vec<i64>>());
    assert_eq!((one.len(), two.len()), (50, 50));
    Ok(())
}

#[tokio::test]
async fn an_event_without_subscribers_is_accepted() -> Result<()> {
    let bus = bus();
    bus.start().await?;
    bus.publish(event(1)).await?;
    bus.publish_and_settle(event(2)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_published_before_the_start_are_delivered_after_it() -> Result<()> {
    let bus = bus();
    let seen = note(&bus, Sub::default());
    bus.publish(event(1)).await?;
    let soon = Utc::now() + TimeDelta::milliseconds(30);
    bus.publish(Envelope { not_before: Some(soon), ..event(2) }).await?;
    ms(60).await;
    assert_eq!(seen.len(), 0);
    bus.start().await?;
    assert_eq!(seen.wait(2).await, [1, 2]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn async_handlers_run_concurrently_up_to_the_limit() -> Result<()> {
    let bus = Bus::new(EventConfig { concurrency: 4, ..EventConfig::default() });
    let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (now, peak) = (Arc::clone(&running), Arc::clone(&most));
    Sub::default().on(&bus, move |_| {
        let (now, peak) = (Arc::clone(&now), Arc::clone(&peak));
        async move {
            peak.fetch_max(now.fetch_add(1, SeqCst) + 1, SeqCst);
            ms(20).await;
            now.fetch_sub(1, SeqCst);
            Ok(())
        }
    });
    bus.start().await?;
    for number in 0..40 {
        bus.publish(event(number)).await?;
    }
    until("nothing pending", || async { bus.pending() == 0 }).await;
    assert_eq!(most.load(SeqCst), 4);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cpu_bound_handlers_run_concurrently() -> Result<()> {
    let bus = bus();
    let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (now, peak) = (Arc::clone(&running), Arc::clone(&most));
    Sub::default().on(&bus, move |_| {
        let (now, peak) = (Arc::clone(&now), Arc::clone(&peak));
        async move {
            peak.fetch_max(now.fetch_add(1, SeqCst) + 1, SeqCst);
            std::thread::sleep(Duration::from_millis(5));
            now.fetch_sub(1, SeqCst);
            Ok(())
        }
    });
    bus.start().await?;
    for number in 0..20 {
        bus.publish(event(number)).await?;
    }
    until("nothing pending", || async { bus.pending() == 0 }).await;
    assert!(most.load(SeqCst) >= 2);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn publish_waits_while_the_queue_is_full_and_loses_nothing() -> Result<()> {
    let config = EventConfig { queue: 4, concurrency: 1, ..EventConfig::default() };
    let bus = Bus::new(config);
    let seen = Seen::new();
    let handler_seen = seen.clone();
    Sub::default().on(&bus, move |call| {
        let seen = handler_seen.clone();
        async move {
            ms(10).await;
            seen.add(call.payload::<i64>()?);
            Ok(())
        }
    });
    bus.start().await?;
    let start = Instant::now();
    for number in 0..20 {
        bus.publish(event(number)).await?;
    }
    assert!(start.elapsed() >= Duration::from_millis(140), "{:?}", start.elapsed());
    assert_eq!(seen.wait(20).await, (0..20).collect::<Vec<i64>>());
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_queue_is_an_error_of_emit_after_the_timeout() -> Result<()> {
    let config = EventConfig { queue: 1, publish_timeout_ms: 30, ..EventConfig::default() };
    let bus = Bus::new(config);
    Sub::default().on(&bus, |_| async {
        ms(60_000).await;
        Ok(())
    });
    bus.start().await?;
    bus.publish(event(1)).await?;
    let error = bus.publish(event(2)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Unavailable);
    assert_eq!(error.message(), "the queue of `thing.happened` is full");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn publish_and_settle_returns_after_every_subscriber() -> Result<()> {
    let bus = bus();
    let seen = Seen::new();
    for (name, after) in [("quick", 0), ("slow", 1)] {
        let handler_seen = seen.clone();
        Sub { name, ..Sub::default() }.on(&bus, move |_| {
            let seen = handler_seen.clone();
            async move {
                seen.wait(after).await;
                ms(20).await;
                seen.add(name);
                Ok(())
            }
        });
    }
    bus.start().await?;
    bus.publish_and_settle(event(1)).await?;
    assert_eq!(seen.all(), ["quick", "slow"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_delayed_event_is_delivered_when_it_is_due() -> Result<()> {
    let bus = bus();
    let seen = note(&bus, Sub::default());
    bus.start().await?;
    let start = Instant::now();
    let due = Utc::now() + TimeDelta::milliseconds(80);
    bus.publish(Envelope { not_before: Some(due), ..event(1) }).await?;
    bus.publish(event(2)).await?;
    assert_eq!(seen.wait(2).await, [2, 1]);
    assert!(start.elapsed() >= Duration::from_millis(79), "{:?}", start.elapsed());
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn too_many_delayed_events_are_refused() -> Result<()> {
    let bus = Bus::new(EventConfig { delayed_max: 1, ..EventConfig::default() });
    let later = Some(Utc::now() + TimeDelta::hours(1));
    bus.publish(Envelope { not_before: later, ..event(1) }).await?;
    let error = bus.publish(Envelope { not_before: later, ..event(2) }).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Unavailable);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_expired_event_is_not_delivered_but_traced() -> Result<()> {
    let bus = bus();
    let seen = note(&bus, Sub::default());
    bus.start().await?;
    let past = Some(Utc::now() - TimeDelta::milliseconds(1));
    bus.publish_and_settle(Envelope { expires: past, ..event(1) }).await?;
    let soon = Some(Utc::now() + TimeDelta::seconds(60));
    bus.publish_and_settle(Envelope { expires: soon, ..event(2) }).await?;
    assert_eq!(seen.all(), [2]);
    assert_eq!(bus.stats()[0].expired, 1);
    assert!(bus.traces().nodes().iter().any(|node| node.outcome == TraceOutcome::Expired));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_higher_priority_overtakes_waiting_events() -> Result<()> {
    let bus = Bus::new(EventConfig { concurrency: 1, ..EventConfig::default() });
    let seen = note(&bus, Sub::default());
    for (number, priority) in [(1, 0), (2, 0), (3, 10), (4, -1)] {
        bus.publish(Envelope { priority, ..event(number) }).await?;
    }
    bus.start().await?;
    assert_eq!(seen.wait(4).await, [3, 1, 2, 4]);
    Ok(())
}

#[test]
fn subscribers_run_on_the_kernels_runtime_for_any_publisher() {
    let kernel = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name("kernel")
        .enable_all()
        .build()
        .unwrap();
    let bus = bus();
    let seen = Seen::new();
    let handler_seen = seen.clone();
    Sub::default().on(&bus, move |_| {
        handler_seen.add(std::thread::current().name().map(str::to_owned));
        async { Ok(()) }
    });
    kernel.block_on(bus.start()).unwrap();
    let worker = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    worker.block_on(bus.publish_and_settle(event(1))).unwrap();
    assert_eq!(seen.all(), [Some("kernel".to_owned())]);
}
