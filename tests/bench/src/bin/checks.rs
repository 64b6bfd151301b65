//! Measures what the assertions between features cost in `cargo check`, in seconds of
//! processor time: `checks [--count 100] [--rounds 3]`.
//!
//! The same crate is checked by macros that write the assertions and by macros built
//! with `--cfg microcore_without_assertions`, which do not.
#![allow(clippy::print_stdout)]

use std::path::{Path, PathBuf};

use microcore_bench::Result;
use microcore_bench::arguments::number;
use microcore_bench::cargo::{clean, timed};
use microcore_bench::crates::Crate;
use microcore_bench::statistics::median;

fn main() -> Result<()> {
    let count = number("--count", 100)? as usize;
    let rounds = number("--rounds", 3)? as usize;
    let repository = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    let folder = repository.join("target/compiled");
    let krate = Crate::checked(&folder, &repository, count)?;
    let with = (folder.join("with-assertions"), "");
    let without = (folder.join("without-assertions"), "--cfg microcore_without_assertions");
    let check = |(target, flags): &(PathBuf, &str)| check(&krate, target, flags);
    // Builds the dependencies.
    check(&with)?;
    check(&without)?;
    let (mut claimed, mut unclaimed) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        claimed.push(check(&with)?);
        unclaimed.push(check(&without)?);
    }
    let (claimed, unclaimed) = (median(claimed), median(unclaimed));
    println!("| features | without assertions | with | ratio | the assertions of 100 features |");
    println!("| ---: | ---: | ---: | ---: | ---: |");
    println!(
        "| {count} | {unclaimed:.2} s | {claimed:.2} s | {:.3} | {:.2} s |",
        claimed / unclaimed,
        (claimed - unclaimed) * 100.0 / count as f64
    );
    Ok(())
}

fn check(krate: &Crate, target: &Path, flags: &str) -> Result<f64> {
    let env = [("RUSTFLAGS", flags), ("CARGO_INCREMENTAL", "0")];
    clean(krate.name, &krate.folder, target, false)?;
    timed("cargo check --quiet", &krate.folder, target, &env)
}
