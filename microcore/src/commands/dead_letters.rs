//! `dead-letters`: lists, replays and discards deliveries that failed permanently.

use std::time::Duration;

use clap::ArgMatches;
use uuid::Uuid;

use super::database::with_db;
use super::{FAILURE, Failure, OK, Output, runtime};
use crate::app::{App, Running, migrations};
use crate::events::{DbDeadLetters, DeadLetter, DeadLetters};
use crate::tools::db::Db;
use crate::tools::db::migrate::{self, State};
use microcore_core::error::{Error, Result as CrateResult};

pub(super) fn dead_letters(
    app: App,
    matches: &ArgMatches,
    out: &mut Output<'_>,
) -> Result<u8, Failure> {
    let installed = app.contracts.dead_letters.is_some();
    if !installed && !app.registry().tools.iter().any(|tool| tool.capability == "Db") {
        return Err(Failure::Text(
            "the application has no database, and keeps its dead letters in memory: query the \
             running instance, at /system/dead-letters"
                .to_owned(),
        ));
    }
    let (verb, matches) = matches.subcommand().unwrap_or(("list", matches));
    let id = || matches.get_one::<Uuid>("id").copied().unwrap_or_default();
    match verb {
        "show" => show(&app, id(), out),
        "discard" => discard(&app, id(), out),
        "replay" => replay(app, id(), out),
        _ => list(&app, matches.get_one::<u16>("limit").copied().unwrap_or(100), out),
    }
}

fn list(app: &App, limit: u16, out: &mut Output<'_>) -> Result<u8, Failure> {
    let letters = with_letters(app, async |letters| letters.list(limit.into()).await)?;
    let letters = letters.unwrap_or_default();
    if out.json {
        out.json(&letters)?;
        return Ok(OK);
    }
    let rows = letters.into_iter().map(|letter| {
        vec![
            letter.id.to_string(),
            letter.envelope.name.into_owned(),
            letter.subscriber,
            letter.attempts.to_string(),
            letter.failed_at.format("%Y-%m-%d %H:%M:%S UTC").to_string(),
            letter.error,
        ]
    });
    let head = ["id", "event", "subscriber", "attempts", "failed at", "error"];
    out.table(&head, rows, "there are no dead letters")?;
    Ok(OK)
}

fn show(app: &App, id: Uuid, out: &mut Output<'_>) -> Result<u8, Failure> {
    let letter = with_letters(app, async |letters| letters.get(id).await)?.flatten();
    out.json(&letter.ok_or_else(|| unknown(id))?)?;
    Ok(OK)
}

fn discard(app: &App, id: Uuid, out: &mut Output<'_>) -> Result<u8, Failure> {
    match with_letters(app, async |letters| letters.remove(id).await)? {
        Some(true) => {
            out.line(&format!("{id} is discarded"))?;
            Ok(OK)
        }
        _ => Err(unknown(id)),
    }
}

/// Only a running application has the subscriber, so one is started for the delivery,
/// beside those that serve.
fn replay(app: App, id: Uuid, out: &mut Output<'_>) -> Result<u8, Failure> {
    let app = app.log();
    let config = app.load_config().map_err(crate::app::BootError::from)?;
    let app = app.config(config.with("http", "bind", "127.0.0.1:0"));
    let failed_again = runtime()?.block_on(async {
        let running = app.start().await?;
        let failed_again = deliver(&running, id).await;
        running.stop().await;
        failed_again.map_err(Failure::from)
    })?;
    match failed_again {
        None => {
            out.line(&format!("{id} is delivered"))?;
            Ok(OK)
        }
        Some(new) => {
            out.line(&format!("{id} failed again, and is now {}: {}", new.id, new.error))?;
            Ok(FAILURE)
        }
    }
}

/// Delivers a letter; returns the new one if it fails again.
async fn deliver(running: &Running, id: Uuid) -> CrateResult<Option<DeadLetter>> {
    let bus = running.bus();
    let old = bus.dead_letter(id).await?;
    bus.replay(id).await?;
    // The letter is removed at the end of the delivery, whatever its result.
    loop {
        match bus.dead_letter(id).await {
            Ok(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            Err(error) if error.kind() == crate::Kind::NotFound => break,
            Err(error) => return Err(error),
        }
    }
    let letters = bus.dead_letters(usize::from(u16::MAX)).await?;
    Ok(letters
        .into_iter()
        .find(|new| new.envelope.id == old.envelope.id && new.subscriber == old.subscriber))
}

/// `None` if the tables do not exist yet, and so no letters.
fn with_letters<T>(
    app: &App,
    work: impl AsyncFnOnce(&dyn DeadLetters) -> CrateResult<T>,
) -> Result<Option<T>, Failure> {
    if let Some(letters) = &app.contracts.dead_letters {
        return Ok(runtime()?.block_on(work(&**letters)).map(Some)?);
    }
    with_db(app, async |db: &Db| {
        let all = migrate::status(db, migrations(app.meta)).await?;
        let pending = |status: &&migrate::Status| matches!(status.state, State::Pending);
        if all.iter().filter(pending).any(|status| status.domain == "microcore") {
            return Ok(None);
        }
        work(&DbDeadLetters::new(db.clone())).await.map(Some)
    })
}

fn unknown(id: Uuid) -> Failure {
    Failure::from(Error::not_found(format!(
        "there is no dead letter {id}; `dead-letters` lists them"
    )))
}
