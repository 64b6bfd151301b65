//! The graph as an image: a box for each domain, a row for each plugin. What calls a
//! plugin is on its left, events and questions are in lanes on the right, tools have a
//! column each. Lines meet only at right angles, and none crosses a text.

mod draw;
mod lanes;
mod layout;
#[cfg(test)]
mod tests;

use super::Graph;

pub(super) fn svg(graph: &Graph, title: &str) -> String {
    draw::draw(&layout::Layout::of(graph, title))
}
