//! Checks of the machine: toolchain and linker.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use super::{Diagnosis, failed, ok};

/// The oldest rustc that microcore supports.
const OLDEST: &str = env!("CARGO_PKG_RUST_VERSION");

pub(super) fn diagnose() -> Vec<Diagnosis> {
    let mut diagnoses = vec![toolchain()];
    if !cfg!(windows) {
        diagnoses.push(compiler());
    }
    // Without rustc nothing can be linked.
    if diagnoses[0].ok {
        diagnoses.push(linker());
    }
    diagnoses
}

fn toolchain() -> Diagnosis {
    let version = match version("rustc") {
        Ok(version) => version,
        Err(problem) => return failed("toolchain", problem, "install Rust: https://rustup.rs"),
    };
    if is_older(&version, OLDEST) {
        let found = format!("{version}; microcore needs {OLDEST} or newer");
        return failed("toolchain", found, "rustup update stable");
    }
    ok("toolchain", version)
}

fn compiler() -> Diagnosis {
    let fix = "install one: apt-get install gcc, dnf install gcc, xcode-select --install";
    version("cc").map_or_else(
        |problem| failed("C compiler", format!("{problem}; SQLite is compiled with it"), fix),
        |version| ok("C compiler", version),
    )
}

/// Links the smallest program there is.
fn linker() -> Diagnosis {
    let fix = "install a linker: apt-get install gcc, xcode-select --install, or the MSVC build \
               tools";
    match link() {
        Ok(output) if output.status.success() => ok("linker", "links a program"),
        Ok(output) => {
            let text = String::from_utf8_lossy(&output.stderr);
            failed("linker", text.lines().next().unwrap_or("it fails").to_owned(), fix)
        }
        Err(error) => failed("linker", format!("could not be run: {error}"), fix),
    }
}

fn link() -> std::io::Result<Output> {
    let folder = tempfile::tempdir()?;
    let mut rustc = Command::new("rustc")
        .args(["-", "--crate-name", "probe", "--edition", "2024", "-o"])
        .arg(folder.path().join("probe"))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()?;
    if let Some(mut source) = rustc.stdin.take() {
        source.write_all(b"fn main() {}")?;
    }
    rustc.wait_with_output()
}

/// The first line of a program's `--version`.
fn version(program: &str) -> Result<String, String> {
    match Command::new(program).arg("--version").output() {
        Ok(output) if output.status.success() => {
            let text = String::from_utf8_lossy(&output.stdout);
            Ok(text.lines().next().unwrap_or(program).to_owned())
        }
        Ok(output) => Err(format!("`{program} --version` ended with {}", output.status)),
        Err(error) => Err(format!("`{program}` does not run: {error}")),
    }
}

/// `rustc 1.93.1 (…)` against `1.94`; what cannot be read is not older.
fn is_older(rustc: &str, oldest: &str) -> bool {
    let numbers = |text: &str| -> Vec<u32> {
        text.split(['.', '-']).map_while(|part| part.parse().ok()).collect()
    };
    let found = numbers(rustc.split_whitespace().nth(1).unwrap_or_default());
    !found.is_empty() && found < numbers(oldest)
}

#[cfg(test)]
mod tests {
    use super::is_older;

    #[test]
    fn versions_are_compared_as_numbers() {
        for old in ["rustc 1.93.1 (abc 2026-01-01)", "rustc 1.9.0", "rustc 0.99.0-nightly (x)"] {
            assert!(is_older(old, "1.94"), "{old}");
        }
        for new in ["rustc 1.94.0 (abc)", "rustc 1.100.0-beta.2", "rustc 2.0.0", "something"] {
            assert!(!is_older(new, "1.94"), "{new}");
        }
    }
}
