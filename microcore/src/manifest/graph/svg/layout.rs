//! The layout of the image, in pixels.

use super::lanes::{Wire, assign};
use crate::manifest::graph::{Edge, Graph};

/// From one line of text to the next.
pub(super) const LINE: i32 = 22;
/// The width of a lane.
pub(super) const LANE: i32 = 14;
/// Around the picture, and between its parts.
pub(super) const MARGIN: i32 = 24;
/// The length of an arrow.
pub(super) const ARROW: i32 = 30;
/// Between the edges of a box and what is in it.
pub(super) const PAD: i32 = 10;

/// The layout of the image.
pub(super) struct Layout<'g> {
    pub(super) title: &'g str,
    pub(super) domains: Vec<Domain<'g>>,
    pub(super) tools: Vec<Tool<'g>>,
    pub(super) wires: Vec<Wire<'g>>,
    pub(super) columns: Columns,
    pub(super) width: i32,
    pub(super) height: i32,
}

/// The vertical lines that everything is aligned to.
pub(super) struct Columns {
    /// Where the boxes of the plugins begin, and where they end.
    pub(super) plugins: (i32, i32),
    /// Where the names of events begin, and where they end.
    pub(super) names: (i32, i32),
    /// The first lane.
    pub(super) lanes: i32,
}

pub(super) struct Domain<'g> {
    pub(super) name: &'g str,
    pub(super) top: i32,
    pub(super) bottom: i32,
    pub(super) plugins: Vec<Plugin<'g>>,
}

pub(super) struct Plugin<'g> {
    /// Its full name, `users::create_user`.
    pub(super) id: &'g str,
    pub(super) top: i32,
    pub(super) bottom: i32,
    /// What calls it: routes, schedules.
    pub(super) calls: Vec<&'g str>,
    pub(super) ports: Vec<Port<'g>>,
    /// The tools it uses, by their place.
    pub(super) uses: Vec<usize>,
}

/// An event or a question that a plugin sends or receives.
pub(super) struct Port<'g> {
    pub(super) name: &'g str,
    pub(super) question: bool,
    pub(super) inward: bool,
}

pub(super) struct Tool<'g> {
    pub(super) name: &'g str,
    pub(super) middle: i32,
    pub(super) width: i32,
}

/// The middle of a line of a box.
pub(super) fn line(top: i32, index: usize) -> i32 {
    top + LINE / 2 + LINE * i32::try_from(index).unwrap_or(i32::MAX)
}

/// The width of a text. Every letter of a `monospace` font is as wide as the
/// other, 0.6 of its size of 12; those of Chinese, Japanese and Korean are double.
pub(super) fn width(text: &str) -> i32 {
    let cells: i32 = text.chars().map(|c| if c < '\u{1100}' { 1 } else { 2 }).sum();
    (cells * 73 + 9) / 10
}

fn widest<'a>(texts: impl Iterator<Item = &'a str>) -> i32 {
    texts.map(width).max().unwrap_or_default()
}

impl<'g> Layout<'g> {
    pub(super) fn of(graph: &'g Graph, title: &'g str) -> Self {
        let names = graph.of_kind("tool").map(|node| node.name.as_str());
        let names: Vec<&str> = names.collect();
        // Above: the title, and the names of the tools.
        let mut bottom = MARGIN + 2 * LINE;
        let mut domains = Vec::new();
        for name in graph.domains() {
            let domain = Domain::of(graph, name, bottom, &names);
            bottom = domain.bottom + MARGIN / 2;
            domains.push(domain);
        }
        let plugins = || domains.iter().flat_map(|domain| &domain.plugins);
        let calls = widest(plugins().flat_map(|plugin| plugin.calls.iter().copied()));
        let start = MARGIN + calls + ARROW + PAD;
        let mut end = start + PAD + widest(plugins().map(|plugin| label(plugin.id))) + PAD;
        let tools: Vec<_> = names
            .iter()
            .map(|name| {
                let width = width(name) + PAD;
                end += width + 4;
                Tool { name, middle: end - width / 2 - 4, width }
            })
            .collect();
        let names = widest(plugins().flat_map(|plugin| plugin.ports.iter().map(|port| port.name)));
        let names = (end + PAD + ARROW, end + PAD + ARROW + names + 2 * PAD);
        let columns = Columns { plugins: (start, end), names, lanes: names.1 + MARGIN };
        let mut wires = wires(plugins());
        let right = columns.lanes + LANE * assign(&mut wires);
        let legend = MARGIN + width(super::draw::LEGEND);
        Self {
            title,
            width: right.max(legend).max(MARGIN + 2 * width(title)) + MARGIN,
            // Below: the tools, and what the marks mean.
            height: bottom + 2 * MARGIN + 2 * LINE,
            domains,
            tools,
            wires,
            columns,
        }
    }
}

