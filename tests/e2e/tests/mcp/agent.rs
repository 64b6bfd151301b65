//! An agent: a client of the official SDK.

use std::process::Stdio;
use std::time::Duration;

use microcore_e2e::{Run, WAIT_LIMIT};
use rmcp::model::{
    CallToolRequestParams, CallToolResult, ReadResourceRequestParams, ResourceContents,
};
use rmcp::service::RunningService;
use rmcp::transport::StreamableHttpClientTransport;
use rmcp::transport::streamable_http_client::StreamableHttpClientTransportConfig;
use rmcp::{RoleClient, ServiceExt};
use serde_json::{Value, json};
use tokio::process::{Child, Command};

/// A client of one server.
pub(super) struct Agent {
    client: RunningService<RoleClient, ()>,
    /// The server, where it is a child of the agent.
    server: Option<Child>,
}

impl Agent {
    /// Starts `<program> mcp` and talks to it over its pipes.
    pub(super) async fn over_stdio(run: &Run, args: &[&str]) -> Self {
        let mut command = Command::from(run.command());
        command.arg("mcp").args(args).kill_on_drop(true);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = command.spawn().expect("the server starts");
        let (stdin, stdout) = (server.stdin.take(), server.stdout.take());
        let transport = (stdout.expect("stdout"), stdin.expect("stdin"));
        let client = within(().serve(transport)).await.expect("the server answers");
        Self { client, server: Some(server) }
    }

    /// Connects to a running server.
    pub(super) async fn over_http(url: &str, token: Option<&str>) -> Result<Self, String> {
        let mut config = StreamableHttpClientTransportConfig::with_uri(url);
        config.auth_header = token.map(str::to_owned);
        let transport = StreamableHttpClientTransport::from_config(config);
        let client = within(().serve(transport)).await.map_err(|error| error.to_string())?;
        Ok(Self { client, server: None })
    }

    pub(super) fn client(&self) -> &RunningService<RoleClient, ()> {
        &self.client
    }

    /// Calls a tool.
    pub(super) async fn call(&self, tool: &str, arguments: Value) -> CallToolResult {
        let mut call = CallToolRequestParams::new(tool.to_owned());
        call.arguments = arguments.as_object().cloned();
        within(self.client.call_tool(call)).await.expect("an answer")
    }

    /// The output of a tool, as JSON.
    pub(super) async fn json(&self, tool: &str, arguments: Value) -> Value {
        let text = self.text(tool, arguments).await;
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{tool}: {error} in {text}"))
    }

    /// The output of a tool.
    pub(super) async fn text(&self, tool: &str, arguments: Value) -> String {
        let answer = self.call(tool, arguments).await;
        assert_ne!(answer.is_error, Some(true), "{tool}: {}", text_of(&answer));
        text_of(&answer)
    }

    /// The error of a tool.
    pub(super) async fn error(&self, tool: &str, arguments: Value) -> String {
        let answer = self.call(tool, arguments).await;
        assert_eq!(answer.is_error, Some(true), "{tool}: {}", text_of(&answer));
        text_of(&answer)
    }

    /// The response of an endpoint.
    pub(super) async fn request(&self, method: &str, path: &str, body: Value) -> Value {
        self.json("call_endpoint", json!({ "method": method, "path": path, "body": body })).await
    }

    /// The text of a resource.
    pub(super) async fn read(&self, uri: &str) -> Result<String, String> {
        let read = self.client.read_resource(ReadResourceRequestParams::new(uri));
        let read = within(read).await.map_err(|error| error.to_string())?;
        match read.contents.as_slice() {
            [ResourceContents::TextResourceContents { text, .. }] => Ok(text.clone()),
            other => panic!("{uri}: {other:?}"),
        }
    }

    /// Closes the server's stdin, or the session; returns the exit code of the server if it is a child.
    pub(super) async fn disconnect(self) -> Option<i32> {
        self.client.cancel().await.expect("the end of the session");
        let server = self.server?;
        let ended = within(server.wait_with_output()).await.expect("the end of the server");
        ended.status.code()
    }
}

/// The text of a result.
pub(super) fn text_of(answer: &CallToolResult) -> String {
    let texts = answer.content.iter().filter_map(|content| content.as_text());
    texts.map(|text| text.text.as_str()).collect()
}

async fn within<T>(work: impl Future<Output = T>) -> T {
    let limit: Duration = WAIT_LIMIT;
    tokio::time::timeout(limit, work).await.expect("an answer in time")
}
