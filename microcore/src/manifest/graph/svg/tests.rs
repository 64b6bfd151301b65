//! The image is readable: nothing overlaps a text.

use super::layout::{Layout, line};
use super::svg;
use crate::manifest::graph::Graph;

/// An application of that many plugins, each bound to some others.
fn graph(plugins: usize) -> Graph {
    let mut graph = Graph { nodes: Vec::new(), edges: Vec::new() };
    let plugin = |at: usize| format!("domain{}::plugin_{at}", at % 4);
    for at in 0..plugins {
        let (id, event) = (plugin(at), format!("thing_{at}.happened"));
        let domain = ["domain0", "domain1", "domain2", "domain3"][at % 4];
        graph.node("plugin", id.clone(), Some(domain));
        for route in [format!("GET /things/{{id}}/{at}"), format!("POST /things<&>{at}")] {
            graph.node("route", route.clone(), None);
            graph.edge("calls", route, id.clone(), None);
        }
        graph.node("event", event.clone(), None);
        graph.edge("publishes", id.clone(), event.clone(), None);
        for reader in [at * 7 % plugins, at * 5 % plugins] {
            graph.edge("reads", event.clone(), plugin(reader), None);
        }
        graph.edge("asks", id.clone(), plugin(at * 3 % plugins), Some("things.lookup"));
        graph.edge("uses", id, ["Db", "Mailer", "State"][at % 3].to_owned(), None);
    }
    for tool in ["Db", "Mailer", "State"] {
        graph.node("tool", tool.to_owned(), None);
    }
    graph.nodes.sort();
    graph.edges.sort();
    graph
}

fn attribute<'a>(tag: &'a str, name: &str) -> &'a str {
    let from = tag.split(&format!(" {name}=\"")).nth(1).unwrap_or_default();
    from.split('"').next().unwrap_or_default()
}

fn number(tag: &str, name: &str) -> i32 {
    attribute(tag, name).parse().unwrap()
}

/// Left, top, right and bottom of every text.
fn texts(picture: &str) -> Vec<(i32, i32, i32, i32, &str)> {
    let tags = picture.lines().filter(|line| line.starts_with("<text"));
    let places = tags.map(|tag| {
        let text = tag.split(['>', '<']).nth(2).unwrap();
        let shown = text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">");
        let (x, y, width) = (number(tag, "x"), number(tag, "y"), super::layout::width(&shown));
        let class = attribute(tag, "class");
        let left = match class {
            "end" => x - width,
            _ if class.contains("middle") => x - width / 2,
            _ => x,
        };
        (left, y - 10, left + width, y + 3, text)
    });
    places.collect()
}

#[test]
fn no_text_overlaps_another_and_none_is_cut_off() {
    let picture = svg(&graph(30), "thirty 1.0.0");
    let (width, height) = (number(&picture, "width"), number(&picture, "height"));
    let texts = texts(&picture);
    assert!(texts.len() > 150, "{}", texts.len());
    for (at, (left, top, right, bottom, text)) in texts.iter().enumerate() {
        let inside = *left >= 0 && *top >= 0 && *right <= width && *bottom <= height;
        assert!(inside, "{text} is cut off");
        for (other_left, other_top, other_right, other_bottom, other) in &texts[at + 1..] {
            let apart = other_left >= right
                || other_right <= left
                || other_top >= bottom
                || other_bottom <= top;
            assert!(apart, "{text} and {other} overlap");
        }
    }
}

#[test]
fn no_line_crosses_a_text() {
    let graph = graph(30);
    let plan = Layout::of(&graph, "thirty 1.0.0");
    let picture = svg(&graph, "thirty 1.0.0");
    let first = plan.domains[0].top;
    let last = plan.domains.last().unwrap().bottom;
    let texts = texts(&picture).into_iter().filter(|(_, top, ..)| (first..last).contains(top));
    for (left, _, right, _, text) in texts {
        assert!(right < plan.columns.lanes, "{text} is in the lanes");
        let rails = plan.tools.iter().filter(|tool| left <= tool.middle && tool.middle <= right);
        assert_eq!(rails.count(), 0, "{text} is in the column of a tool");
    }
    // Lines to the lanes begin at the right of the name at their height, and each height
    // has one name.
    let ports = plan.domains.iter().flat_map(|domain| &domain.plugins);
    let ports =
        ports.flat_map(|plugin| (0..plugin.ports.len()).map(|index| line(plugin.top, index)));
    let mut heights: Vec<_> = ports.collect();
    let count = heights.len();
    heights.dedup();
    assert_eq!(heights.len(), count);
}

#[test]
fn the_same_graph_gives_the_same_picture_and_what_is_markup_is_escaped() {
    let picture = svg(&graph(9), "a < b & c");
    assert_eq!(picture, svg(&graph(9), "a < b & c"));
    assert!(picture.contains("<title>a &lt; b &amp; c</title>"), "{picture}");
    assert!(picture.contains(">POST /things&lt;&amp;&gt;0</text>"), "{picture}");
    assert_eq!(picture.matches('<').count(), picture.matches('>').count());
}
