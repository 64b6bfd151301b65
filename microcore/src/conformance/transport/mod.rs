//! The contract of `Transport`.

mod recorder;

use std::collections::BTreeSet;
use std::pin::pin;
use std::sync::Arc;

use chrono::{TimeDelta, Utc};
use futures_util::FutureExt;
use serde_json::json;
use uuid::Uuid;

use super::report::{Failure, Report, ensure, ensure_eq};
use super::wait::within;
use microcore_core::event::{Envelope, Transport};
use microcore_core::trace::CallId;
use recorder::{Behaviour, group};

/// More than are on their way at a time.
const MANY: usize = 3000;

type Outcome = Result<(), Failure>;

/// Holds a transport to the basics of the contract of [`Transport`]. `make` returns a new
/// one for each case, which is started and closed again. The names of the suite's events
/// begin with `conformance.` and are new in each run. Which cases are run depends on
/// whether the transport is [durable](Transport::is_durable).
///
/// Order over several processes, retries and faults of a server are not part of it.
///
/// ```
/// # tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(async {
/// use std::sync::Arc;
/// use microcore::conformance;
/// use microcore::events::{EventConfig, InProcess};
///
/// let make = || Arc::new(InProcess::new(&EventConfig::default()));
/// let report = conformance::transport(make).await;
/// assert!(report.passed(), "{report}");
/// # });
/// ```
pub async fn transport<T: Transport>(make: impl Fn() -> Arc<T>) -> Report {
    let first = make();
    let (name, durable) = (first.name(), first.is_durable());
    drop(first);
    let mut report = Report::new(format!("Transport {name}"));
    report.case("every group gets each event once", each_once(make())).await;
    report.case("an event without a group is accepted", no_group(make())).await;
    report.case("an envelope arrives as it was sent", same(make())).await;
    report.case("an event is held until its time", not_before(make())).await;
    if durable {
        report
            .case("what is sent durably is accepted before it is settled", for_good(make()))
            .await;
        report.case("a released delivery is redelivered", released(make())).await;
        report.case("nothing is delivered after the stop", stopped(make())).await;
    } else {
        report.case("what is sent durably is accepted when it is settled", settled(make())).await;
        report.case("what is sent durably and released is an error", dropped(make())).await;
        report.case("what is sent after the stop is handed over", sent_late(make())).await;
    }
    report
}

fn name() -> String {
    format!("conformance.{}", Uuid::new_v4().simple())
}

fn event(name: &str, number: usize) -> Result<Arc<Envelope>, Failure> {
    Ok(Arc::new(Envelope::new(name.to_owned(), "conformance::publisher", &number)?))
}

/// Sends as the bus does.
async fn send(transport: &Arc<impl Transport>, envelope: Arc<Envelope>) -> Outcome {
    if !transport.try_send(&envelope) {
        within("the acceptance of an event", transport.send(envelope)).await??;
    }
    Ok(())
}

async fn each_once(transport: Arc<impl Transport>) -> Outcome {
    let (wanted, other) = (name(), name());
    let one = group(&transport, &wanted, "conformance.one", Behaviour::Settle);
    let two = group(&transport, &wanted, "conformance.two", Behaviour::Settle);
    let apart = group(&transport, &other, "conformance.one", Behaviour::Settle);
    transport.start().await?;
    let mut sent = BTreeSet::new();
    for number in 0..MANY {
        let envelope = event(&wanted, number)?;
        sent.insert(envelope.id);
        send(&transport, envelope).await?;
    }
    send(&transport, event(&other, 0)?).await?;
    one.has(MANY).await?;
    two.has(MANY).await?;
    apart.has(1).await?;
    transport.stop().await;
    transport.close().await;
    for group in [&one, &two] {
        ensure_eq!(group.seen().len(), MANY);
        ensure!(group.ids() == sent, "`{}` got other events than were sent", group.name);
    }
    ensure_eq!(apart.seen().len(), 1);
    Ok(())
}

async fn no_group(transport: Arc<impl Transport>) -> Outcome {
    let name = name();
    transport.start().await?;
    send(&transport, event(&name, 1)?).await?;
    let durable = transport.send_durable(event(&name, 2)?);
    within("the acceptance of an event without a group", durable).await??;
    transport.stop().await;
    transport.close().await;
    Ok(())
}

