//! The index of an application: hash tables that can be built in constants. A look-up
//! takes constant time.

use super::keys;
use crate::meta::{PluginMeta, TableMeta, ToolMeta};

/// What assertions are checked against.
#[derive(Clone, Copy, Debug)]
pub struct Index {
    /// Whether it knows the whole application. One that does not (a crate without `app!`)
    /// rejects only what is wrong in every application; the rest is reported by the
    /// `app!` that names the crate, or at boot.
    pub complete: bool,
    /// All plugins.
    pub plugins: &'static [&'static PluginMeta],
    /// The application's own tools.
    pub tools: &'static [&'static ToolMeta],
    /// The tools that need no mention in `app!`.
    pub built_in: &'static [&'static ToolMeta],
    /// All tables, sorted by name; `None` where they are not known.
    pub tables: Option<&'static [TableMeta]>,
    /// Tables by name.
    pub table_slots: &'static [Slot],
    /// Routes by method and path.
    pub routes: &'static [Slot],
    /// Events by name.
    pub events: &'static [Slot],
    /// Answers by question.
    pub answers: &'static [Slot],
}

impl Index {
    /// The index of a crate without `app!`: it knows nothing, so every assertion passes.
    pub const EMPTY: Self = Self {
        complete: false,
        plugins: &[],
        tools: &[],
        built_in: &[],
        tables: None,
        table_slots: &[],
        routes: &[],
        events: &[],
        answers: &[],
    };

    /// Whether a plugin has a mistake of its own, so that what seems to be missing may
    /// only have been misread.
    pub(crate) const fn has_unsound(&self) -> bool {
        let mut at = 0;
        while at < self.plugins.len() {
            if !self.plugins[at].sound {
                return true;
            }
            at += 1;
        }
        false
    }
}

/// A slot of a hash table: which item of which plugin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    pub(crate) key: u64,
    pub(crate) plugin: u32,
    pub(crate) item: u32,
}

impl Slot {
    /// An empty slot.
    pub const EMPTY: Self = Self { key: 0, plugin: u32::MAX, item: 0 };

    pub(crate) const fn is_empty(self) -> bool {
        self.plugin == u32::MAX
    }
}

/// The size of a table for `count` items: a power of two, at most half full.
const fn slots(count: usize) -> usize {
    (count * 2 + 1).next_power_of_two()
}

macro_rules! tables {
    ($(
        $(#[$doc:meta])*
        $list:ident: $slots:ident, $fill:ident, $build:ident, $key:path;
    )*) => {$(
        $(#[$doc])*
        /// How large that table must be.
        pub const fn $slots(plugins: &[&PluginMeta]) -> usize {
            let mut count = 0;
            let mut at = 0;
            while at < plugins.len() {
                count += plugins[at].$list.len();
                at += 1;
            }
            slots(count)
        }

        /// Fills the table in place.
        pub(crate) const fn $fill(table: &mut [Slot], plugins: &[&PluginMeta]) {
            let mut plugin = 0;
            while plugin < plugins.len() {
                let count = plugins[plugin].$list.len();
                let mut item = 0;
                while item < count {
                    let key = $key(plugins[plugin], item);
                    insert(table, Slot { key, plugin: plugin as u32, item: item as u32 });
                    item += 1;
                }
                plugin += 1;
            }
        }

        $(#[$doc])*
        pub const fn $build<const N: usize>(plugins: &[&PluginMeta]) -> [Slot; N] {
            let mut table = [Slot::EMPTY; N];
            $fill(&mut table, plugins);
            table
        }
    )*};
}

tables! {
    /// The table of routes by method and path.
    routes: route_slots, fill_routes, index_routes, keys::route;
    /// The table of events by name.
    events: event_slots, fill_events, index_events, keys::event;
    /// The table of answers by question.
    answers: answer_slots, fill_answers, index_answers, keys::answer;
}

/// How large the table of tables must be.
pub const fn table_slots(tables: Option<&[TableMeta]>) -> usize {
    match tables {
        Some(tables) => slots(tables.len()),
        None => 0,
    }
}

/// Fills it in place.
pub(crate) const fn fill_tables(table: &mut [Slot], tables: Option<&[TableMeta]>) {
    let Some(tables) = tables else { return };
    let mut item = 0;
    while item < tables.len() {
        let key = microcore_syntax::fnv::name_key(tables[item].name);
        insert(table, Slot { key, plugin: 0, item: item as u32 });
        item += 1;
    }
}

/// The table of tables by name.
pub const fn index_tables<const N: usize>(tables: Option<&[TableMeta]>) -> [Slot; N] {
    let mut table = [Slot::EMPTY; N];
    fill_tables(&mut table, tables);
    table
}

const fn insert(table: &mut [Slot], slot: Slot) {
    let mask = table.len() - 1;
    let mut at = slot.key as usize & mask;
    while !table[at].is_empty() {
        at = (at + 1) & mask;
    }
    table[at] = slot;
}

/// The slots with a key, one after the other.
pub(crate) struct Probe<'a> {
    table: &'a [Slot],
    key: u64,
    at: usize,
}

impl<'a> Probe<'a> {
    pub(crate) const fn new(table: &'a [Slot], key: u64) -> Self {
        let at = if table.is_empty() { 0 } else { key as usize & (table.len() - 1) };
        Self { table, key, at }
    }

    pub(crate) const fn next(&mut self) -> Option<Slot> {
        if self.table.is_empty() {
            return None;
        }
        loop {
            let slot = self.table[self.at];
            if slot.is_empty() {
                return None;
            }
            self.at = (self.at + 1) & (self.table.len() - 1);
            if slot.key == self.key {
                return Some(slot);
            }
        }
    }
}
