//! The graph as a picture: a box a domain, a row a plugin. What calls a plugin
//! stands left of it, what goes from one to another runs in lanes on the right,
//! tools stand below the columns of those who use them. Lines meet only at right
//! angles, and none runs through text.

mod draw;
mod lanes;
mod plan;
#[cfg(test)]
mod tests;

use super::Graph;

pub(super) fn svg(graph: &Graph, title: &str) -> String {
    draw::draw(&plan::Plan::of(graph, title))
}
