//! The graph as a Mermaid flow chart. Tools are listed at the plugins that use them:
//! lines to them would cross everything else.

use std::fmt::Write;

use super::Graph;

pub(super) fn mermaid(graph: &Graph) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write(graph, &mut out);
    out
}

fn write(graph: &Graph, out: &mut String) -> std::fmt::Result {
    writeln!(out, "flowchart LR")?;
    for domain in graph.domains() {
        writeln!(out, "  subgraph domain_{domain}[\"{domain}\"]")?;
        for node in graph.nodes.iter().filter(|node| node.domain == Some(domain)) {
            let label = node.name.rsplit("::").next().unwrap_or_default();
            let uses = graph.edges.iter().filter(|edge| edge.kind == "uses");
            let uses = uses.filter(|edge| edge.from == node.name).map(|edge| edge.to.as_str());
            let uses: Vec<_> = uses.collect();
            let below = if uses.is_empty() { "" } else { "<br/>" };
            let id = id(graph, &node.name);
            writeln!(out, "    {id}[\"{label}{below}{}\"]", uses.join(", "))?;
        }
        writeln!(out, "  end")?;
    }
    for node in &graph.nodes {
        let (id, name) = (id(graph, &node.name), &node.name);
        match node.kind {
            "route" => writeln!(out, "  {id}>\"{name}\"]")?,
            "schedule" => writeln!(out, "  {id}{{{{\"{name}\"}}}}")?,
            "event" => writeln!(out, "  {id}([\"{name}\"])")?,
            _ => {}
        }
    }
    for edge in &graph.edges {
        let (from, to) = (id(graph, &edge.from), id(graph, &edge.to));
        match (edge.kind, edge.name) {
            ("asks", Some(name)) => writeln!(out, "  {from} -. \"{name}\" .-> {to}")?,
            ("uses", _) => {}
            _ => writeln!(out, "  {from} --> {to}")?,
        }
    }
    Ok(())
}

/// Mermaid's ids are words: the letter of the kind and the index in the list.
fn id(graph: &Graph, name: &str) -> String {
    match graph.nodes.iter().position(|node| node.name == name) {
        Some(at) => format!("{}{at}", graph.nodes[at].kind.get(..1).unwrap_or_default()),
        // No plugin publishes this event.
        None => name.replace(|c: char| !c.is_alphanumeric(), "_"),
    }
}