/// The plugin's name without its domain.
pub(super) fn label(id: &str) -> &str {
    id.split_once("::").map_or(id, |(_, name)| name)
}

impl<'g> Domain<'g> {
    fn of(graph: &'g Graph, name: &'g str, top: i32, tools: &[&str]) -> Self {
        let mut bottom = top + LINE + 4;
        let mut plugins = Vec::new();
        for node in graph.of_kind("plugin").filter(|node| node.domain == Some(name)) {
            let plugin = Plugin::of(graph, &node.name, bottom, tools);
            bottom = plugin.bottom + 6;
            plugins.push(plugin);
        }
        Self { name, top, bottom: bottom + PAD - 6, plugins }
    }
}

impl<'g> Plugin<'g> {
    fn of(graph: &'g Graph, id: &'g str, top: i32, tools: &[&str]) -> Self {
        let edges = |kind: &'static str| graph.edges.iter().filter(move |edge| edge.kind == kind);
        let from = move |edge: &&Edge| edge.from == id;
        let to = move |edge: &&Edge| edge.to == id;
        let port = |name: &'g str, question: bool, inward: bool| Port { name, question, inward };
        let mut ports: Vec<Port<'g>> = Vec::new();
        ports.extend(edges("reads").filter(to).map(|edge| port(&edge.from, false, true)));
        let answers = edges("asks").filter(to).filter_map(|edge| edge.name);
        ports.extend(answers.map(|name| port(name, true, true)));
        ports.extend(edges("publishes").filter(from).map(|edge| port(&edge.to, false, false)));
        let asks = edges("asks").filter(from).filter_map(|edge| edge.name);
        ports.extend(asks.map(|name| port(name, true, false)));
        // A question that several ask comes in once.
        ports.dedup_by(|one, other| {
            (one.name, one.question, one.inward) == (other.name, other.question, other.inward)
        });
        let calls: Vec<&str> = edges("calls").filter(to).map(|edge| edge.from.as_str()).collect();
        let uses = edges("uses").filter(from);
        let uses = uses.filter_map(|edge| tools.iter().position(|tool| *tool == edge.to));
        let lines = i32::try_from(calls.len().max(ports.len()).max(1)).unwrap_or(i32::MAX);
        Self { id, top, bottom: top + LINE * lines, uses: uses.collect(), calls, ports }
    }
}

/// Everything that goes from one plugin to another, sorted by name.
fn wires<'p, 'g: 'p>(plugins: impl Iterator<Item = &'p Plugin<'g>>) -> Vec<Wire<'g>> {
    let mut wires: Vec<Wire<'g>> = Vec::new();
    for plugin in plugins {
        for (index, port) in plugin.ports.iter().enumerate() {
            let known = wires
                .iter()
                .position(|wire| (wire.name, wire.question) == (port.name, port.question));
            let at = known.unwrap_or_else(|| {
                let (name, question) = (port.name, port.question);
                wires.push(Wire { name, question, from: Vec::new(), to: Vec::new(), lane: 0 });
                wires.len() - 1
            });
            let end = if port.inward { &mut wires[at].to } else { &mut wires[at].from };
            end.push(line(plugin.top, index));
        }
    }
    wires.sort_by_key(|wire| (wire.name, wire.question));
    wires
}
