//! Runs cargo in a folder, and takes the time.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::Result;

/// Takes away what was built of a package.
///
/// # Errors
/// If cargo cannot.
pub fn clean(package: &str, folder: &Path, target: &Path, release: bool) -> Result<()> {
    let mut command = Command::new("cargo");
    command.args(["clean", "--quiet", "--package", package]).current_dir(folder);
    if release {
        command.arg("--release");
    }
    match command.env("CARGO_TARGET_DIR", target).status()?.success() {
        true => Ok(()),
        false => Err("cargo clean failed".into()),
    }
}

/// Runs a command of cargo; user and system seconds, of it and its children.
///
/// # Errors
/// If it fails; with what it printed.
pub fn timed(cargo: &str, folder: &Path, target: &Path, env: &[(&str, &str)]) -> Result<f64> {
    let output = Command::new("bash")
        .args(["-c", &format!("TIMEFORMAT='%3U %3S'; time {cargo} 2>&1")])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .envs(env.iter().copied())
        .stdin(Stdio::null())
        .output()?;
    let errors = String::from_utf8(output.stderr)?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stdout);
        return Err(format!("{cargo} failed in {}:\n{said}{errors}", folder.display()).into());
    }
    let line = errors.lines().last().ok_or("no times")?;
    let mut seconds = 0.0;
    for part in line.split(' ') {
        seconds += part.parse::<f64>()?;
    }
    Ok(seconds)
}
