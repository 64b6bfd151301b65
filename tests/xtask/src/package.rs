//! `package`: the packages that would be published work outside of the repository.
//!
//! Packs every published package, unpacks the files elsewhere, and lets the packed
//! `cargo-microcore` make applications that are compiled against the unpacked
//! libraries alone, with all their features. A file that a package forgot, or that it
//! reads outside of itself, is missing there.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::packages::{Metadata, Package};
use crate::{Result, run};

/// The package that makes applications.
const COMMAND: &str = "cargo-microcore";
/// The package that they depend on.
const LIBRARY: &str = "microcore";

pub(crate) fn run() -> Result {
    let metadata = Metadata::read()?;
    let published = metadata.published();
    for package in &published {
        complete(package)?;
    }
    pack(&published)?;
    let folder = metadata.target_directory.join("packaged");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder)?;
    for package in &published {
        unpack(&metadata, package, &folder)?;
    }
    let packed = Packed { folder, patches: patches(&published), metadata: &metadata };

    let command = named(&published, COMMAND)?;
    let path = packed.path(command);
    packed.cargo(&path, &["build"])?;
    let binary = metadata.target_directory.join("debug").join(COMMAND);
    run::must_succeed(Command::new(&binary).args(["microcore", "explain", "MC003"]))?;

    let library = named(&published, LIBRARY)?;
    let features = library.features.keys().map(|name| format!("{LIBRARY}/{name}"));
    let features = features.collect::<Vec<_>>().join(",");
    for (app, options) in [("packaged-app", &[][..]), ("packaged-demo", &["--demo"])] {
        let mut new = Command::new(&binary);
        new.args(["microcore", "new", app]).args(options).current_dir(&packed.folder);
        run::must_succeed(&mut new)?;
        let path = packed.folder.join(app);
        packed.cargo(&path, &["check", "--all-targets", "--features", &features])?;
    }
    println!("{} packages are complete", published.len());
    Ok(())
}

/// The metadata that a registry shows must be complete.
fn complete(package: &Package) -> Result {
    let manifest: toml::Table = std::fs::read_to_string(&package.manifest_path)?.parse()?;
    let table = manifest.get("package").and_then(toml::Value::as_table);
    let keys = ["description", "license", "repository", "readme", "keywords", "categories"];
    let missing: Vec<&str> = keys
        .into_iter()
        .filter(|key| !table.is_some_and(|table| table.contains_key(*key)))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(format!("{}: {} missing", package.manifest_path.display(), missing.join(", ")).into())
}

fn pack(published: &[&Package]) -> Result {
    let mut args = vec!["package", "--locked", "--no-verify", "--allow-dirty"];
    args.extend(published.iter().flat_map(|package| ["--package", &package.name]));
    run::cargo(&args)
}

fn unpack(metadata: &Metadata, package: &Package, folder: &Path) -> Result {
    let file = format!("{}-{}.crate", package.name, package.version);
    let file = metadata.target_directory.join("package").join(file);
    // With the time of unpacking (`m`): packed files are all of one old date, which cargo would
    // take for those that it compiled the last time.
    run::must_succeed(Command::new("tar").arg("-xmzf").arg(file).arg("-C").arg(folder))
}

/// A configuration of cargo's that takes each package from its unpacked files. Paths in
/// it are relative to the folder above that of the file.
fn patches(published: &[&Package]) -> String {
    let mut text = "[patch.crates-io]\n".to_owned();
    for package in published {
        let (name, version) = (&package.name, &package.version);
        let _ = writeln!(text, "{name} = {{ path = \"{name}-{version}\" }}");
    }
    text
}

fn named<'a>(published: &[&'a Package], name: &str) -> Result<&'a Package> {
    let package = published.iter().find(|package| package.name == name);
    package.copied().ok_or_else(|| format!("{name} is not published").into())
}

/// The unpacked packages.
struct Packed<'a> {
    folder: PathBuf,
    patches: String,
    metadata: &'a Metadata,
}

impl Packed<'_> {
    fn path(&self, package: &Package) -> PathBuf {
        self.folder.join(format!("{}-{}", package.name, package.version))
    }

    /// Runs cargo in a folder, with the versions of this workspace's lock, and builds
    /// into its target folder: what both depend on is built once.
    fn cargo(&self, folder: &Path, args: &[&str]) -> Result {
        let config = self.folder.join(".cargo");
        std::fs::create_dir_all(&config)?;
        std::fs::write(config.join("config.toml"), &self.patches)?;
        std::fs::copy(run::root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
        let mut command = Command::new(run::cargo_path());
        command.args(args).arg("--offline").current_dir(folder);
        command.env("CARGO_TARGET_DIR", &self.metadata.target_directory);
        run::must_succeed(&mut command)
    }
}
