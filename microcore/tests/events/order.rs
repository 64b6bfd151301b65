//! The order of a key, under random failures.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

use microcore::events::{Bus, EventConfig};
use microcore::{Error, Result};
use proptest::prelude::*;

use crate::support::*;

/// One event: its key, and how its attempts go before the one that succeeds.
type Plan = (u8, Vec<Fault>);

#[derive(Clone, Copy, Debug)]
enum Fault {
    Error,
    Panic,
    Slow,
}

fn plans() -> impl Strategy<Value = Vec<Plan>> {
    let fault = prop_oneof![Just(Fault::Error), Just(Fault::Panic), Just(Fault::Slow)];
    prop::collection::vec((0u8..4, prop::collection::vec(fault, 0..3)), 1..40)
}

/// Publishes all events at once; returns what each key saw, in order.
async fn deliver(plans: Vec<Plan>) -> Result<BTreeMap<u8, Vec<usize>>> {
    let bus = Bus::new(EventConfig { timeout_ms: 20, ..EventConfig::default() });
    let seen: Arc<Mutex<BTreeMap<u8, Vec<usize>>>> = Arc::default();
    let busy: Arc<[AtomicBool; 4]> = Arc::default();
    let (handler_seen, handler_plans) = (Arc::clone(&seen), plans.clone());
    Sub { retries: 3, ..Sub::default() }.on(&bus, move |call| {
        let (seen, busy, plans) = (handler_seen.clone(), busy.clone(), handler_plans.clone());
        async move {
            let number: usize = call.payload()?;
            let (key, faults) = &plans[number];
            let lane = &busy[usize::from(*key)];
            assert!(!lane.swap(true, SeqCst), "two deliveries of key {key} overlap");
            let attempt = call.envelope.attempt as usize;
            tokio::task::yield_now().await;
            let fault = faults.get(attempt - 1).copied();
            if !matches!(fault, Some(Fault::Slow)) {
                lane.store(false, SeqCst);
            }
            match fault {
                Some(Fault::Error) => return Err(Error::internal("not yet")),
                Some(Fault::Panic) => panic!("not yet"),
                Some(Fault::Slow) => {
                    let _free = Free(lane);
                    ms(60_000).await;
                }
                None => seen.lock().unwrap().entry(*key).or_default().push(number),
            }
            Ok(())
        }
    });
    bus.start().await?;
    for (number, (key, _)) in plans.iter().enumerate() {
        bus.publish(keyed(&key.to_string(), number)).await?;
    }
    until("nothing pending", || async { bus.pending() == 0 }).await;
    assert_eq!(bus.dead_letters(10).await?.len(), 0);
    let seen = seen.lock().unwrap().clone();
    Ok(seen)
}

struct Free<'a>(&'a AtomicBool);

impl Drop for Free<'_> {
    fn drop(&mut self) {
        self.0.store(false, SeqCst);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn deliveries_of_a_key_keep_their_order_and_never_overlap(plans in plans()) {
        let mut expected: BTreeMap<u8, Vec<usize>> = BTreeMap::new();
        for (number, (key, _)) in plans.iter().enumerate() {
            expected.entry(*key).or_default().push(number);
        }
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()?;
        let seen = runtime.block_on(deliver(plans)).unwrap();
        prop_assert_eq!(seen, expected);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_keys_do_not_wait_for_a_key_that_fails() -> Result<()> {
    let bus = bus();
    let seen = Seen::new();
    let handler_seen = seen.clone();
    Sub { retries: 1, backoff_ms: 200, ..Sub::default() }.on(&bus, move |call| {
        let seen = handler_seen.clone();
        async move {
            let number: i64 = call.payload()?;
            if number == 1 && call.envelope.attempt == 1 {
                return Err(Error::internal("once"));
            }
            seen.add(number);
            Ok(())
        }
    });
    bus.start().await?;
    bus.publish(keyed("a", 1)).await?;
    bus.publish(keyed("a", 2)).await?;
    bus.publish(keyed("b", 3)).await?;
    bus.publish(event(4)).await?;
    let mut free = seen.wait(2).await;
    free.sort_unstable();
    assert_eq!(free, [3, 4]);
    assert_eq!(seen.wait(4).await[2..], [1, 2]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dead_letter_unblocks_the_next_event_of_its_key() -> Result<()> {
    let bus = bus();
    let seen = Seen::new();
    let handler_seen = seen.clone();
    Sub::default().on(&bus, move |call| {
        let seen = handler_seen.clone();
        async move {
            match call.payload::<i64>()? {
                1 => Err(Error::internal("never")),
                number => {
                    seen.add(number);
                    Ok(())
                }
            }
        }
    });
    bus.start().await?;
    for number in 1..=3 {
        bus.publish(keyed("a", number)).await?;
    }
    assert_eq!(seen.wait(2).await, [2, 3]);
    assert_eq!(bus.dead_letters(10).await?.len(), 1);
    Ok(())
}
