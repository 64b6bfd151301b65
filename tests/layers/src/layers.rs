//! Which room may know which.

use std::collections::BTreeSet;
use std::fmt;

use crate::{Import, Sources, circles};

/// The floors of a crate, the lowest first. A room may import from the floors below its
/// own; modules of one floor do not know each other.
#[derive(Clone, Copy, Debug)]
pub struct Layers {
    /// The modules of each floor.
    pub floors: &'static [&'static [&'static str]],
}

/// What is wrong with a crate's imports, and what they amount to.
#[derive(Debug, Default)]
pub struct Report {
    /// Each breach, with the fix.
    pub breaches: Vec<String>,
    /// How many modules there are.
    pub rooms: usize,
    /// How many modules the largest circle has; 1 where there is none.
    pub largest_circle: usize,
    /// How many pairs of modules import each other.
    pub mutual_pairs: usize,
}

impl Layers {
    /// Checks the imports of a crate against its layers.
    pub fn check(&self, sources: &Sources) -> Report {
        let imports = sources.imports();
        let mut report = Report { rooms: sources.rooms().len(), ..Report::default() };
        for room in sources.rooms() {
            if self.floor(&room).is_none() {
                report.breaches.push(format!("`{room}` is on no floor; list it in the layers"));
            }
        }
        for floor in self.floors.iter().flat_map(|floor| floor.iter()) {
            if !sources.rooms().iter().any(|room| room == floor) {
                report.breaches.push(format!("`{floor}` is listed and is no room"));
            }
        }
        let between: Vec<&Import> = imports.iter().filter(|import| crosses(import)).collect();
        report.breaches.extend(between.iter().filter_map(|import| self.breach(import)));
        let edges = between.iter().map(|import| (room(&import.from), room(&import.to)));
        let edges: BTreeSet<(String, String)> = edges.collect();
        report.mutual_pairs =
            edges.iter().filter(|(a, b)| a < b && edges.contains(&(b.clone(), a.clone()))).count();
        report.largest_circle = circles(&edges).iter().map(BTreeSet::len).max().unwrap_or(1);
        report.breaches.extend(circles_of_files(sources, &imports));
        report
    }

    fn floor(&self, room: &str) -> Option<usize> {
        self.floors.iter().position(|floor| floor.contains(&room))
    }

    fn breach(&self, import: &Import) -> Option<String> {
        let (from, to) = (room(&import.from), room(&import.to));
        let (own, other) = (self.floor(&from)?, self.floor(&to)?);
        let direction = match own.cmp(&other) {
            std::cmp::Ordering::Greater => return None,
            std::cmp::Ordering::Equal => "sideways",
            std::cmp::Ordering::Less => "upwards",
        };
        let Import { from, to, name } = import;
        Some(format!(
            "{} imports `{name}` {direction}, from {}; move it to a floor that both stand on, or hand it in",
            from.join("::"),
            to.join("::"),
        ))
    }
}

fn room(module: &[String]) -> String {
    module.first().cloned().unwrap_or_default()
}

/// Whether it runs from one room into another; the root file only hands on.
fn crosses(import: &Import) -> bool {
    let (from, to) = (import.from.first(), import.to.first());
    from.is_some() && to.is_some() && from != to
}

fn circles_of_files(sources: &Sources, imports: &[Import]) -> Vec<String> {
    let edges = imports.iter().map(|import| (import.from.clone(), import.to.clone())).collect();
    let mut breaches = Vec::new();
    for circle in circles(&edges) {
        let folders: BTreeSet<_> = circle.iter().map(|file| sources.folder(file)).collect();
        if folders.len() > 1 {
            let ties = imports.iter().filter(|import| {
                circle.contains(&import.from)
                    && circle.contains(&import.to)
                    && sources.folder(&import.from) != sources.folder(&import.to)
            });
            let ties: Vec<_> = ties
                .map(|Import { from, to, name }| {
                    format!("  {} -> {} ({name})", from.join("::"), to.join("::"))
                })
                .collect();
            breaches.push(format!(
                "files of different folders import each other in a circle:\n{}",
                ties.join("\n")
            ));
        }
    }
    breaches
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { breaches, rooms, largest_circle, mutual_pairs } = self;
        write!(
            f,
            "rooms {rooms}, largest circle {largest_circle}, mutual pairs {mutual_pairs}, breaches {}",
            breaches.len()
        )?;
        breaches.iter().try_for_each(|breach| write!(f, "\n- {breach}"))
    }
}
