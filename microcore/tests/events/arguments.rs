//! `Emit`, `Ask` and `Meta`, resolved from the toolbox as the macros do it.

use std::time::Duration;

use microcore::call::Mounted;
use microcore::call::{Argument, EventCall, Meta, SubscriberFn};
use microcore::config::Configuration;
use microcore::data::{Event, Question, View};
use microcore::events::{Ask, Bus, Emit, EmitOptions, TraceKind};
use microcore::meta::ErasedHandler;
use microcore::meta::{
    Arg, ArgMeta, AskMeta, EventMeta, HandlerMeta, PluginMeta, SubscriptionMeta,
};
use microcore::meta::{Mount, MountError};
use microcore::schema::{Schema, Shape, shape_hash};
use microcore::tool::Toolbox;
use microcore::trace::CallId;
use microcore::{Kind, Result};
use serde::{Deserialize, Serialize};

use crate::support::*;

#[derive(Serialize)]
struct Order(i64);

#[derive(Serialize)]
struct OrderPaid(i64);

#[derive(Serialize)]
struct PriceOf(i64);

#[derive(Deserialize)]
struct Price(i64);

macro_rules! schemas {
    ($($type:ty),*) => {$(
        impl Schema for $type {
            const SHAPE: &'static Shape = <i64 as Schema>::SHAPE;
        }
    )*};
}

schemas!(Order, OrderPaid, PriceOf, Price);

impl View for Price {}

impl Event for OrderPaid {
    const META: EventMeta = EventMeta::new("order.paid", "OrderPaid", Self::SHAPE, LOCATION);
}

impl Question for PriceOf {
    type Reply = Price;
    const META: AskMeta = AskMeta::new("price.of", "PriceOf", Self::SHAPE, Price::SHAPE, LOCATION);
}

async fn on_order(
    order: i64,
    paid: Emit<OrderPaid>,
    price: Ask<PriceOf>,
    meta: Meta,
) -> Result<()> {
    assert_eq!(meta.attempt(), 1);
    assert_eq!(meta.envelope().unwrap().id.to_string(), meta.id().to_string());
    let Price(price) = price.ask(PriceOf(order)).await?;
    let options = EmitOptions { ttl: Some(Duration::from_secs(9)), ..EmitOptions::key("k") };
    paid.emit_with(OrderPaid(price), options).await
}

/// The adapter, as `#[on_event]` writes it.
fn mount_on_order(mount: &Mount<'_>) -> Result<ErasedHandler, MountError> {
    let paid = <Emit<OrderPaid> as Argument<EventCall>>::resolve(mount, "paid")?;
    let price = <Ask<PriceOf> as Argument<EventCall>>::resolve(mount, "price")?;
    let meta = <Meta as Argument<EventCall>>::resolve(mount, "meta");
    meta?;
    Ok(ErasedHandler::new::<SubscriberFn>(Box::new(move |mut call| {
        let taken: Result<_> = (|| {
            let order = call.payload()?;
            let paid = <Emit<OrderPaid> as Argument<EventCall>>::take(&paid, &mut call)?;
            let price = <Ask<PriceOf> as Argument<EventCall>>::take(&price, &mut call)?;
            let meta = <Meta as Argument<EventCall>>::take(&(), &mut call)?;
            Ok((order, paid, price, meta))
        })();
        Box::pin(async move {
            let (order, paid, price, meta) = taken?;
            on_order(order, paid, price, meta).await
        })
    })))
}

static SUBSCRIPTIONS: [SubscriptionMeta; 1] = [SubscriptionMeta::new(
    HandlerMeta::new("on_order", LOCATION).args(&[
        Arg::new("order", ArgMeta::Payload(&Shape::Any)),
        Arg::new("paid", <Emit<OrderPaid> as Argument<EventCall>>::META),
        Arg::new("price", <Ask<PriceOf> as Argument<EventCall>>::META),
        Arg::new("meta", <Meta as Argument<EventCall>>::META),
    ]),
    "order.placed",
    &Shape::Any,
    mount_on_order,
)
.backoff_ms(0)
.event_location(LOCATION)];

