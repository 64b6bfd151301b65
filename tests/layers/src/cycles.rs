//! Cycles of imports.

use std::collections::{BTreeMap, BTreeSet};

/// Every largest set of nodes each of which reaches all others; single nodes left out.
pub fn cycles<N: Ord + Clone>(edges: &BTreeSet<(N, N)>) -> Vec<BTreeSet<N>> {
    let mut next: BTreeMap<&N, Vec<&N>> = BTreeMap::new();
    for (from, to) in edges {
        next.entry(from).or_default().push(to);
    }
    let nodes: BTreeSet<&N> = edges.iter().flat_map(|(from, to)| [from, to]).collect();
    let reach: BTreeMap<&N, BTreeSet<&N>> =
        nodes.iter().map(|node| (*node, reached(*node, &next))).collect();
    let mut found = BTreeSet::new();
    for node in &nodes {
        let cycle: BTreeSet<N> = reach[node]
            .iter()
            .filter(|other| reach[**other].contains(node))
            .map(|other| (**other).clone())
            .collect();
        if cycle.len() > 1 {
            found.insert(cycle);
        }
    }
    found.into_iter().collect()
}

fn reached<'a, N: Ord>(from: &'a N, next: &BTreeMap<&'a N, Vec<&'a N>>) -> BTreeSet<&'a N> {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(node) = open.pop() {
        for to in next.get(node).into_iter().flatten() {
            if seen.insert(*to) {
                open.push(to);
            }
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_nodes_that_reach_each_other_form_a_cycle() {
        let edges = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("d", "e")];
        let found = cycles(&edges.into_iter().collect());
        assert_eq!(found, [BTreeSet::from(["a", "b", "c"])]);
    }
}
