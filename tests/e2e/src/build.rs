//! The programs under test, built from the sources as they are.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::LazyLock;

use microcore_test_support::cargo;
use serde_json::Value;

/// A program of this workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// `examples/shop`.
    Shop,
    /// `examples/hello`.
    Hello,
    /// `tests/fault-app`.
    FaultApp,
}

const ALL: [Program; 3] = [Program::Shop, Program::Hello, Program::FaultApp];

/// Another program to test in place of the shop: its path.
pub const SHOP: &str = "MICROCORE_E2E_SHOP";

impl Program {
    /// Its name, and that of its package.
    pub fn name(self) -> &'static str {
        match self {
            Self::Shop => "shop",
            Self::Hello => "hello",
            Self::FaultApp => "fault-app",
        }
    }

    /// Where it is; builds all programs the first time.
    ///
    /// # Panics
    /// If they do not build.
    pub fn path(self) -> &'static Path {
        static OTHER: LazyLock<Option<PathBuf>> =
            LazyLock::new(|| std::env::var_os(SHOP).map(PathBuf::from));
        static BUILT: LazyLock<Vec<PathBuf>> = LazyLock::new(all);
        match &*OTHER {
            Some(path) if self == Self::Shop => path,
            _ => &BUILT[self as usize],
        }
    }
}

/// `cargo test` does not always build the programs of other packages, and a stale one
/// must never be tested.
fn all() -> Vec<PathBuf> {
    let packages = ALL.iter().flat_map(|program| ["-p", program.name()]);
    let messages = build(&workspace(), packages);
    ALL.map(|program| executable(&messages, program.name())).into()
}

/// The program of that name in the package or workspace at `folder`.
pub(crate) fn program(folder: &Path, package: &str, name: &str) -> PathBuf {
    executable(&build(folder, ["--offline", "-p", package]), name)
}

fn build<'a>(folder: &Path, args: impl IntoIterator<Item = &'a str>) -> Vec<Value> {
    let mut command = cargo();
    command.args(["build", "--message-format=json", "--manifest-path"]);
    command.arg(folder.join("Cargo.toml")).args(args);
    if !cfg!(debug_assertions) {
        command.arg("--release");
    }
    if let Some(target) = target_folder() {
        command.arg("--target-dir").arg(target);
    }
    let output = command.stderr(Stdio::inherit()).output().expect("cargo runs");
    let text = String::from_utf8_lossy(&output.stdout);
    let messages: Vec<Value> =
        text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    assert!(
        output.status.success(),
        "{} does not build:\n{}",
        folder.display(),
        rendered(&messages)
    );
    messages
}

/// The rendered messages of the compiler.
fn rendered(messages: &[Value]) -> String {
    messages.iter().filter_map(|message| message["message"]["rendered"].as_str()).collect()
}

fn executable(messages: &[Value], name: &str) -> PathBuf {
    let path = messages.iter().find_map(|message| {
        let is_it = message["target"]["name"] == name;
        message["executable"].as_str().filter(|_| is_it)
    });
    path.unwrap_or_else(|| panic!("cargo built no `{name}`")).into()
}

/// The folder of this workspace.
pub(crate) fn workspace() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    folder.canonicalize().expect("a workspace")
}

/// The folder that this test was built in: `…/debug/deps/e2e-…`.
pub(crate) fn target_folder() -> Option<PathBuf> {
    let own = std::env::current_exe().ok()?;
    own.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file()).map(Path::to_path_buf)
}
