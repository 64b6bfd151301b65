//! The command `dead-letters` of an application with a store of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;

use chrono::Utc;
use microcore::config::Configuration;
use microcore::events::Envelope;
use microcore::store::{Condition, DeadLetter, DeadLetters, DeadReason, Expiry, StateStore};
use own_contracts::{OwnDeadLetters, OwnState};
use serde_json::Value;
use uuid::Uuid;

microcore::app! { plugins: [mailer] }

/// Sends mail, if the server works.
#[microcore::plugin]
mod mailer {
    use microcore::prelude::*;

    /// A mail is to be sent.
    #[event("mail.wanted")]
    struct Mail {
        to: String,
    }

    #[view]
    struct Wanted {
        to: String,
    }

    #[route(POST, "/mails/{to}")]
    async fn want(to: Path<String>, mail: Emit<Mail>) -> Result<()> {
        mail.emit(Mail { to: to.into_inner() }).await
    }

    #[on_event("mail.wanted")]
    async fn send(wanted: Wanted, state: State) -> Result<()> {
        match state.get::<bool>("works").await? {
            Some(_) => state.set("sent", &wanted.to).await,
            None => Err(Error::internal("the server refuses")),
        }
    }
}

/// Exit code and what was printed.
fn dead_letters(
    letters: &Arc<OwnDeadLetters>,
    state: &Arc<OwnState>,
    args: &[&str],
) -> (u8, String) {
    let config = Configuration::empty()
        .with("http", "bind", "127.0.0.1:0")
        .with("http", "workers", 1)
        .with("log", "level", "off");
    let app = app().config(config).dead_letters(letters.clone()).state_store(state.clone());
    let args = ["shop", "dead-letters"].into_iter().chain(args.iter().copied()).map(Into::into);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = app.command(args.collect::<Vec<_>>(), &mut out, &mut err);
    (code, String::from_utf8([out, err].concat()).unwrap())
}

fn wait<T>(work: impl Future<Output = microcore::Result<T>>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(work).unwrap()
}

fn letter() -> DeadLetter {
    let payload = serde_json::json!({ "to": "ada" });
    let plugin = app().registry().plugins[0].id();
    DeadLetter {
        id: Uuid::now_v7(),
        envelope: Envelope::new("mail.wanted", plugin.clone(), &payload).unwrap(),
        subscriber: format!("{plugin}::send"),
        error: "the server refused".to_owned(),
        attempts: 1,
        failed_at: Utc::now(),
        reason: DeadReason::Failed,
    }
}

#[test]
fn the_command_lists_shows_and_discards_what_is_in_the_installed_store() {
    let (letters, state) = (Arc::<OwnDeadLetters>::default(), Arc::default());
    let (code, out) = dead_letters(&letters, &state, &[]);
    assert_eq!((code, out.as_str()), (0, "there are no dead letters\n"));
    let letter = letter();
    let id = letter.id.to_string();
    wait(letters.add(letter));
    let (code, out) = dead_letters(&letters, &state, &["--format", "json"]);
    let listed: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &listed[0]["id"]), (0, &Value::from(id.as_str())), "{out}");
    let (code, out) = dead_letters(&letters, &state, &["show", &id]);
    assert_eq!(code, 0);
    assert!(out.contains("the server refused"), "{out}");
    let (code, out) = dead_letters(&letters, &state, &["discard", &id]);
    assert_eq!((code, out), (0, format!("{id} is discarded\n")));
    assert!(wait(letters.list(10)).is_empty());
    assert_eq!(dead_letters(&letters, &state, &["show", &id]).0, 1);
}

#[test]
fn a_replayed_dead_letter_is_removed_and_stored_again_if_it_fails_again() {
    let (letters, state) = (Arc::<OwnDeadLetters>::default(), Arc::<OwnState>::default());
    let letter = letter();
    let (old, space) = (letter.id.to_string(), "dead_letters");
    wait(letters.add(letter));
    let (code, out) = dead_letters(&letters, &state, &["replay", &old]);
    let now = wait(letters.list(10));
    assert_eq!(now.len(), 1, "{out}");
    let new = now[0].id.to_string();
    assert!(now[0].error.contains("the server refuses"), "{}", now[0].error);
    assert_eq!(code, 1);
    assert!(out.starts_with(&format!("{old} failed again, and is now {new}")), "{out}");

    let value = "true".to_owned();
    wait(state.set(space, "works", value, Condition::Always, Expiry::Never));
    let (code, out) = dead_letters(&letters, &state, &["replay", &new]);
    assert_eq!((code, out), (0, format!("{new} is delivered\n")));
    assert!(wait(letters.list(10)).is_empty());
    assert_eq!(wait(state.get(space, "sent")).as_deref(), Some("\"ada\""));
}
