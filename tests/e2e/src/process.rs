//! A program of this workspace as a process of its own.
#![allow(clippy::print_stderr)] // the log of a program whose test failed

use std::fs::{File, OpenOptions};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Instant;

use crate::{Client, Program, WAIT_LIMIT, wait_for};

/// How a program is started: its folder and its settings.
#[derive(Clone, Debug)]
pub struct Run {
    program: Program,
    folder: PathBuf,
    settings: Vec<(String, String)>,
}

impl Run {
    /// Runs in that folder, on a free port of this machine, and without the settings of
    /// the environment of the tests.
    pub fn new(program: Program, folder: &Path) -> Self {
        let run = Self { program, folder: folder.to_owned(), settings: Vec::new() };
        run.with("MICROCORE_HTTP__BIND", "127.0.0.1:0")
            .with("MICROCORE_HTTP__WORKERS", "2")
            // A test that serves must not rewrite what another compares with the source.
            .with("MICROCORE_KERNEL__REFRESH_CONTEXT", "false")
            .with("MICROCORE_AUTH__SECRET", "a secret that is long enough for all tests")
    }

    /// Adds a setting, as a variable of the environment.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.settings.push((name.to_owned(), value.into()));
        self
    }

    /// Runs a command to its end.
    ///
    /// # Panics
    /// If it cannot be run.
    pub fn output(&self, args: &[&str]) -> Output {
        self.command().args(args).stdin(Stdio::null()).output().expect("the program runs")
    }

    /// Serves; returns when it is ready.
    ///
    /// # Panics
    /// If it does not become ready.
    pub fn serve(&self) -> Process {
        let process = self.serve_unready();
        wait_for("the program is ready", || {
            let answer = process.client().try_send("GET", "/system/ready", None).ok()?;
            (answer.status == 200).then_some(())
        });
        process
    }

    /// Serves; returns when it has printed its address.
    ///
    /// # Panics
    /// If it ends before that.
    pub fn serve_unready(&self) -> Process {
        let out = self.folder.join("stdout");
        let err = self.folder.join("stderr");
        let child = self
            .command()
            .stdin(Stdio::null())
            .stdout(File::create(&out).expect("stdout"))
            // The log of a program that is started again is appended.
            .stderr(OpenOptions::new().create(true).append(true).open(&err).expect("stderr"))
            .spawn()
            .expect("the program starts");
        let mut process = Process { child: Some(child), url: String::new(), log: err };
        process.url = wait_for("the program prints its address", || {
            let stdout = read(&out);
            let url = stdout.lines().find_map(|line| {
                let address = line.trim().strip_prefix("http://")?;
                address.parse::<SocketAddr>().ok().map(|address| format!("http://{address}"))
            });
            // The line is complete once the last one is printed.
            let url = url.filter(|_| stdout.contains("press Ctrl-C to stop"));
            assert!(process.is_running() || url.is_some(), "it exited: {stdout}{}", process.log());
            url
        });
        process
    }

    /// The command that would be run, for a test that uses its pipes.
    pub fn command(&self) -> Command {
        let mut command = Command::new(self.program.path());
        let mine = |name: &str| {
            ["MICROCORE_", "ADMIN_", "MAIL_", "WORK_"].iter().any(|prefix| name.starts_with(prefix))
        };
        for (name, _) in std::env::vars_os() {
            if name.to_str().is_some_and(mine) {
                command.env_remove(name);
            }
        }
        command.current_dir(&self.folder).envs(self.settings.iter().cloned());
        command
    }
}

/// A running program; killed when dropped.
#[derive(Debug)]
pub struct Process {
    child: Option<Child>,
    url: String,
    log: PathBuf,
}

/// The result of a program that has exited.
#[derive(Debug)]
pub struct Ended {
    /// Its exit code; none if a signal ended it.
    pub code: Option<i32>,
    /// Everything it logged.
    pub log: String,
}

impl Process {
    /// Its URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The same, without the scheme.
    pub fn address(&self) -> &str {
        self.url.trim_start_matches("http://")
    }

    /// A client of it.
    pub fn client(&self) -> Client {
        Client::new(self.url.clone())
    }

    /// Everything it has logged so far.
    pub fn log(&self) -> String {
        read(&self.log)
    }

    /// Whether it is still running.
    ///
    /// # Panics
    /// If its state cannot be read.
    pub fn is_running(&mut self) -> bool {
        let child = self.child.as_mut().expect("not taken");
        child.try_wait().expect("its state").is_none()
    }

    /// Sends it a signal: `TERM`, `INT`, `KILL`.
    ///
    /// # Panics
    /// If it cannot be sent.
    pub fn signal(&self, name: &str) {
        let pid = self.child.as_ref().expect("not taken").id().to_string();
        let sent = Command::new("kill").args([&format!("-{name}"), &pid]).status();
        assert!(sent.expect("`kill` runs").success(), "no signal {name}");
    }

    /// Waits until it exits.
    ///
    /// # Panics
    /// If it does not exit.
    pub fn ended(mut self) -> Ended {
        let start = Instant::now();
        while self.is_running() {
            assert!(start.elapsed() < WAIT_LIMIT, "it does not exit: {}", self.log());
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        let mut child = self.child.take().expect("not taken");
        Ended { code: child.wait().expect("its state").code(), log: self.log() }
    }

    /// Sends SIGTERM and waits until it exits.
    ///
    /// # Panics
    /// If it does not exit.
    pub fn stop(self) -> Ended {
        self.signal("TERM");
        self.ended()
    }

    /// Kills it immediately.
    ///
    /// # Panics
    /// If it does not exit.
    pub fn kill(self) -> Ended {
        self.signal("KILL");
        self.ended()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            // It may have exited already.
            let _ = child.kill();
            let _ = child.wait();
            if std::thread::panicking() {
                eprintln!("--- what the program logged ---\n{}", self.log());
            }
        }
    }
}

fn read(path: &Path) -> String {
    std::fs::read(path)
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .unwrap_or_default()
}
