//! cargo run by a test, on packages that the test writes.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

/// cargo as the shell would run it.
pub fn cargo() -> Command {
    outside_of_cargo(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// A program as the shell would run it. `cargo test` sets variables about the package it
/// tests; build scripts that read them (ring's) would run again each time.
pub fn outside_of_cargo(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&*name);
        }
    }
    command
}

/// Copies a folder, without cargo's build artifacts.
///
/// # Errors
/// If a file cannot be read or written.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if !path.is_dir() {
            fs::copy(&path, &to)?;
        } else if entry.file_name() != "target" {
            copy(&path, &to)?;
        }
    }
    Ok(())
}
