//! The rust-analyzer process: sends requests, and keeps what it reports.

use std::collections::HashMap;
use std::io::BufReader;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::frame;

/// No test depends on speed: this only ends one that would wait forever.
const BOUND: Duration = Duration::from_secs(20 * 60);

/// The protocol's errors `ServerCancelled` and `ContentModified`: the server cancelled
/// the request, because its input changed in the meantime, and the client should send it
/// again.
const RETRY: [i64; 2] = [-32802, -32801];

/// A running server.
#[derive(Debug)]
pub(crate) struct Server {
    process: Child,
    input: Arc<Mutex<ChildStdin>>,
    reports: Arc<Reports>,
    last_id: u64,
}

/// The messages of the server so far.
#[derive(Debug, Default)]
pub(crate) struct State {
    answers: HashMap<u64, Value>,
    /// The last diagnostics of every file, by URI.
    pub diagnostics: HashMap<String, Vec<Value>>,
    /// Whether it has loaded everything and has nothing in progress.
    pub is_quiescent: bool,
    /// The health that it reports.
    pub health: String,
    /// Runs of `cargo check` that have ended.
    pub checks: usize,
    has_ended: bool,
}

#[derive(Debug, Default)]
struct Reports {
    state: Mutex<State>,
    changed: Condvar,
}

impl Server {
    /// Starts the server in a folder.
    ///
    /// # Panics
    /// If it cannot be started.
    pub(crate) fn start(folder: &Path) -> Self {
        let mut command = microcore_test_support::outside_of_cargo(program());
        command.current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped());
        command.stderr(Stdio::null()).env("CARGO_NET_OFFLINE", "true");
        let mut process = command.spawn().expect("rust-analyzer starts");
        let input = Arc::new(Mutex::new(process.stdin.take().expect("an input")));
        let output = BufReader::new(process.stdout.take().expect("an output"));
        let reports = Arc::new(Reports::default());
        let (kept, replies) = (Arc::clone(&reports), Arc::clone(&input));
        std::thread::spawn(move || {
            let mut output = output;
            while let Ok(Some(message)) = frame::read(&mut output) {
                let id = message.get("id").filter(|_| message.get("method").is_some()).cloned();
                kept.take(message);
                if let Some(id) = id {
                    let reply = json!({ "jsonrpc": "2.0", "id": id, "result": null });
                    let _ = frame::write(&mut *locked(&replies), &reply);
                }
            }
            locked(&kept.state).has_ended = true;
            kept.changed.notify_all();
        });
        Self { process, input, reports, last_id: 0 }
    }

    /// Sends a notification.
    ///
    /// # Panics
    /// If the server is gone.
    pub(crate) fn notify(&self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and waits for its result.
    ///
    /// # Panics
    /// If the server answers with an error, or not at all.
    pub(crate) fn request(&mut self, method: &str, params: &Value) -> Value {
        loop {
            self.last_id += 1;
            let id = self.last_id;
            self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
            let answer = self.wait(method, |state| state.answers.remove(&id));
            match answer.get("error") {
                None => return answer.get("result").cloned().unwrap_or_default(),
                Some(error) if RETRY.iter().any(|&code| error["code"] == code) => {}
                Some(error) => panic!("{method}: {error}"),
            }
        }
    }

    /// Waits until `find` returns a value for the messages of the server.
    ///
    /// # Panics
    /// If it never is.
    pub(crate) fn wait<T>(&self, what: &str, mut find: impl FnMut(&mut State) -> Option<T>) -> T {
        let start = Instant::now();
        let mut state = locked(&self.reports.state);
        loop {
            if let Some(found) = find(&mut state) {
                return found;
            }
            assert!(!state.has_ended, "{what}: rust-analyzer has ended");
            let left = BOUND.saturating_sub(start.elapsed());
            assert!(!left.is_zero(), "{what}: timed out after {BOUND:?}; {:?}", state.diagnostics);
            let waited = self.reports.changed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn send(&self, message: &Value) {
        frame::write(&mut *locked(&self.input), message).expect("rust-analyzer reads its input");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It exits with this process, because its input is closed.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Reports {
    fn take(&self, message: Value) {
        let mut state = locked(&self.state);
        let params = &message["params"];
        match message["method"].as_str() {
            None => {
                if let Some(id) = message["id"].as_u64() {
                    state.answers.insert(id, message);
                }
            }
            Some("textDocument/publishDiagnostics") => {
                let uri = params["uri"].as_str().unwrap_or_default().to_owned();
                let all = params["diagnostics"].as_array().cloned().unwrap_or_default();
                state.diagnostics.insert(uri, all);
            }
            Some("experimental/serverStatus") => {
                state.is_quiescent = params["quiescent"] == true;
                state.health = format!("{}: {}", params["health"], params["message"]);
            }
            Some("$/progress") => {
                let token = params["token"].as_str().unwrap_or_default();
                let is_check = token.contains("flycheck");
                state.checks += usize::from(is_check && params["value"]["kind"] == "end");
            }
            Some(_) => {}
        }
        self.changed.notify_all();
    }
}

/// Whether rust-analyzer and the source of the standard library are there;
/// without that source it does not resolve `Option` and `String`.
pub(crate) fn is_installed() -> bool {
    let run = |program: &str, args: &[&str]| {
        let output = Command::new(program).args(args).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let library = |sysroot: String| Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library");
    run(program(), &["--version"]).is_some()
        && run("rustc", &["--print", "sysroot"]).is_some_and(|path| library(path).is_dir())
}

const fn program() -> &'static str {
    "rust-analyzer"
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