async fn same(transport: Arc<impl Transport>) -> Outcome {
    let name = name();
    let group = group(&transport, &name, "conformance.one", Behaviour::Settle);
    transport.start().await?;
    let payload = json!({ "text": "ä\"\\\n\0", "big": u64::MAX, "list": [1, 2.5, null] });
    let mut envelope = Envelope::new(name, "conformance::publisher", &payload)?;
    envelope.schema = (1 << 53) + 1;
    envelope.cause = Some(CallId::Uuid(Uuid::new_v4()));
    envelope.correlation = Some(CallId::Text("chain-1".into()));
    envelope.key = Some("käy".into());
    envelope.priority = -3;
    envelope.expires = Some(envelope.time + TimeDelta::days(1));
    envelope.headers.insert("name".to_owned(), "ä value".to_owned());
    envelope.traceparent = Some("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".into());
    let sent = serde_json::to_value(&envelope).unwrap_or_default();
    send(&transport, Arc::new(envelope)).await?;
    group.has(1).await?;
    let found = serde_json::to_value(&*group.seen()[0].0).unwrap_or_default();
    ensure_eq!(found, sent);
    transport.stop().await;
    transport.close().await;
    Ok(())
}

async fn not_before(transport: Arc<impl Transport>) -> Outcome {
    let name = name();
    let group = group(&transport, &name, "conformance.one", Behaviour::Settle);
    transport.start().await?;
    let due = Utc::now() + TimeDelta::milliseconds(500);
    let envelope = Envelope::new(name.clone(), "conformance::publisher", &1)?;
    let delayed = envelope.id;
    send(&transport, Arc::new(Envelope { not_before: Some(due), ..envelope })).await?;
    send(&transport, event(&name, 2)?).await?;
    group.has(2).await?;
    for (envelope, time) in &*group.seen() {
        let early = envelope.id == delayed && *time < due;
        ensure!(!early, "an event that is due at {due} was handed over at {time}");
    }
    transport.stop().await;
    transport.close().await;
    Ok(())
}

async fn for_good(transport: Arc<impl Transport>) -> Outcome {
    let name = name();
    let group = group(&transport, &name, "conformance.one", Behaviour::Keep);
    transport.start().await?;
    let sending = transport.send_durable(event(&name, 1)?);
    within("the acceptance of an event that is not settled", sending).await??;
    group.has(1).await?;
    transport.stop().await;
    group.end(true);
    transport.close().await;
    Ok(())
}

async fn released(transport: Arc<impl Transport>) -> Outcome {
    let name = name();
    let group = group(&transport, &name, "conformance.one", Behaviour::Release);
    transport.start().await?;
    send(&transport, event(&name, 1)?).await?;
    group.has(2).await?;
    ensure_eq!(group.ids().len(), 1);
    transport.stop().await;
    transport.close().await;
    Ok(())
}

async fn stopped(transport: Arc<impl Transport>) -> Outcome {
    let name = name();
    let group = group(&transport, &name, "conformance.one", Behaviour::Settle);
    transport.start().await?;
    send(&transport, event(&name, 1)?).await?;
    group.has(1).await?;
    transport.stop().await;
    send(&transport, event(&name, 2)?).await?;
    transport.close().await;
    ensure_eq!(group.seen().len(), 1);
    Ok(())
}

async fn settled(transport: Arc<impl Transport>) -> Outcome {
    let name = name();
    let one = group(&transport, &name, "conformance.one", Behaviour::Keep);
    let two = group(&transport, &name, "conformance.two", Behaviour::Keep);
    transport.start().await?;
    let mut sending = pin!(transport.send_durable(event(&name, 1)?));
    ensure!(sending.as_mut().now_or_never().is_none(), "accepted before it was handed over");
    one.has(1).await?;
    two.has(1).await?;
    one.end(true);
    ensure!(sending.as_mut().now_or_never().is_none(), "accepted when one of two had settled it");
    two.end(true);
    within("the acceptance of an event that is settled", sending).await??;
    transport.stop().await;
    transport.close().await;
    Ok(())
}

async fn dropped(transport: Arc<impl Transport>) -> Outcome {
    let name = name();
    let group = group(&transport, &name, "conformance.one", Behaviour::Release);
    transport.start().await?;
    let sending = transport.send_durable(event(&name, 1)?);
    let result = within("the end of an event that is released", sending).await?;
    ensure!(result.is_err(), "accepted although it was not settled");
    ensure_eq!(group.seen().len(), 1);
    transport.stop().await;
    transport.close().await;
    Ok(())
}

async fn sent_late(transport: Arc<impl Transport>) -> Outcome {
    let name = name();
    let group = group(&transport, &name, "conformance.one", Behaviour::Settle);
    transport.start().await?;
    transport.stop().await;
    send(&transport, event(&name, 1)?).await?;
    group.has(1).await?;
    transport.close().await;
    Ok(())
}
