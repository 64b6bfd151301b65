//! In-process events compared with a tokio channel that carries the same JSON.
//!
//! `cargo bench -p microcore --bench events` prints nanoseconds per event and the
//! ratio: the median of several alternating rounds.
#![allow(clippy::unwrap_used, unreachable_pub)]

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Instant;

use microcore::Result;
use microcore::call::Mounted;
use microcore::call::{Argument, CallContext, EventCall, HookCall, SubscriberFn};
use microcore::config::Configuration;
use microcore::data::Event;
use microcore::events::{Bus, Emit, EventConfig};
use microcore::meta::Mount;
use microcore::meta::MountError;
use microcore::meta::{EventMeta, HandlerMeta, PluginMeta, SourceLocation, SubscriptionMeta};
use microcore::schema::{Schema, Shape};
use microcore::tool::Toolbox;
use microcore::trace::{CallId, TraceContext};
use serde::{Deserialize, Serialize};

const EVENTS: u64 = 100_000;
const ROUNDS: usize = 11;
const LOCATION: SourceLocation = SourceLocation { file: "benches/events.rs", line: 1, column: 1 };

#[derive(Serialize)]
struct UserCreated {
    id: u64,
    email: String,
    roles: Vec<String>,
}

#[derive(Deserialize)]
struct NewUser {
    id: u64,
    email: String,
}

impl Schema for UserCreated {
    const SHAPE: &'static Shape = &Shape::Any;
}

impl Event for UserCreated {
    const META: EventMeta = EventMeta::new("user.created", "UserCreated", Self::SHAPE, LOCATION);
}

static PLUGIN: PluginMeta = PluginMeta::new("users", "app::domains::users::users", "app", LOCATION);

static START: HandlerMeta = HandlerMeta::new("start", LOCATION);

static ON_CREATED: SubscriptionMeta = SubscriptionMeta::new(
    HandlerMeta::new("on_created", LOCATION),
    "user.created",
    &Shape::Any,
    |_| Err(MountError::Signature("mounted by hand".to_owned())),
)
.retries(3)
.event_location(LOCATION);

fn user(id: u64) -> UserCreated {
    UserCreated { id, email: format!("user{id}@example.org"), roles: vec!["user".to_owned()] }
}

fn handle(user: &NewUser, sum: &AtomicU64) {
    sum.fetch_add(user.id + (user.email.len() as u64 & 1), Relaxed);
}

fn emit(bus: &Bus) -> Emit<UserCreated> {
    let mut toolbox = Toolbox::default();
    toolbox.put(bus.clone());
    let config = Configuration::empty();
    let mount =
        Mount { plugin: &PLUGIN, handler: &START, path: None, toolbox: &toolbox, config: &config };
    let source = <Emit<UserCreated> as Argument<HookCall>>::resolve(&mount, "created").unwrap();
    let trace = TraceContext::root(CallId::next());
    let context = CallContext { plugin: &PLUGIN, handler: &START, trace };
    Emit::take(&source, &mut HookCall { context }).unwrap()
}

/// Nanoseconds an event through the bus.
async fn through_the_bus() -> Result<u64> {
    let bus = Bus::new(EventConfig::default());
    let sum = Arc::new(AtomicU64::new(0));
    let handler_sum = Arc::clone(&sum);
    let call: SubscriberFn = Box::new(move |call: EventCall| {
        let sum = Arc::clone(&handler_sum);
        Box::pin(async move {
            handle(&call.payload()?, &sum);
            Ok(())
        })
    });
    bus.subscribe(Mounted::new(&PLUGIN, &ON_CREATED, call, Vec::new()));
    bus.start().await?;
    let created = emit(&bus);
    let start = Instant::now();
    tokio::spawn(async move {
        for id in 0..EVENTS {
            created.emit(user(id)).await?;
        }
        Ok::<_, microcore::Error>(())
    })
    .await??;
    while bus.pending() > 0 {
        tokio::task::yield_now().await;
    }
    let took = start.elapsed();
    assert!(sum.load(Relaxed) > 0);
    bus.drain(std::time::Duration::from_secs(1)).await;
    Ok(took.as_nanos() as u64 / EVENTS)
}

/// Nanoseconds an event through a channel of the same size.
async fn through_a_channel() -> Result<u64> {
    let (sender, mut receiver) = tokio::sync::mpsc::channel::<String>(1024);
    let sum = Arc::new(AtomicU64::new(0));
    let handler_sum = Arc::clone(&sum);
    let start = Instant::now();
    let handler = tokio::spawn(async move {
        while let Some(json) = receiver.recv().await {
            handle(&serde_json::from_str(&json)?, &handler_sum);
        }
        Ok::<_, microcore::Error>(())
    });
    tokio::spawn(async move {
        for id in 0..EVENTS {
            sender.send(serde_json::to_string(&user(id))?).await?;
        }
        Ok::<_, microcore::Error>(())
    })
    .await??;
    handler.await??;
    let took = start.elapsed();
    assert!(sum.load(Relaxed) > 0);
    Ok(took.as_nanos() as u64 / EVENTS)
}

fn main() -> Result<()> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let (mut bus, mut channel) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        channel.push(runtime.block_on(through_a_channel())?);
        bus.push(runtime.block_on(through_the_bus())?);
    }
    bus.sort_unstable();
    channel.sort_unstable();
    let (bus, channel) = (bus[ROUNDS / 2], channel[ROUNDS / 2]);
    writeln!(
        std::io::stdout(),
        "bus {bus} ns, channel {channel} ns an event: ratio {:.2}",
        bus as f64 / channel as f64
    )?;
    Ok(())
}
