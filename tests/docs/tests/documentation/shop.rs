//! The shop as a process, in a folder of its own.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use microcore_e2e::Program;

/// The shop's program, run in `folder` without the configuration of this
/// process.
fn command(folder: &Path, args: &[String]) -> Command {
    let mut command = Command::new(Program::Shop.path());
    command.args(args).current_dir(folder);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("MICROCORE_") {
            command.env_remove(name);
        }
    }
    command.env("MICROCORE_HTTP__BIND", "127.0.0.1:0");
    // A test that serves must not update a file that another test checks.
    command.env("MICROCORE_KERNEL__REFRESH_CONTEXT", "false");
    command
}

/// What a command prints to stdout, with settings like `NAME=value`.
pub(crate) fn output(folder: &Path, settings: &[String], args: &[String]) -> String {
    let settings = settings.iter().filter_map(|setting| setting.split_once('='));
    let output = command(folder, args).envs(settings).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// A running shop. Stopped when dropped.
pub(crate) struct Shop {
    process: Child,
    pub port: u16,
    /// Its output when it was ready.
    pub greeting: String,
}

impl Shop {
    pub(crate) fn serve(folder: &Path, settings: &[String]) -> Self {
        let mut command = command(folder, &[]);
        command.envs(settings.iter().filter_map(|setting| setting.split_once('=')));
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
        // The log must be read, or the shop blocks on a full pipe.
        let mut log = process.stderr.take().unwrap();
        std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
        Self { process, port, greeting }
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        // It may have exited already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
