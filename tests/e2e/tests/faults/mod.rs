//! Faults are answered and logged, and do not affect anything else.

mod deliveries;
mod letters;
mod outage;
mod requests;
mod stop;
mod survival;

use microcore_e2e::{Process, Program, Run};
use tempfile::TempDir;

/// An application with faults, with short timeouts so that the tests are quick.
fn fault_app(settings: &[(&str, &str)]) -> (TempDir, Process) {
    let folder = tempfile::tempdir().unwrap();
    let run = Run::new(Program::FaultApp, folder.path())
        .with("MICROCORE_KERNEL__CONNECT_TIMEOUT_MS", "200")
        .with("MICROCORE_KERNEL__STOP_TIMEOUT_MS", "500");
    let run = settings.iter().fold(run, |run, (name, value)| run.with(name, *value));
    let process = run.serve();
    (folder, process)
}
