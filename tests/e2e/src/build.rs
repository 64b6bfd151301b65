//! The programs under test, built from the sources as they are.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

/// A program of this workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// `examples/shop`.
    Shop,
    /// `examples/hello`.
    Hello,
    /// `tests/faulty`.
    Faulty,
}

const ALL: [Program; 3] = [Program::Shop, Program::Hello, Program::Faulty];

impl Program {
    /// Its name, and that of its package.
    pub fn name(self) -> &'static str {
        match self {
            Self::Shop => "shop",
            Self::Hello => "hello",
            Self::Faulty => "faulty",
        }
    }

    /// Where it is; builds all programs the first time.
    ///
    /// # Panics
    /// If they do not build.
    pub fn path(self) -> &'static Path {
        static BUILT: OnceLock<Vec<PathBuf>> = OnceLock::new();
        &BUILT.get_or_init(build)[self as usize]
    }
}

/// `cargo test` builds the programs of other packages only by chance, and an old
/// one must never be tested.
fn build() -> Vec<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["build", "--message-format=json", "--manifest-path"]);
    command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"));
    for program in ALL {
        command.args(["-p", program.name()]);
    }
    if !cfg!(debug_assertions) {
        command.arg("--release");
    }
    if let Some(target) = target_folder() {
        command.arg("--target-dir").arg(target);
    }
    let output = command.stderr(Stdio::inherit()).output().expect("cargo runs");
    assert!(output.status.success(), "the programs under test do not build");
    let text = String::from_utf8_lossy(&output.stdout);
    let messages: Vec<Value> =
        text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    ALL.map(|program| executable(&messages, program)).into()
}

fn executable(messages: &[Value], program: Program) -> PathBuf {
    let path = messages.iter().find_map(|message| {
        let is_it = message["target"]["name"] == program.name();
        message["executable"].as_str().filter(|_| is_it)
    });
    path.unwrap_or_else(|| panic!("cargo built no `{}`", program.name())).into()
}

/// The folder that this test was built in: `…/debug/deps/e2e-…`.
fn target_folder() -> Option<PathBuf> {
    let own = std::env::current_exe().ok()?;
    own.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file()).map(Path::to_path_buf)
}
