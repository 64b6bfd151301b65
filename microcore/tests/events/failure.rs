//! Retries, dead letters, panics, poison messages, outages.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::time::{Duration, Instant};

use microcore::events::{Bus, DeadReason, EventConfig, TraceKind, TraceOutcome};
use microcore::tool::Proxy;
use microcore::{Error, Kind, Result};

use crate::support::*;

/// Fails until the attempt with that number.
fn succeeds_at(bus: &Bus, sub: Sub, attempt: u32) -> Seen<(u32, Instant)> {
    let seen = Seen::new();
    let handler_seen = seen.clone();
    sub.on(bus, move |call| {
        let seen = handler_seen.clone();
        async move {
            seen.add((call.envelope.attempt, Instant::now()));
            if call.envelope.attempt < attempt {
                return Err(Error::internal("the printer is on fire"));
            }
            Ok(())
        }
    });
    seen
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failed_delivery_is_retried_with_increasing_delays() -> Result<()> {
    let bus = bus();
    let sub = Sub { retries: 3, backoff_ms: 40, ..Sub::default() };
    let seen = succeeds_at(&bus, sub, 4);
    bus.start().await?;
    bus.publish_and_settle(event(1)).await?;
    let seen = seen.all();
    assert_eq!(seen.iter().map(|(attempt, _)| *attempt).collect::<Vec<_>>(), [1, 2, 3, 4]);
    for (pair, at_least) in seen.windows(2).zip([30, 60, 120]) {
        let wait = pair[1].1 - pair[0].1;
        assert!(wait >= Duration::from_millis(at_least), "{wait:?} < {at_least} ms");
    }
    assert!(bus.dead_letters(10).await?.is_empty());
    let stats = &bus.stats()[0];
    assert_eq!((stats.handled, stats.failed, stats.dead), (1, 3, 0));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_permanent_failure_becomes_a_complete_dead_letter() -> Result<()> {
    let bus = bus();
    succeeds_at(&bus, Sub { retries: 2, ..Sub::default() }, 99);
    bus.start().await?;
    let envelope = event("payload");
    let id = envelope.id;
    bus.publish_and_settle(envelope).await?;
    let letters = bus.dead_letters(10).await?;
    assert_eq!(letters.len(), 1);
    let letter = &letters[0];
    assert_eq!(letter.envelope.id, id);
    assert_eq!(letter.envelope.payload.get(), "\"payload\"");
    assert_eq!(letter.subscriber, "tests::listener::on_thing");
    assert_eq!(letter.error, "the printer is on fire");
    assert_eq!((letter.attempts, letter.reason), (3, DeadReason::Failed));
    assert_eq!(bus.dead_letter(letter.id).await?.id, letter.id);
    let outcomes: Vec<_> = bus.traces().nodes().into_iter().map(|node| node.outcome).collect();
    let error = || "the printer is on fire".to_owned();
    for outcome in [TraceOutcome::Retry(error()), TraceOutcome::Dead(error())] {
        assert!(outcomes.contains(&outcome), "{outcomes:?}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_subscriber_that_always_fails_is_never_removed() -> Result<()> {
    let bus = bus();
    let seen = Seen::new();
    let handler_seen = seen.clone();
    Sub::default().on(&bus, move |call| {
        let seen = handler_seen.clone();
        async move {
            let number: i64 = call.payload()?;
            seen.add(number);
            if number < 50 { Err(Error::internal("no")) } else { Ok(()) }
        }
    });
    bus.start().await?;
    for number in 0..53 {
        bus.publish(event(number)).await?;
    }
    until("nothing pending", || async { bus.pending() == 0 }).await;
    let stats = &bus.stats()[0];
    assert_eq!((seen.len(), stats.dead, stats.handled), (53, 50, 3));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payload_that_does_not_match_the_view_is_a_dead_letter_at_once() -> Result<()> {
    let bus = bus();
    let calls = Arc::new(AtomicU32::new(0));
    let handler_calls = Arc::clone(&calls);
    Sub { retries: 5, ..Sub::default() }.on(&bus, move |call| {
        handler_calls.fetch_add(1, SeqCst);
        async move { call.payload::<i64>().map(|_| ()) }
    });
    bus.start().await?;
    bus.publish_and_settle(event("not a number")).await?;
    let letters = bus.dead_letters(10).await?;
    assert_eq!((letters[0].attempts, letters[0].reason), (1, DeadReason::Unreadable));
    assert!(letters[0].error.contains("invalid type"), "{}", letters[0].error);
    assert_eq!(calls.load(SeqCst), 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_422_of_the_handler_itself_is_retried() -> Result<()> {
    let bus = bus();
    Sub { retries: 1, ..Sub::default() }
        .on(&bus, |_| async { Err(Error::unprocessable("my own rule")) });
    bus.start().await?;
    bus.publish_and_settle(event(1)).await?;
    let letters = bus.dead_letters(10).await?;
    assert_eq!((letters[0].attempts, letters[0].reason), (2, DeadReason::Failed));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panic_is_a_failed_attempt() -> Result<()> {
    let bus = bus();
    let seen = Seen::new();
    let handler_seen = seen.clone();
    Sub { retries: 1, ..Sub::default() }.on(&bus, move |call| {
        assert!(call.envelope.payload.get() != "1", "before the future");
        let seen = handler_seen.clone();
        async move {
            let number: i64 = call.payload()?;
            assert!(number != 2, "inside {}", "it");
            seen.add(number);
            Ok(())
        }
    });
    bus.start().await?;
    for number in 1..=3 {
        bus.publish_and_settle(event(number)).await?;
    }
    let letters = bus.dead_letters(10).await?;
    let errors: Vec<_> = letters.iter().map(|letter| letter.error.as_str()).collect();
    assert_eq!(errors, ["panicked: inside it", "panicked: before the future"]);
    assert!(letters.iter().all(|l| l.attempts == 2 && l.reason == DeadReason::Panicked));
    assert_eq!(seen.all(), [3]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_attempt_that_takes_too_long_has_failed() -> Result<()> {
    let bus = bus();
    Sub { timeout_ms: 20, ..Sub::default() }.on(&bus, |_| async {
        ms(60_000).await;
        Ok(())
    });
    bus.start().await?;
    bus.publish_and_settle(event(1)).await?;
    let letters = bus.dead_letters(10).await?;
    assert_eq!(letters[0].reason, DeadReason::TimedOut);
    assert_eq!(letters[0].error, "no result within 20 ms");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_a_needed_tool_is_down_deliveries_wait_and_no_attempt_is_lost() -> Result<()> {
    let bus = bus();
    let proxy = Arc::new(Proxy::new("Mailer", &["send"]));
    let calls = Arc::new(AtomicU32::new(0));
    let (handler_calls, handler_proxy) = (Arc::clone(&calls), Arc::clone(&proxy));
    let needs = vec![Arc::clone(&proxy)];
    Sub { needs, ..Sub::default() }.on(&bus, move |call| {
        let number = handler_calls.fetch_add(1, SeqCst);
        let proxy = Arc::clone(&handler_proxy);
        async move {
            assert_eq!(call.envelope.attempt, 1);
            let down = async { Err(Error::unavailable("connection refused")) };
            if number == 0 { proxy.call(0, down).await } else { Ok(()) }
        }
    });
    bus.start().await?;
    bus.publish(event(1)).await?; // this one finds out
    until("called", || async { calls.load(SeqCst) == 1 }).await;
    bus.publish(event(2)).await?;
    ms(50).await;
    assert_eq!((calls.load(SeqCst), bus.pending()), (1, 2), "both wait");
    proxy.close();
    until("nothing pending", || async { bus.pending() == 0 }).await;
    assert_eq!(bus.stats()[0].handled, 2);
    assert!(bus.dead_letters(10).await?.is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replayed_dead_letter_is_delivered_to_its_subscriber_and_removed_when_handled()
-> Result<()> {
    let bus = bus();
    let healthy = Arc::new(AtomicU32::new(0));
    let handler_healthy = Arc::clone(&healthy);
    Sub { name: "sick", ..Sub::default() }.on(&bus, move |_| {
        let healthy = handler_healthy.load(SeqCst) == 1;
        async move { if healthy { Ok(()) } else { Err(Error::internal("sick")) } }
    });
    let other = succeeds_at(&bus, Sub { name: "other", ..Sub::default() }, 1);
    bus.start().await?;
    bus.publish_and_settle(event(1)).await?;
    let first = bus.dead_letters(10).await?[0].id;

    bus.replay(first).await?; // fails again: a new letter instead of the old one
    until("failed again", || async { bus.stats().iter().any(|stats| stats.dead == 2) }).await;
    until_letters(&bus, 1).await;
    let second = bus.dead_letters(10).await?[0].id;
    assert_ne!(first, second);

    healthy.store(1, SeqCst);
    bus.replay(second).await?;
    until_letters(&bus, 0).await;
    assert_eq!(other.len(), 1, "only the subscriber that failed");
    assert_eq!(bus.replay(second).await.unwrap_err().kind(), Kind::NotFound);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replayed_dead_letter_is_delivered_to_the_group_member_that_failed() -> Result<()> {
    let bus = bus();
    let sick = Arc::new(AtomicU32::new(0));
    let handler_sick = Arc::clone(&sick);
    Sub { name: "sick", group: "workers", ..Sub::default() }.on(&bus, move |_| {
        handler_sick.fetch_add(1, SeqCst);
        async { Err(Error::internal("sick")) }
    });
    let well = succeeds_at(&bus, Sub { name: "well", group: "workers", ..Sub::default() }, 1);
    bus.start().await?;
    bus.publish_and_settle(event(1)).await?;
    bus.publish_and_settle(event(2)).await?;
    assert_eq!((sick.load(SeqCst), well.len()), (1, 1));
    for calls in 2..6 {
        until_letters(&bus, 1).await;
        bus.replay(bus.dead_letters(1).await?[0].id).await?;
        until("called", || async { sick.load(SeqCst) == calls }).await;
        until("nothing pending", || async { bus.pending() == 0 }).await;
    }
    assert_eq!(well.len(), 1);
    Ok(())
}

async fn until_letters(bus: &Bus, count: usize) {
    let start = Instant::now();
    while bus.dead_letters(10).await.unwrap().len() != count {
        assert!(start.elapsed() < Duration::from_secs(10), "never {count} letters");
        ms(2).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dead_letters_can_be_discarded_and_memory_keeps_the_latest_only() -> Result<()> {
    let bus = Bus::new(EventConfig { dead_letters_max: 2, ..EventConfig::default() });
    succeeds_at(&bus, Sub::default(), 99);
    bus.start().await?;
    for number in 0..3 {
        bus.publish_and_settle(event(number)).await?;
    }
    let letters = bus.dead_letters(10).await?;
    let payloads: Vec<_> = letters.iter().map(|letter| letter.envelope.payload.get()).collect();
    assert_eq!(payloads, ["2", "1"]);
    bus.discard(letters[0].id).await?;
    assert_eq!(bus.discard(letters[0].id).await.unwrap_err().kind(), Kind::NotFound);
    assert_eq!(bus.dead_letters(10).await?.len(), 1);
    let deliveries = bus.traces().nodes();
    assert_eq!(deliveries.iter().filter(|node| node.kind == TraceKind::Delivery).count(), 3);
    Ok(())
}
