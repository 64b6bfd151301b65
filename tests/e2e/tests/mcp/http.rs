//! Agents that connect over HTTP.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::time::Instant;

use microcore_e2e::{Answer, Client, Run, WAIT_LIMIT};
use serde_json::json;

use super::agent::Agent;
use super::call_tools::creates_a_user_and_sees_its_event;
use super::shop;

/// A server for agents; killed when dropped.
struct Server {
    child: Child,
    url: String,
}

impl Server {
    fn start(run: &Run, args: &[&str]) -> Self {
        let mut command = run.command();
        command.args(["mcp", "--http"]).args(args);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim().strip_prefix("shop for agents at ").map(str::to_owned);
        Self { url: url.unwrap_or_else(|| panic!("it printed {line:?}")), child }
    }

    /// Sends a request that lists the tools, with these headers.
    fn ask(&self, headers: &[(&str, &str)]) -> Answer {
        let mut client = Client::new(self.url.clone());
        for (name, value) in headers {
            client = client.with(name, *value);
        }
        let accept = client.with("accept", "application/json, text/event-stream");
        let params = json!({
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": { "name": "raw", "version": "1" },
        });
        let begin = json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params });
        accept.send("POST", "", Some(("application/json", begin.to_string().as_bytes())))
    }

    fn stop(mut self) -> Option<i32> {
        let pid = self.child.id().to_string();
        let sent = std::process::Command::new("kill").args(["-TERM", &pid]).status();
        assert!(sent.unwrap().success());
        let start = Instant::now();
        loop {
            if let Some(ended) = self.child.try_wait().unwrap() {
                return ended.code();
            }
            assert!(start.elapsed() < WAIT_LIMIT, "it does not exit");
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have exited already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn agents_connect_and_disconnect_while_the_server_runs() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&shop(folder.path()), &["127.0.0.1:0", "--allow-calls"]);
    let first = Agent::over_http(&server.url, None).await.unwrap();
    let second = Agent::over_http(&server.url, None).await.unwrap();
    creates_a_user_and_sees_its_event(&first).await;
    first.disconnect().await;
    // Both used the same instance.
    let again = second.request("POST", "/users", super::ada()).await;
    assert_eq!(again["status"], 409, "{again}");
    assert_eq!(second.client().list_all_tools().await.unwrap().len(), 16);
    assert!(second.read("microcore://context").await.unwrap().starts_with("# shop "));
    // An open session does not delay the shutdown.
    assert_eq!(server.stop(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_page_and_a_rebound_host_name_are_rejected() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&shop(folder.path()), &["127.0.0.1:0"]);
    assert_eq!(server.ask(&[]).status, 200);
    assert_eq!(server.ask(&[("origin", "https://evil.example")]).status, 403);
    assert_eq!(server.ask(&[("origin", "http://localhost:3000")]).status, 403);
    assert_eq!(server.ask(&[("host", "rebound.example")]).status, 403);
    assert_eq!(server.ask(&[("x-forwarded-for", "203.0.113.7")]).status, 401);
    let agent = Agent::over_http(&server.url, None).await.unwrap();
    let error = agent.error("call_endpoint", json!({ "method": "GET", "path": "/ping" })).await;
    assert!(error.contains("--allow-calls"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn other_machines_need_the_token() {
    let folder = tempfile::tempdir().unwrap();
    let run = shop(folder.path());
    for run in [run.clone(), run.clone().with("MICROCORE_SYSTEM__TOKEN", "")] {
        let output = run.output(&["mcp", "--http", "0.0.0.0:0"]);
        assert_eq!(output.status.code(), Some(1));
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(stderr.contains("MICROCORE_SYSTEM__TOKEN"), "{stderr}");
    }

    let run = run.with("MICROCORE_SYSTEM__TOKEN", "open sesame");
    let mut server = Server::start(&run, &["0.0.0.0:0"]);
    server.url = server.url.replace("0.0.0.0", "127.0.0.1");
    assert_eq!(server.ask(&[]).status, 401);
    assert_eq!(server.ask(&[("authorization", "Bearer open")]).status, 401);
    let authorization = ("authorization", "Bearer open sesame");
    assert_eq!(server.ask(&[authorization, ("host", "agents.example")]).status, 200);
    assert_eq!(server.ask(&[authorization, ("origin", "https://evil.example")]).status, 403);
    Agent::over_http(&server.url, None).await.map(drop).unwrap_err();
    let agent = Agent::over_http(&server.url, Some("open sesame")).await.unwrap();
    assert_eq!(agent.json("check", json!({})).await["diagnostics"], json!([]));
    assert_eq!(server.stop(), Some(0));
}
