//! The MCP tools that call the application; only with `--allow-calls`.

use std::collections::BTreeMap;
use std::time::Duration;

use rmcp::handler::server::wrapper::Parameters;
use rmcp::schemars::{self, JsonSchema};
use rmcp::{tool, tool_router};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::client::Call;
use super::handler::Handler;
use microcore_core::error::Error;
use microcore_core::event::Envelope;

/// How long `await_event` waits by default, and at most.
const WAIT_MS: u64 = 5_000;
const LONGEST_MS: u64 = 60_000;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CallEndpoint {
    /// `GET`, `POST`, `PUT`, `PATCH` or `DELETE`.
    method: String,
    /// The path, with its query: `/users?page=2`.
    path: String,
    /// Sent as JSON.
    body: Option<Value>,
    /// Further headers, such as `authorization`.
    #[serde(default)]
    headers: BTreeMap<String, String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AwaitEvent {
    /// The event: `user.created`.
    name: String,
    /// Only one that this call led to: the `request_id` that `call_endpoint` returns.
    request_id: Option<String>,
    /// How long to wait, in milliseconds: up to 60000; 5000 if left out.
    #[schemars(range(max = 60_000))]
    timeout_ms: Option<u64>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Letter {
    /// The `id` of the dead letter.
    #[schemars(with = "String")]
    id: Uuid,
}

#[tool_router(router = call_tools, vis = "pub(super)")]
impl Handler {
    /// Sends an HTTP request to the application and returns its response, whatever the status. The first call starts an instance.
    #[tool(annotations(read_only_hint = false, destructive_hint = true))]
    async fn call_endpoint(
        &self,
        Parameters(parameters): Parameters<CallEndpoint>,
    ) -> Result<String, String> {
        let CallEndpoint { method, path, body, headers } = parameters;
        let call = Call { method, path, body, headers };
        self.live.call(call).await.map(|answer| answer.to_string())
    }

    /// Waits for an event of that name and returns it with its payload. Each event is returned once, the oldest first, including those published before this call.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn await_event(
        &self,
        Parameters(parameters): Parameters<AwaitEvent>,
        cancelled: CancellationToken,
    ) -> Result<String, String> {
        let AwaitEvent { name, request_id, timeout_ms } = parameters;
        let plugins = self.app.registry().plugins;
        let known = || plugins.iter().flat_map(|plugin| plugin.events).map(|event| event.name);
        if !known().any(|event| event == name) {
            let known: Vec<_> = known().collect();
            return Err(format!("no plugin publishes `{name}`; there are: {}", known.join(", ")));
        }
        let wanted = |event: &Envelope| {
            let first = || event.correlation.as_ref().map(ToString::to_string);
            event.name == name && (request_id.is_none() || first() == request_id)
        };
        let wait = Duration::from_millis(timeout_ms.unwrap_or(WAIT_MS).min(LONGEST_MS));
        let bus = self.live.bus().await?;
        // No one would get the event of a cancelled call.
        let event = cancelled.run_until_cancelled(bus.tap().next(wanted));
        match tokio::time::timeout(wait, event).await {
            Ok(Some(event)) => Ok(shown(&event).to_string()),
            Ok(None) => Err("the call was cancelled".to_owned()),
            Err(_) => Err(format!("no `{name}` within {} ms", wait.as_millis())),
        }
    }

    /// Delivers a dead letter again, to the subscriber that failed. If it fails again there is a new letter.
    #[tool(annotations(read_only_hint = false, destructive_hint = true))]
    async fn replay_dead_letter(&self, parameters: Parameters<Letter>) -> Result<String, String> {
        let id = parameters.0.id;
        self.live.bus().await?.replay(id).await.map_err(message_of)?;
        Ok(json!({ "replayed": id }).to_string())
    }

    /// Deletes a dead letter.
    #[tool(annotations(read_only_hint = false, destructive_hint = true))]
    async fn discard_dead_letter(&self, parameters: Parameters<Letter>) -> Result<String, String> {
        let id = parameters.0.id;
        self.live.bus().await?.discard(id).await.map_err(message_of)?;
        Ok(json!({ "discarded": id }).to_string())
    }
}

fn shown(event: &Envelope) -> Value {
    json!({
        "id": event.id,
        "name": event.name,
        "payload": event.payload,
        "publisher": event.publisher,
        "time": event.time,
        "request_id": event.correlation,
        "cause": event.cause,
        "key": event.key,
    })
}

/// The message for the client; the cause of an internal error is in the log.
fn message_of(error: Error) -> String {
    tracing::warn!(cause = %error.chain(), "an agent's call failed");
    match error.message() {
        "" => "internal error; the log has the cause".to_owned(),
        message => message.to_owned(),
    }
}
