//! The read-only MCP tools.

use rmcp::handler::server::wrapper::Parameters;
use rmcp::schemars::{self, JsonSchema};
use rmcp::{tool, tool_router};
use serde::Deserialize;

use super::handler::Handler;
use super::{command_output, resources};

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Context {
    /// A feature, existing or not, as `domain/feature`: `users/create_user`. If omitted,
    /// the whole application.
    feature: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Expand {
    /// The plugin: `users::create_user`.
    plugin: String,
    /// Only one item of it: `route:create`, `event:user.created`, `plugin`.
    only: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Impact {
    /// An event, question, route, tool or table: `user.created`, `POST /users`, `Db`.
    thing: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Explain {
    /// As it is in an error: `MC003`. If omitted, all codes are listed.
    code: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Traces {
    /// Only what one call led to: the `request_id` that `call_endpoint` returns, or the
    /// `correlation` of a node.
    correlation: Option<String>,
    /// The maximum number of entries, of the latest ones: 1 to 1000; default 100.
    #[schemars(range(min = 1, max = 1000))]
    limit: Option<u16>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Letters {
    /// The maximum number of entries, of the latest ones: 1 to 1000; default 100.
    #[schemars(range(min = 1, max = 1000))]
    limit: Option<u16>,
}

#[tool_router(router = read_tools, vis = "pub(super)")]
impl Handler {
    /// The HTTP and WebSocket endpoints: what each takes and returns, who may call it, and its handler.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn list_routes(&self) -> Result<String, String> {
        command_output::json(&self.app, &["routes"]).await
    }

    /// The events and questions: their publishers, their subscribers, and the fields they carry.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn list_events(&self) -> Result<String, String> {
        command_output::json(&self.app, &["events"]).await
    }

    /// The plugins: the file of each, what it serves, publishes, reads, asks and answers, and the tools it may use.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn list_plugins(&self) -> Result<String, String> {
        command_output::json(&self.app, &["plugins"]).await
    }

    /// The capabilities (database, mail, …) with the signatures of their methods, and the plugins that use them.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn list_tools(&self) -> Result<String, String> {
        command_output::json(&self.app, &["tools"]).await
    }

    /// The manifest of the application, or what is needed to change or write one feature. The same as the resources.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn context(&self, Parameters(parameters): Parameters<Context>) -> Result<String, String> {
        resources::context(&self.app, parameters.feature.as_deref()).await
    }

    /// Everything that would prevent startup, each with code, file, line and fix. The configuration is read again; the plugins are those that were built.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn check(&self) -> Result<String, String> {
        command_output::json(&self.app, &["check"]).await
    }

    /// The expansion of a plugin's macros, as Rust, from its source as it is now.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn expand(&self, Parameters(parameters): Parameters<Expand>) -> Result<String, String> {
        let only = parameters.only.map(|only| format!("--only={only}"));
        let mut args = vec!["expand"];
        args.extend(only.as_deref());
        args.extend(["--", &parameters.plugin]);
        command_output::text(&self.app, &args).await
    }

    /// What depends on an event, question, route, tool or table, and what breaks if it changes.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn impact(&self, Parameters(parameters): Parameters<Impact>) -> Result<String, String> {
        command_output::json(&self.app, &["impact", "--", &parameters.thing]).await
    }

    /// Explains an error code and how to fix it, with examples.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn explain(&self, Parameters(parameters): Parameters<Explain>) -> Result<String, String> {
        match parameters.code {
            Some(code) => command_output::text(&self.app, &["explain", "--", &code]).await,
            None => command_output::json(&self.app, &["explain"]).await,
        }
    }

    /// The status of the running application: its tools and their circuits, deliveries in progress.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn status(&self) -> Result<String, String> {
        self.live.get("/system/status").await
    }

    /// The recent traces of the running application: requests that led to something, events, deliveries, questions, jobs and hooks, each with what caused it and how it ended. Oldest first.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn recent_traces(
        &self,
        Parameters(parameters): Parameters<Traces>,
    ) -> Result<String, String> {
        let correlation = parameters.correlation.map(|correlation| ("correlation", correlation));
        let limit = parameters.limit.map(|limit| ("limit", limit.to_string()));
        self.live.get(&path("/system/traces", correlation.into_iter().chain(limit))).await
    }

    /// Deliveries that failed permanently: the event, its subscriber, the error and the attempts. The newest first.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn dead_letters(
        &self,
        Parameters(parameters): Parameters<Letters>,
    ) -> Result<String, String> {
        let limit = parameters.limit.map(|limit| ("limit", limit.to_string()));
        self.live.get(&path("/system/dead-letters", limit)).await
    }
}

fn path(page: &str, query: impl IntoIterator<Item = (&'static str, String)>) -> String {
    let mut path = form_urlencoded::Serializer::for_suffix(format!("{page}?"), page.len() + 1);
    path.extend_pairs(query).finish()
}
