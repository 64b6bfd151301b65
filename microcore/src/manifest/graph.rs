//! What is bound to what: domains with their plugins, routes in, events and
//! questions across, tools below.

use std::fmt::Write;

use serde::Serialize;

use super::{Links, touched};
use crate::kernel::Registry;

/// The graph of an application.
#[derive(Debug, Serialize)]
pub struct Graph {
    /// Plugins, routes, events and tools, sorted.
    pub nodes: Vec<Node>,
    /// What leads where, sorted.
    pub edges: Vec<Edge>,
}

/// A thing in the graph.
#[derive(Debug, Serialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    /// `plugin`, `route`, `event` or `tool`.
    pub kind: &'static str,
    /// Its name, one of a kind: `users::create_user`, `POST /users`.
    pub name: String,
    /// The domain of a plugin.
    pub domain: Option<&'static str>,
}

/// A line in the graph.
#[derive(Debug, Serialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// `calls`, `publishes`, `reads`, `asks` or `uses`.
    pub kind: &'static str,
    /// From the node of that name.
    pub from: String,
    /// To the node of that name.
    pub to: String,
    /// The question that is asked.
    pub name: Option<&'static str>,
}

/// The graph of what is registered.
pub fn graph(registry: &Registry) -> Graph {
    let links = Links(&registry.plugins);
    let mut graph = Graph { nodes: Vec::new(), edges: Vec::new() };
    for plugin in &registry.plugins {
        let id = plugin.id();
        graph.node("plugin", id.clone(), Some(plugin.domain));
        let routes = plugin.routes.iter().map(|own| format!("{} {}", own.method, own.path));
        let sockets = plugin.websockets.iter().map(|own| format!("WS {}", own.path));
        for route in routes.chain(sockets) {
            graph.node("route", route.clone(), None);
            graph.edge("calls", route, id.clone(), None);
        }
        for own in plugin.events {
            graph.node("event", own.name.to_owned(), None);
            graph.edge("publishes", id.clone(), own.name.to_owned(), None);
        }
        for own in plugin.subscriptions {
            graph.edge("reads", own.event.to_owned(), id.clone(), None);
        }
        for own in plugin.asks {
            for (by, _) in links.answers().filter(|(_, answer)| answer.ask == own.name) {
                graph.edge("asks", id.clone(), by.id(), Some(own.name));
            }
        }
        for tool in touched(plugin) {
            graph.edge("uses", id.clone(), tool.to_owned(), None);
        }
    }
    for tool in &registry.tools {
        graph.node("tool", tool.capability.to_owned(), None);
    }
    graph.nodes.sort();
    graph.nodes.dedup();
    graph.edges.sort();
    graph.edges.dedup();
    graph
}

impl Graph {
    fn node(&mut self, kind: &'static str, name: String, domain: Option<&'static str>) {
        self.nodes.push(Node { kind, name, domain });
    }

    fn edge(&mut self, kind: &'static str, from: String, to: String, name: Option<&'static str>) {
        self.edges.push(Edge { kind, from, to, name });
    }

    /// The graph as a Mermaid flow chart.
    pub fn mermaid(&self) -> String {
        let mut out = String::new();
        // A String takes everything.
        let _ = self.write_mermaid(&mut out);
        out
    }

    fn write_mermaid(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out, "flowchart LR")?;
        let mut domains: Vec<_> = self.nodes.iter().filter_map(|node| node.domain).collect();
        domains.dedup();
        for domain in domains {
            writeln!(out, "  subgraph domain_{domain}[\"{domain}\"]")?;
            for node in self.nodes.iter().filter(|node| node.domain == Some(domain)) {
                let label = node.name.rsplit("::").next().unwrap_or_default();
                writeln!(out, "    {}[\"{label}\"]", self.id(&node.name))?;
            }
            writeln!(out, "  end")?;
        }
        for node in &self.nodes {
            let (id, name) = (self.id(&node.name), &node.name);
            match node.kind {
                "route" => writeln!(out, "  {id}>\"{name}\"]")?,
                "event" => writeln!(out, "  {id}([\"{name}\"])")?,
                "tool" => writeln!(out, "  {id}[(\"{name}\")]")?,
                _ => {}
            }
        }
        for edge in &self.edges {
            let (from, to) = (self.id(&edge.from), self.id(&edge.to));
            match (edge.kind, edge.name) {
                ("asks", Some(name)) => writeln!(out, "  {from} -. \"{name}\" .-> {to}")?,
                ("uses", _) => writeln!(out, "  {from} --- {to}")?,
                _ => writeln!(out, "  {from} --> {to}")?,
            }
        }
        Ok(())
    }

    /// Mermaid's names are words: the kind's letter and the place in the list.
    fn id(&self, name: &str) -> String {
        match self.nodes.iter().position(|node| node.name == name) {
            Some(at) => format!("{}{at}", self.nodes[at].kind.get(..1).unwrap_or_default()),
            // Nobody publishes this event, or nothing provides this tool.
            None => name.replace(|c: char| !c.is_alphanumeric(), "_"),
        }
    }
}
