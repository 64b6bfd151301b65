//! Output formats of lists: tables and JSON.

use std::io::{Result, Write};

use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;

/// Where a command writes, and in which form.
pub(crate) struct Output<'a> {
    pub(crate) out: &'a mut dyn Write,
    pub(crate) json: bool,
}

impl Output<'_> {
    pub(crate) fn line(&mut self, text: &str) -> Result<()> {
        writeln!(self.out, "{text}")
    }

    pub(crate) fn json(&mut self, value: &impl Serialize) -> Result<()> {
        let text = serde_json::to_string_pretty(value)?;
        writeln!(self.out, "{text}")
    }

    /// A table, or `empty` where it has no rows.
    pub(crate) fn table(
        &mut self,
        head: &[&str],
        rows: impl IntoIterator<Item = Vec<String>>,
        empty: &str,
    ) -> Result<()> {
        let mut table = Table::new();
        table
            .load_style(presets::NOTHING)
            .set_content_arrangement(ContentArrangement::Disabled)
            .set_header(head.iter().map(|name| name.to_uppercase()));
        for row in rows {
            table.add_row(row);
        }
        if table.is_empty() {
            return self.line(empty);
        }
        // Cells are padded on both sides, for borders that are not there.
        for line in table.to_string().lines() {
            let line = line.strip_prefix(' ').unwrap_or(line).trim_end();
            self.line(line)?;
        }
        Ok(())
    }
}
