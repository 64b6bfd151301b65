//! Questions and answers.

use std::time::Duration;

use microcore::events::{Bus, Envelope, TraceKind};
use microcore::{Error, Kind, Result};

use crate::support::*;

const SOON: Duration = Duration::from_secs(60);

async fn ask(bus: &Bus, payload: impl serde::Serialize) -> Result<String> {
    let envelope = Envelope::new("users.lookup", "tests::asker", &payload)?;
    Ok(bus.ask(envelope, SOON).await?.get().to_owned())
}

#[tokio::test]
async fn the_answer_is_returned() -> Result<()> {
    let bus = bus();
    answer(&bus, "users.lookup", |call| async move {
        let id: i64 = call.payload()?;
        Ok(json(format!("user {id}")))
    });
    assert_eq!(ask(&bus, 7).await?, "\"user 7\"");
    assert!(bus.traces().nodes().iter().any(|node| node.kind == TraceKind::Ask));
    Ok(())
}

#[tokio::test]
async fn a_question_without_a_handler_is_an_error_at_once() {
    let error = ask(&bus(), 7).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Unavailable, "not a timeout");
    assert_eq!(error.message(), "no plugin answers `users.lookup`");
}

#[tokio::test]
async fn an_error_of_the_answering_handler_is_returned_to_the_asker() {
    let bus = bus();
    answer(&bus, "users.lookup", |_| async { Err(Error::not_found("no such user")) });
    let error = ask(&bus, 7).await.unwrap_err();
    assert_eq!((error.kind(), error.message()), (Kind::NotFound, "no such user"));
}

#[tokio::test]
async fn defects_of_the_answering_plugin_are_not_the_clients_fault() {
    let bus = bus();
    answer(&bus, "users.lookup", |call| async move {
        let id: i64 = call.payload()?;
        assert!(id != 7, "seven");
        let _: i64 = "x".parse()?;
        Ok(json(()))
    });
    for (payload, cause) in [(json(7), "seven"), (json(8), "invalid digit"), (json("x"), "fit")] {
        let error = ask(&bus, payload).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Internal);
        assert!(error.message().contains(cause), "{error}");
    }
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_a_timeout() {
    let bus = bus();
    answer(&bus, "users.lookup", |_| async {
        ms(60_000).await;
        Ok(json(()))
    });
    let envelope = Envelope::new("users.lookup", "tests::asker", &7).unwrap();
    let error = bus.ask(envelope, Duration::from_millis(20)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Timeout);
    assert_eq!(error.message(), "`users.lookup`: no result within 20 ms");
}
