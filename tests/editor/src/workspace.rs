//! A folder with copies of applications.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use toml::{Table, Value};

/// A folder below the folder of build results, the same in every run, so that build
/// artifacts are replaced and do not pile up.
#[derive(Debug)]
pub struct Workspace {
    folder: PathBuf,
    /// The manifests that the editor loads.
    manifests: Vec<PathBuf>,
}

impl Workspace {
    /// An empty folder; `temporary` is cargo's `CARGO_TARGET_TMPDIR`.
    ///
    /// # Panics
    /// If it cannot be made.
    pub fn new(temporary: &str, name: &str) -> Self {
        let folder = Path::new(temporary).join(format!("editor-{name}"));
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("the old folder is removed");
        }
        fs::create_dir_all(&folder).expect("a folder");
        let folder = fs::canonicalize(folder).expect("a folder");
        Self { folder, manifests: Vec::new() }
    }

    /// Copies packages of this repository into one workspace, with its profiles and
    /// its lock, without their tests; `others` are packages that will be written.
    ///
    /// # Panics
    /// If one cannot be copied.
    pub fn with_copies<'a>(
        mut self,
        packages: &[&'a str],
        others: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        for package in packages {
            let to = self.folder.join(name(package));
            microcore_test_support::copy(&root().join(package), &to).expect("a copy");
            let _ = fs::remove_dir_all(to.join("tests"));
            let mut manifest = table(&to.join("Cargo.toml"));
            manifest.remove("dev-dependencies");
            fs::write(to.join("Cargo.toml"), manifest.to_string()).expect("written");
        }
        let mut manifest = table(&root().join("Cargo.toml"));
        let workspace = manifest["workspace"].as_table_mut().expect("a workspace");
        let members = packages.iter().map(|package| name(package)).chain(others).map(Value::from);
        workspace.insert("members".to_owned(), Value::Array(members.collect()));
        let dependencies = workspace["dependencies"].as_table_mut().expect("dependencies");
        for (_, dependency) in dependencies.iter_mut() {
            if let Some(path) = dependency.get_mut("path") {
                let absolute = root().join(path.as_str().expect("a path"));
                *path = absolute.to_string_lossy().into_owned().into();
            }
        }
        Self::lock(&self.folder.clone());
        self.write("Cargo.toml", &manifest.to_string());
        self.manifests.push(self.folder.join("Cargo.toml"));
        self
    }

    /// Makes an application with `cargo microcore new`.
    ///
    /// # Panics
    /// If it cannot be made.
    pub fn with_new(mut self, app: &str) -> Self {
        // With other profiles everything would be built once more.
        let mut manifest = table(&root().join("Cargo.toml"));
        manifest.retain(|key, _| key == "profile");
        self.write(".cargo/config.toml", &manifest.to_string());
        let built = run(microcore_test_support::cargo()
            .args(["run", "--quiet", "--locked", "--package", "cargo-microcore", "--"])
            .args(["microcore", "new"])
            .arg(self.folder.join(app))
            .arg("--microcore")
            .arg(root().join("microcore"))
            .env("CARGO_TARGET_DIR", self.target())
            .current_dir(root()));
        assert!(built.is_ok(), "{built:?}");
        Self::lock(&self.folder.join(app));
        self.manifests.push(self.folder.join(app).join("Cargo.toml"));
        self
    }

    /// Runs `cargo check` on it.
    ///
    /// # Errors
    /// The output of cargo, if it does not compile.
    pub fn check(&self) -> Result<(), String> {
        run(microcore_test_support::cargo()
            .args(["check", "--workspace", "--offline", "--quiet"])
            .env("CARGO_TARGET_DIR", self.target())
            .current_dir(&self.folder))
    }

    /// Writes a file.
    ///
    /// # Panics
    /// If it cannot be written.
    pub fn write(&self, file: &str, text: &str) -> &Self {
        let path = self.folder.join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("written");
        self
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The manifests that the editor loads.
    pub fn manifests(&self) -> &[PathBuf] {
        &self.manifests
    }

    /// The folder that the tests themselves were built into.
    ///
    /// # Panics
    /// If the workspace is not below it.
    pub fn target(&self) -> &Path {
        self.folder.ancestors().nth(2).expect("the folder of build results")
    }

    fn lock(folder: &Path) {
        fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).expect("copied");
    }
}

/// The folder of this repository.
fn root() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    fs::canonicalize(folder).expect("the repository")
}

fn table(manifest: &Path) -> Table {
    fs::read_to_string(manifest).expect("a manifest").parse().expect("a manifest")
}

fn name(package: &str) -> &str {
    package.rsplit('/').next().unwrap_or(package)
}

fn run(command: &mut Command) -> Result<(), String> {
    let output = command.output().map_err(|error| error.to_string())?;
    let text = || String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() { Ok(()) } else { Err(text()) }
}
