//! The dependency graph: domains with their plugins, routes, events, questions and tools.

mod mermaid;
mod svg;

use serde::Serialize;

use super::{Links, touched};
use crate::app::Registry;
use microcore_core::meta::Trigger;

/// The graph of an application.
#[derive(Debug, Serialize)]
pub struct Graph {
    /// Plugins, routes, schedules, events and tools, sorted.
    pub nodes: Vec<Node>,
    /// The edges, sorted.
    pub edges: Vec<Edge>,
}

/// A node of the graph.
#[derive(Debug, Serialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    /// `plugin`, `route`, `schedule`, `event` or `tool`.
    pub kind: &'static str,
    /// Its name, one of a kind: `users::create_user`, `POST /users`.
    pub name: String,
    /// The domain of a plugin.
    pub domain: Option<&'static str>,
}

/// An edge of the graph.
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

/// The graph of the registered plugins and tools.
pub fn graph(registry: &Registry) -> Graph {
    let links = Links(&registry.plugins);
    let mut graph = Graph { nodes: Vec::new(), edges: Vec::new() };
    for plugin in &registry.plugins {
        let id = plugin.id();
        graph.node("plugin", id.clone(), Some(plugin.domain));
        let routes = plugin.routes.iter().map(|route| format!("{} {}", route.method, route.path));
        let sockets = plugin.websockets.iter().map(|socket| format!("WS {}", socket.path));
        for route in routes.chain(sockets) {
            graph.node("route", route.clone(), None);
            graph.edge("calls", route, id.clone(), None);
        }
        for job in plugin.schedules {
            let when = match job.trigger {
                Trigger::Cron(text) => format!("at {text}"),
                Trigger::Every(ms) if ms % 1000 == 0 => format!("every {} s", ms / 1000),
                Trigger::Every(ms) => format!("every {ms} ms"),
            };
            graph.node("schedule", when.clone(), None);
            graph.edge("calls", when, id.clone(), None);
        }
        for event in plugin.events {
            graph.node("event", event.name.to_owned(), None);
            graph.edge("publishes", id.clone(), event.name.to_owned(), None);
        }
        for subscription in plugin.subscriptions {
            graph.edge("reads", subscription.event.to_owned(), id.clone(), None);
        }
        for ask in plugin.asks {
            for (by, _) in links.answers().filter(|(_, answer)| answer.ask == ask.name) {
                graph.edge("asks", id.clone(), by.id(), Some(ask.name));
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
        mermaid::mermaid(self)
    }

    /// The graph as a self-contained SVG image with that title.
    pub fn svg(&self, title: &str) -> String {
        svg::svg(self, title)
    }

    /// The domains, sorted.
    fn domains(&self) -> Vec<&'static str> {
        let mut domains: Vec<_> = self.nodes.iter().filter_map(|node| node.domain).collect();
        domains.dedup();
        domains
    }

    /// The nodes of a kind, sorted.
    fn of_kind<'g>(&'g self, kind: &'static str) -> impl Iterator<Item = &'g Node> {
        self.nodes.iter().filter(move |node| node.kind == kind)
    }
}
