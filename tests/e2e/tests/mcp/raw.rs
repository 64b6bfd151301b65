//! The protocol over pipes, as bytes.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::time::Instant;

use microcore_e2e::{Run, WAIT_LIMIT};
use serde_json::{Value, json};

use super::shop;

/// A server, its stdin, and the lines of its stdout.
struct Pipes {
    server: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
}

impl Pipes {
    fn open(run: &Run, args: &[&str]) -> Self {
        let mut command = run.command();
        command.arg("mcp").args(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut server = command.spawn().unwrap();
        let (stdin, stdout) = (server.stdin.take().unwrap(), server.stdout.take().unwrap());
        Self { server, stdin, stdout: BufReader::new(stdout) }
    }

    fn send(&mut self, line: impl ToString) {
        writeln!(self.stdin, "{}", line.to_string()).unwrap();
    }

    fn answer(&mut self) -> Value {
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    }

    fn begin(&mut self) {
        let params = json!({
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": { "name": "raw", "version": "1" },
        });
        self.send(json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params }));
        let answer = self.answer();
        assert_eq!(answer["result"]["serverInfo"]["name"], "shop", "{answer}");
        self.send(json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }));
    }

    fn call(&mut self, tool: &str, arguments: Value) -> Value {
        let params = json!({ "name": tool, "arguments": arguments });
        self.send(json!({ "jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": params }));
        self.answer()
    }

    /// Closes stdin; returns the exit code and the log.
    fn close(self) -> (Option<i32>, String) {
        let Self { mut server, stdin, mut stdout } = self;
        drop(stdin);
        let start = Instant::now();
        while server.try_wait().unwrap().is_none() {
            assert!(start.elapsed() < WAIT_LIMIT, "it does not exit");
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        let mut rest = String::new();
        while stdout.read_line(&mut rest).unwrap() > 0 {}
        assert_eq!(rest, "", "unexpected output on stdout");
        let ended = server.wait_with_output().unwrap();
        (ended.status.code(), String::from_utf8(ended.stderr).unwrap())
    }
}

#[test]
fn it_exits_0_when_stdin_is_closed_and_never_logs_to_stdout() {
    let folder = tempfile::tempdir().unwrap();
    let mut pipes = Pipes::open(&shop(folder.path()), &["--allow-calls"]);
    pipes.begin();
    let answer = pipes.call("call_endpoint", json!({ "method": "GET", "path": "/ping" }));
    assert_eq!((&answer["id"], &answer["result"]["isError"]), (&json!(2), &json!(false)));
    let (code, log) = pipes.close();
    assert_eq!(code, Some(0), "{log}");
    assert!(log.contains("migration applied"), "{log}");
}

#[test]
fn it_exits_0_when_stdin_is_closed_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let (code, log) = Pipes::open(&shop(folder.path()), &[]).close();
    assert_eq!((code, log.as_str()), (Some(0), ""));
}

#[test]
fn invalid_lines_do_not_stop_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut pipes = Pipes::open(&shop(folder.path()), &[]);
    pipes.begin();
    pipes.send("this is no JSON");
    pipes.send("{\"jsonrpc\":\"2.0\",");
    pipes.send(json!({ "jsonrpc": "2.0", "id": 7, "method": 5 }));
    assert_eq!(pipes.answer()["error"]["code"], -32600);
    pipes.send(json!({ "jsonrpc": "2.0", "id": 8, "method": "no/such" }));
    assert_eq!(pipes.answer()["error"]["code"], -32601);
    pipes.send(json!({ "jsonrpc": "2.0", "id": 9, "method": "tools/call", "params": {} }));
    assert!(pipes.answer()["error"]["code"].is_number());
    assert_eq!(pipes.call("list_routes", json!({}))["result"]["isError"], false);
    assert_eq!(pipes.close().0, Some(0));
}

#[test]
fn it_exits_0_on_sigterm() {
    let folder = tempfile::tempdir().unwrap();
    let mut pipes = Pipes::open(&shop(folder.path()), &["--allow-calls"]);
    pipes.begin();
    pipes.call("call_endpoint", json!({ "method": "GET", "path": "/ping" }));
    let pid = pipes.server.id().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    let start = Instant::now();
    let ended = loop {
        if let Some(ended) = pipes.server.try_wait().unwrap() {
            break ended;
        }
        assert!(start.elapsed() < WAIT_LIMIT, "it does not exit");
        std::thread::sleep(std::time::Duration::from_millis(20));
    };
    assert_eq!(ended.code(), Some(0));
}
