//! Renders the layout as SVG.

use std::fmt::{Result, Write};

use super::lanes::Wire;
use super::layout::{ARROW, Domain, LANE, LINE, Layout, MARGIN, PAD, Plugin, label, line, width};

const STYLE: &str = include_str!("style.css");

/// The legend.
pub(super) const LEGEND: &str = "● uses the tool below · filled: publishes or asks · \
    outlined: reads or answers · dashed: a question";

/// How many colours there are for events and questions.
const COLOURS: usize = 10;

pub(super) fn draw(plan: &Layout<'_>) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write(plan, &mut out);
    out
}

fn write(plan: &Layout<'_>, out: &mut String) -> Result {
    let (width, height, title) = (plan.width, plan.height, escaped(plan.title));
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n<rect class=\"page\" width=\"{width}\" height=\"{height}\"/>",
    )?;
    text(out, "title", MARGIN, MARGIN, plan.title)?;
    for domain in &plan.domains {
        frame(out, plan, domain)?;
    }
    rails(out, plan)?;
    for plugin in plan.domains.iter().flat_map(|domain| &domain.plugins) {
        feature(out, plan, plugin)?;
    }
    for (index, wire) in plan.wires.iter().enumerate() {
        lane(out, plan, wire, index % COLOURS)?;
    }
    text(out, "quiet", MARGIN, plan.height - MARGIN / 2, LEGEND)?;
    writeln!(out, "</svg>")
}

/// The box of a domain.
fn frame(out: &mut String, plan: &Layout<'_>, domain: &Domain<'_>) -> Result {
    let (left, right) = plan.columns.plugins;
    let (width, height) = (right - left + 2 * PAD, domain.bottom - domain.top);
    rect(out, "domain", left - PAD, domain.top, width, height, 8)?;
    text(out, "head", left, domain.top + LINE / 2 + 4, domain.name)
}

/// The tools, and the vertical lines to them.
fn rails(out: &mut String, plan: &Layout<'_>) -> Result {
    let top = plan.domains.first().map_or(MARGIN, |domain| domain.top + LINE);
    let bottom = plan.domains.last().map_or(MARGIN, |domain| domain.bottom) + MARGIN;
    for tool in &plan.tools {
        let (middle, half) = (tool.middle, tool.width / 2);
        text(out, "quiet middle", middle, top - LINE - 6, tool.name)?;
        writeln!(out, "<path class=\"rail\" d=\"M{middle} {top}V{bottom}\"/>")?;
        rect(out, "tool", middle - half, bottom, tool.width, LINE, 4)?;
        text(out, "middle", middle, bottom + LINE / 2 + 4, tool.name)?;
    }
    Ok(())
}

/// The box of a plugin, what calls it, and which tools it uses.
fn feature(out: &mut String, plan: &Layout<'_>, plugin: &Plugin<'_>) -> Result {
    let (left, right) = plan.columns.plugins;
    let (top, height) = (plugin.top, plugin.bottom - plugin.top);
    rect(out, "plugin", left, top, right - left, height, 4)?;
    text(out, "", left + PAD, line(top, 0) + 4, label(plugin.id))?;
    for (index, call) in plugin.calls.iter().enumerate() {
        let middle = line(top, index);
        text(out, "end", left - PAD - ARROW, middle + 4, call)?;
        arrow(out, "call", left - ARROW - PAD + 4, left, middle)?;
    }
    for tool in plugin.uses.iter().filter_map(|at| plan.tools.get(*at)) {
        let (x, y, name) = (tool.middle, line(top, 0), escaped(tool.name));
        let id = escaped(plugin.id);
        writeln!(
            out,
            "<circle class=\"use\" cx=\"{x}\" cy=\"{y}\" r=\"4\"><title>{id} uses {name}</title>\
             </circle>"
        )?;
    }
    Ok(())
}

/// An event or a question, from its senders to its receivers.
fn lane(out: &mut String, plan: &Layout<'_>, wire: &Wire<'_>, colour: usize) -> Result {
    let x = plan.columns.lanes + LANE * wire.lane;
    let dashed = if wire.question { " dashed" } else { "" };
    let start = plan.columns.names.0 + width(wire.name) + 2 * PAD;
    for from in &wire.from {
        for to in &wire.to {
            // Rounded corners, as far as the distance between the two allows.
            let turn = (to - from).clamp(-6, 6);
            let (round, before, after) = (turn.abs(), from + turn, to - turn);
            writeln!(
                out,
                "<path class=\"wire c{colour}{dashed}\" d=\"M{start} {from}H{}Q{x} {from} {x} {before}\
                 V{after}Q{x} {to} {} {to}H{start}\"/>",
                x - round,
                x - round,
            )?;
        }
    }
    let (left, right) = (plan.columns.plugins.1, plan.columns.names.0);
    for from in &wire.from {
        arrow(out, &format!("wire c{colour}{dashed}"), left, right, *from)?;
    }
    for to in &wire.to {
        arrow(out, &format!("wire c{colour}{dashed}"), right, left, *to)?;
    }
    let ends = [(&wire.from, "sent"), (&wire.to, "got")];
    for (heights, class) in ends {
        for middle in heights {
            let (top, width) = (middle - LINE / 2 + 2, width(wire.name) + 2 * PAD);
            rect(out, &format!("{class} c{colour}{dashed}"), right, top, width, LINE - 4, 9)?;
            text(out, "", right + PAD, middle + 4, wire.name)?;
        }
    }
    Ok(())
}

/// A line with a head, at one height.
fn arrow(out: &mut String, class: &str, from: i32, to: i32, y: i32) -> Result {
    let back = if from < to { to - 5 } else { to + 5 };
    writeln!(
        out,
        "<path class=\"{class}\" d=\"M{from} {y}H{to}M{back} {}L{to} {y}L{back} {}\"/>",
        y - 4,
        y + 4
    )
}

fn rect(out: &mut String, class: &str, x: i32, y: i32, w: i32, h: i32, round: i32) -> Result {
    writeln!(
        out,
        "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"{round}\"/>"
    )
}

fn text(out: &mut String, class: &str, x: i32, y: i32, text: &str) -> Result {
    let (text, class) = (escaped(text), if class.is_empty() { "name" } else { class });
    writeln!(out, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{text}</text>")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
