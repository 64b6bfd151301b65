//! Measures the compile time of features, in seconds of CPU time, relative to the same
//! features hand-written:
//! `compile [--count 100] [--rounds 3] [--release 0|1]`.
#![allow(clippy::print_stdout)]

use std::path::{Path, PathBuf};

use microcore_bench::Result;
use microcore_bench::arguments::number;
use microcore_bench::statistics::median;

use microcore_bench::cargo::{clean, timed};
use microcore_bench::crates::Crate;

fn main() -> Result<()> {
    let count = number("--count", 100)? as usize;
    let rounds = number("--rounds", 3)? as usize;
    let release = number("--release", 0)? == 1;
    let repository = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    let target = repository.join("target");
    let folder = target.join("compiled");
    // One feature each is the base: what is the same for any number is no
    // feature's share.
    let sizes = [1, count];
    let mut crates = Vec::new();
    for size in sizes {
        crates.push(Crate::twin(&folder, &repository, size)?);
        crates.push(Crate::micro(&folder, &repository, size)?);
    }
    let only = std::env::var("ONLY").unwrap_or_default();
    let mut steps = match release {
        false => vec![Step::Check, Step::Debug, Step::Rebuild],
        true => vec![Step::Release],
    };
    steps.retain(|step| step.name().contains(&only));
    // Builds the dependencies.
    for krate in &crates[..2] {
        for step in &steps {
            step.run(krate, &target, usize::MAX)?;
        }
    }
    println!(
        "| {count} features | baseline | microcore | ratio | per feature, baseline | per feature | ratio |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    for step in &steps {
        let mut seconds: [Vec<f64>; 4] = Default::default();
        let mut bytes = [0.0; 4];
        for round in 0..rounds {
            for (place, krate) in crates.iter().enumerate() {
                let took = step.run(krate, &target, round)?;
                seconds[place].push(took);
                bytes[place] = step.binary(krate, &target)?;
            }
        }
        row(step.name(), "s", seconds.map(median), count);
        if matches!(step, Step::Debug | Step::Release) {
            row(&format!("{}, binary", step.name()), "kB", bytes.map(|bytes| bytes / 1e3), count);
        }
    }
    Ok(())
}

fn row(what: &str, unit: &str, [twin_base, micro_base, twin, micro]: [f64; 4], count: usize) {
    let share = |whole: f64, base: f64| (whole - base) / (count - 1) as f64;
    let (manual, own) = (share(twin, twin_base), share(micro, micro_base));
    println!(
        "| {what} | {twin:.1} {unit} | {micro:.1} {unit} | {:.2} | {manual:.3} {unit} | {own:.3} {unit} | {:.2} |",
        micro / twin,
        own / manual,
    );
}

#[derive(Clone, Copy)]
enum Step {
    Check,
    Debug,
    /// A debug build after one handler was changed.
    Rebuild,
    Release,
}

impl Step {
    fn name(self) -> &'static str {
        match self {
            Self::Check => "cargo check",
            Self::Debug => "cargo build",
            Self::Rebuild => "rebuild, one file changed",
            Self::Release => "cargo build --release",
        }
    }

    /// Runs the step for the crate alone, its dependencies built; returns the
    /// seconds of processor time, of all threads.
    fn run(self, krate: &Crate, target: &Path, round: usize) -> Result<f64> {
        let cargo = match self {
            Self::Check => "cargo check --quiet",
            Self::Debug | Self::Rebuild => "cargo build --quiet",
            Self::Release => "cargo build --quiet --release",
        };
        match self {
            Self::Rebuild => {
                // Not first: a build of the same state has to be there.
                krate.edit(&format!("before {round}"))?;
                timed(cargo, &krate.folder, target, &[])?;
                krate.edit(&format!("after {round}"))?;
            }
            _ => clean(krate.name, &krate.folder, target, matches!(self, Self::Release))?,
        }
        timed(cargo, &krate.folder, target, &[])
    }

    fn binary(self, krate: &Crate, target: &Path) -> Result<f64> {
        let profile = match self {
            Self::Check => return Ok(0.0),
            Self::Debug | Self::Rebuild => "debug",
            Self::Release => "release",
        };
        Ok(std::fs::metadata(target.join(profile).join(krate.name))?.len() as f64)
    }
}