static SHOP: PluginMeta = PluginMeta::new("pay", "app::domains::shop::pay", "app", LOCATION)
    .subscriptions(&SUBSCRIPTIONS);

fn mount(bus: &Bus) {
    let mut toolbox = Toolbox::default();
    toolbox.put(bus.clone());
    let config = Configuration::empty();
    let meta = &SUBSCRIPTIONS[0];
    let handler = &meta.handler;
    let mount = Mount { plugin: &SHOP, handler, path: None, toolbox: &toolbox, config: &config };
    let call: SubscriberFn = (meta.mount)(&mount).unwrap().downcast().unwrap();
    bus.subscribe(Mounted::new(&SHOP, meta, call, Vec::new()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn questions_and_events_of_a_subscriber_have_its_attempt_as_their_cause() -> Result<()> {
    let bus = bus();
    mount(&bus);
    let paid = Seen::new();
    let handler_paid = paid.clone();
    Sub { event: "order.paid", ..Sub::default() }.on(&bus, move |call| {
        handler_paid.add(call.envelope.clone());
        async { Ok(()) }
    });
    answer(&bus, "price.of", |call| async move {
        assert_eq!(call.envelope.publisher.as_ref(), "shop::pay");
        Ok(json(call.payload::<i64>()? * 100))
    });
    bus.start().await?;
    let order = microcore::events::Envelope::new("order.placed", "shop::place", &Order(3))?;
    let (order_id, id) = (order.id, order.id.to_string());
    bus.publish_and_settle(order).await?;

    let paid = &paid.wait(1).await[0];
    assert_eq!((paid.payload.get(), paid.publisher.as_ref()), ("300", "shop::pay"));
    assert_eq!((paid.key.as_deref(), paid.schema), (Some("k"), shape_hash(OrderPaid::SHAPE)));
    assert_eq!(paid.expires.unwrap() - paid.time, chrono::TimeDelta::seconds(9));
    until("nothing pending", || async { bus.pending() == 0 }).await;
    let chain = bus.traces().chain(&id);
    let delivery = chain.iter().find(|node| node.by.ends_with("pay::on_order")).unwrap();
    assert_eq!(
        (&paid.cause, &delivery.cause),
        (&Some(delivery.id.clone()), &Some(CallId::Uuid(order_id)))
    );
    let ask = chain.iter().find(|node| node.kind == TraceKind::Ask).unwrap();
    assert_eq!(ask.cause, Some(delivery.id.clone()));
    let mut nodes: Vec<_> =
        chain.iter().map(|node| (node.kind as u8, node.name.as_ref(), node.by.as_ref())).collect();
    nodes.sort_unstable();
    let (event, delivery, ask) =
        (TraceKind::Event as u8, TraceKind::Delivery as u8, TraceKind::Ask as u8);
    assert_eq!(
        nodes,
        [
            (event, "order.paid", "shop::pay"),
            (event, "order.placed", "shop::place"),
            (delivery, "order.paid", "tests::listener::on_thing"),
            (delivery, "order.placed", "shop::pay::on_order"),
            (ask, "price.of", "tests::listener::answer"),
        ]
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_does_not_match_the_askers_view_is_an_internal_error() -> Result<()> {
    let bus = bus();
    mount(&bus);
    answer(&bus, "price.of", |_| async { Ok(json("a lot")) });
    bus.start().await?;
    let order = microcore::events::Envelope::new("order.placed", "shop::place", &Order(3))?;
    bus.publish_and_settle(order).await?;
    let letter = &bus.dead_letters(1).await?[0];
    let expected = "the answer to `price.of` does not match the asker's view: ";
    assert!(letter.error.starts_with(expected), "{}", letter.error);
    assert_eq!(Kind::Internal.status(), 500);
    Ok(())
}
