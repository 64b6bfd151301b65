//! The layers of a crate, and the check of its imports.

use std::collections::BTreeSet;
use std::fmt;

use crate::{Import, Sources, cycles};

/// The layers of a crate, the lowest first. A module may import from the layers below its
/// own; modules of one layer do not import each other.
#[derive(Clone, Copy, Debug)]
pub struct Layers {
    /// The modules of each layer.
    pub layers: &'static [&'static [&'static str]],
}

/// The violations of a crate's layers, and statistics about its imports.
#[derive(Debug, Default)]
pub struct Report {
    /// Each violation, with the fix.
    pub violations: Vec<String>,
    /// How many modules there are.
    pub modules: usize,
    /// How many modules the largest cycle has; 1 where there is none.
    pub largest_cycle: usize,
    /// How many pairs of modules import each other.
    pub mutual_pairs: usize,
}

impl Layers {
    /// Checks the imports of a crate against its layers.
    pub fn check(&self, sources: &Sources) -> Report {
        let imports = sources.imports();
        let mut report = Report { modules: sources.modules().len(), ..Report::default() };
        for module in sources.modules() {
            if self.layer(&module).is_none() {
                report.violations.push(format!("`{module}` is in no layer; list it in the layers"));
            }
        }
        for layer in self.layers.iter().flat_map(|layer| layer.iter()) {
            if !sources.modules().iter().any(|module| module == layer) {
                report.violations.push(format!("`{layer}` is listed and is not a module"));
            }
        }
        let between: Vec<&Import> = imports.iter().filter(|import| crosses(import)).collect();
        report.violations.extend(between.iter().filter_map(|import| self.violation(import)));
        let edges = between.iter().map(|import| (top_module(&import.from), top_module(&import.to)));
        let edges: BTreeSet<(String, String)> = edges.collect();
        report.mutual_pairs =
            edges.iter().filter(|(a, b)| a < b && edges.contains(&(b.clone(), a.clone()))).count();
        report.largest_cycle = cycles(&edges).iter().map(BTreeSet::len).max().unwrap_or(1);
        report.violations.extend(cycles_of_files(sources, &imports));
        report
    }

    fn layer(&self, module: &str) -> Option<usize> {
        self.layers.iter().position(|layer| layer.contains(&module))
    }

    fn violation(&self, import: &Import) -> Option<String> {
        let (from, to) = (top_module(&import.from), top_module(&import.to));
        let (own, other) = (self.layer(&from)?, self.layer(&to)?);
        let direction = match own.cmp(&other) {
            std::cmp::Ordering::Greater => return None,
            std::cmp::Ordering::Equal => "sideways",
            std::cmp::Ordering::Less => "upwards",
        };
        let Import { from, to, name } = import;
        Some(format!(
            "{} imports `{name}` {direction}, from {}; move it to a layer below both, or pass it as an argument",
            from.join("::"),
            to.join("::"),
        ))
    }
}

fn top_module(module: &[String]) -> String {
    module.first().cloned().unwrap_or_default()
}

/// Whether it runs from one module into another; the root file only re-exports.
fn crosses(import: &Import) -> bool {
    let (from, to) = (import.from.first(), import.to.first());
    from.is_some() && to.is_some() && from != to
}

fn cycles_of_files(sources: &Sources, imports: &[Import]) -> Vec<String> {
    let edges = imports.iter().map(|import| (import.from.clone(), import.to.clone())).collect();
    let mut violations = Vec::new();
    for cycle in cycles(&edges) {
        let folders: BTreeSet<_> = cycle.iter().map(|file| sources.folder(file)).collect();
        if folders.len() > 1 {
            let edges_between = imports.iter().filter(|import| {
                cycle.contains(&import.from)
                    && cycle.contains(&import.to)
                    && sources.folder(&import.from) != sources.folder(&import.to)
            });
            let edges_between: Vec<_> = edges_between
                .map(|Import { from, to, name }| {
                    format!("  {} -> {} ({name})", from.join("::"), to.join("::"))
                })
                .collect();
            violations.push(format!(
                "files of different folders import each other in a cycle:\n{}",
                edges_between.join("\n")
            ));
        }
    }
    violations
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { violations, modules, largest_cycle, mutual_pairs } = self;
        write!(
            f,
            "modules {modules}, largest cycle {largest_cycle}, mutual pairs {mutual_pairs}, violations {}",
            violations.len()
        )?;
        violations.iter().try_for_each(|violation| write!(f, "\n- {violation}"))
    }
}
