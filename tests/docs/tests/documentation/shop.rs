//! The shop as a process, in a folder of its own.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use crate::page::root;

/// The program, built once.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        // `<target>/<profile>/deps/documentation-…`
        let tests = std::env::current_exe().unwrap();
        let folder = tests.parent().unwrap().parent().unwrap().to_path_buf();
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--package", "shop", "--target-dir"]);
        build.arg(folder.parent().unwrap()).current_dir(root());
        if folder.ends_with("release") {
            build.arg("--release");
        }
        assert!(build.status().unwrap().success(), "the shop cannot be built");
        folder.join(format!("shop{}", std::env::consts::EXE_SUFFIX))
    })
}

/// The shop's program, to be run in `folder` with nothing of this process's
/// settings.
fn command(folder: &Path, args: &[String]) -> Command {
    let mut command = Command::new(program());
    command.args(args).current_dir(folder);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("MICROCORE_") {
            command.env_remove(name);
        }
    }
    command.env("MICROCORE_HTTP__BIND", "127.0.0.1:0");
    command
}

/// What one of its commands writes to stdout, under settings like `NAME=value`.
pub fn output(folder: &Path, settings: &[String], args: &[String]) -> String {
    let settings = settings.iter().filter_map(|setting| setting.split_once('='));
    let output = command(folder, args).envs(settings).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// A shop that serves until this is dropped.
pub struct Shop {
    process: Child,
    pub port: u16,
    /// What it said when it was ready.
    pub greeting: String,
}

impl Shop {
    pub fn serve(folder: &Path) -> Self {
        let mut command = command(folder, &[]);
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut greeting = String::new();
        while !greeting.contains("Ctrl-C") {
            let Some(line) = lines.next() else {
                let mut log = String::new();
                process.stderr.take().unwrap().read_to_string(&mut log).unwrap();
                panic!("the shop does not start:\n{log}");
            };
            greeting.push_str(&line.unwrap());
            greeting.push('\n');
        }
        let address = greeting.split("http://127.0.0.1:").nth(1).unwrap();
        let port = address.split_whitespace().next().unwrap().parse().unwrap();
        // Somebody has to read the log, or the shop waits for them.
        let mut log = process.stderr.take().unwrap();
        std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
        Self { process, port, greeting }
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
