//! The tools that change nothing.

use rmcp::handler::server::wrapper::Parameters;
use rmcp::schemars::{self, JsonSchema};
use rmcp::{tool, tool_router};
use serde::Deserialize;

use super::handler::Handler;
use super::{resources, verb};

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Context {
    /// A feature, written or not, as `domain/feature`: `users/create_user`. Left out,
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
    /// As it is in an error: `MC003`. Left out, all codes are listed.
    code: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Traces {
    /// Only what one call led to: the `request_id` that `call_endpoint` gives, or the
    /// `correlation` of a node.
    correlation: Option<String>,
    /// At most so many, the latest: 1 to 1000; 100 if left out.
    #[schemars(range(min = 1, max = 1000))]
    limit: Option<u16>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Letters {
    /// At most so many, the latest: 1 to 1000; 100 if left out.
    #[schemars(range(min = 1, max = 1000))]
    limit: Option<u16>,
}

#[tool_router(router = reading, vis = "pub(super)")]
impl Handler {
    /// The HTTP and WebSocket endpoints: what each takes and gives, who may call it, and its handler.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn list_routes(&self) -> Result<String, String> {
        verb::json(&self.app, &["routes"]).await
    }

    /// The events and questions: who sends them, who reads them, which fields they carry.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn list_events(&self) -> Result<String, String> {
        verb::json(&self.app, &["events"]).await
    }

    /// The plugins: the file of each, what it serves, publishes, reads, asks and answers, and the tools it may use.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn list_plugins(&self) -> Result<String, String> {
        verb::json(&self.app, &["plugins"]).await
    }

    /// The capabilities (database, mail, …) with the signatures of their methods, and who uses them.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn list_tools(&self) -> Result<String, String> {
        verb::json(&self.app, &["tools"]).await
    }

    /// The manifest of the application, or what one needs to change or write one feature. The same as the resources.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn context(&self, Parameters(given): Parameters<Context>) -> Result<String, String> {
        resources::context(&self.app, given.feature.as_deref()).await
    }

    /// Everything that would keep the application from starting, each with code, file, line and fix. The configuration is read again; the plugins are those that were built.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn check(&self) -> Result<String, String> {
        verb::json(&self.app, &["check"]).await
    }

    /// What the macros make of a plugin, as Rust, from its source as it is now.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn expand(&self, Parameters(given): Parameters<Expand>) -> Result<String, String> {
        let only = given.only.map(|only| format!("--only={only}"));
        let mut args = vec!["expand"];
        args.extend(only.as_deref());
        args.extend(["--", &given.plugin]);
        verb::run(&self.app, &args).await
    }

    /// Who has to do with an event, question, route, tool or table, and what breaks if it changes.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn impact(&self, Parameters(given): Parameters<Impact>) -> Result<String, String> {
        verb::json(&self.app, &["impact", "--", &given.thing]).await
    }

    /// What the code of an error means and how it is fixed, with examples.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn explain(&self, Parameters(given): Parameters<Explain>) -> Result<String, String> {
        match given.code {
            Some(code) => verb::run(&self.app, &["explain", "--", &code]).await,
            None => verb::json(&self.app, &["explain"]).await,
        }
    }

    /// How the running application is: its tools and their circuits, deliveries in progress.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn status(&self) -> Result<String, String> {
        self.live.get("/system/status").await
    }

    /// What happened lately in the running application: requests that led to something, events, deliveries, questions, jobs and hooks, each with what caused it and how it ended. Oldest first.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn recent_traces(&self, Parameters(given): Parameters<Traces>) -> Result<String, String> {
        let correlation = given.correlation.map(|own| ("correlation", own));
        let limit = given.limit.map(|own| ("limit", own.to_string()));
        self.live.get(&path("/system/traces", correlation.into_iter().chain(limit))).await
    }

    /// Deliveries that failed permanently: the event, its subscriber, the error and the attempts. The newest first.
    #[tool(annotations(read_only_hint = true, open_world_hint = false))]
    async fn dead_letters(&self, Parameters(given): Parameters<Letters>) -> Result<String, String> {
        let limit = given.limit.map(|own| ("limit", own.to_string()));
        self.live.get(&path("/system/dead-letters", limit)).await
    }
}

fn path(page: &str, query: impl IntoIterator<Item = (&'static str, String)>) -> String {
    let mut path = form_urlencoded::Serializer::for_suffix(format!("{page}?"), page.len() + 1);
    path.extend_pairs(query).finish()
}
