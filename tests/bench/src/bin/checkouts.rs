//! Measures what `cargo check` takes on two checkouts of this repository, in seconds of
//! processor time: `checkouts <before> <after> [--count 100] [--rounds 3]`.
//!
//! Both check their own shop and one generated application, alternating, so that other
//! load on the machine affects both. The minimum of all rounds is shown.
#![allow(clippy::print_stdout)]

use std::fs;
use std::path::{Path, PathBuf};

use microcore_bench::Result;
use microcore_bench::arguments::number;
use microcore_bench::cargo::{clean, timed};
use microcore_bench::crates::Crate;

/// The framework's own packages; a checkout may lack some.
const PACKAGES: [(&str, &str); 5] = [
    ("microcore-syntax", "microcore-macros/syntax"),
    ("microcore-expand", "microcore-macros/expand"),
    ("microcore-macros", "microcore-macros"),
    ("microcore-core", "microcore/core"),
    ("microcore", "microcore"),
];

fn main() -> Result<()> {
    let folders: Vec<PathBuf> = std::env::args().skip(1).take(2).map(PathBuf::from).collect();
    let [before, after] = folders.as_slice() else {
        return Err("usage: checkouts <before> <after> [--count 100] [--rounds 3]".into());
    };
    let count = number("--count", 100)? as usize;
    let rounds = number("--rounds", 3)?;
    let checkouts = [Checkout::new(before, count)?, Checkout::new(after, count)?];
    // Builds the dependencies.
    for checkout in &checkouts {
        checkout.check_shop()?;
        checkout.check_application()?;
    }
    println!("| {count} features | before | after | ratio |");
    println!("| --- | ---: | ---: | ---: |");
    for step in [
        Step::Framework,
        Step::Shop,
        Step::ShopChanged,
        Step::Application,
        Step::ApplicationChanged,
    ] {
        let mut least = [f64::MAX; 2];
        for round in 0..rounds {
            for (checkout, least) in checkouts.iter().zip(&mut least) {
                *least = least.min(checkout.run(step, round)?);
            }
        }
        let [before, after] = least;
        println!("| {} | {before:.2} s | {after:.2} s | {:.2} |", step.name(), after / before);
    }
    Ok(())
}

#[derive(Clone, Copy)]
enum Step {
    Framework,
    Shop,
    ShopChanged,
    Application,
    ApplicationChanged,
}

impl Step {
    fn name(self) -> &'static str {
        match self {
            Self::Framework => "the framework's packages and the shop",
            Self::Shop => "the shop",
            Self::ShopChanged => "the shop, one line changed",
            Self::Application => "the application",
            Self::ApplicationChanged => "the application, one line changed",
        }
    }
}

struct Checkout {
    root: PathBuf,
    target: PathBuf,
    application: Crate,
}

impl Checkout {
    fn new(root: &Path, count: usize) -> Result<Self> {
        let root = root.canonicalize()?;
        let target = root.join("target");
        let application = Crate::micro(&target.join("compiled"), &root, count)?;
        Ok(Self { root, target, application })
    }

    fn check_shop(&self) -> Result<f64> {
        timed("cargo check --quiet --package shop", &self.root, &self.target, &[])
    }

    fn check_application(&self) -> Result<f64> {
        timed("cargo check --quiet", &self.application.folder, &self.target, &[])
    }

    fn run(&self, step: Step, round: u64) -> Result<f64> {
        match step {
            Step::Framework => {
                for (package, _) in self.packages() {
                    clean(package, &self.root, &self.target, false)?;
                }
                clean("shop", &self.root, &self.target, false)?;
                self.check_shop()
            }
            Step::Shop => {
                clean("shop", &self.root, &self.target, false)?;
                self.check_shop()
            }
            Step::ShopChanged => {
                let file = self.root.join("examples/shop/src/domains/orders/get_order.rs");
                let text = fs::read_to_string(&file)?;
                let marked = "Error::not_found(\"";
                fs::write(&file, text.replace(marked, &format!("{marked}{round} ")))?;
                let took = self.check_shop();
                fs::write(&file, text)?;
                took
            }
            Step::Application => {
                let Crate { name, folder, .. } = &self.application;
                clean(name, folder, &self.target, false)?;
                self.check_application()
            }
            Step::ApplicationChanged => {
                self.application.edit(&format!("edit {round}"))?;
                self.check_application()
            }
        }
    }

    fn packages(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        PACKAGES.into_iter().filter(|(_, folder)| self.root.join(folder).is_dir())
    }
}
