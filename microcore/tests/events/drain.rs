//! Graceful shutdown of the bus.

use std::time::{Duration, Instant};

use chrono::{TimeDelta, Utc};
use microcore::events::Envelope;
use microcore::{Error, Kind, Result};

use crate::support::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn queued_events_and_their_consequences_are_delivered_at_shutdown() -> Result<()> {
    let bus = bus();
    let seen = Seen::new();
    let (handler_bus, handler_seen) = (bus.clone(), seen.clone());
    Sub { retries: 1, backoff_ms: 30, ..Sub::default() }.on(&bus, move |call| {
        let (bus, seen) = (handler_bus.clone(), handler_seen.clone());
        async move {
            ms(5).await;
            let number: i64 = call.payload()?;
            if number < 10 && call.envelope.attempt == 1 {
                return Err(Error::internal("again"));
            }
            seen.add(number);
            if number < 30 {
                bus.publish(event(number + 100)).await?;
            }
            Ok(())
        }
    });
    bus.start().await?;
    for number in 0..30 {
        bus.publish(event(number)).await?;
    }
    assert_eq!(bus.drain(Duration::from_secs(10)).await, 0);
    let mut all = seen.all();
    all.sort_unstable();
    assert_eq!(all, (0..30).chain(100..130).collect::<Vec<i64>>());
    assert_eq!(bus.publish(event(1)).await.unwrap_err().kind(), Kind::Unavailable);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn shutdown_ends_at_the_deadline_and_counts_dropped_deliveries() -> Result<()> {
    let bus = bus();
    Sub::default().on(&bus, |_| async {
        ms(60_000).await;
        Ok(())
    });
    bus.start().await?;
    for number in 0..40 {
        bus.publish(event(number)).await?;
    }
    let later = Some(Utc::now() + TimeDelta::hours(1));
    bus.publish(Envelope { not_before: later, ..event(99) }).await?;
    let settled = tokio::spawn({
        let bus = bus.clone();
        async move { bus.publish_and_settle(event(100)).await }
    });
    ms(20).await;
    let start = Instant::now();
    assert_eq!(bus.drain(Duration::from_millis(50)).await, 41);
    assert!(start.elapsed() < Duration::from_secs(30), "it waited for the handlers");
    assert_eq!(bus.pending(), 0, "everything was let go");
    assert!(settled.await?.is_err(), "what was not delivered was not settled");
    Ok(())
}
