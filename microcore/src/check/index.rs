//! Everything the application has, in hash tables that constants can be built
//! of: a look-up costs the same with ten plugins and with a thousand.

use crate::meta::{PluginMeta, TableMeta, ToolMeta};

/// What claims are held against.
#[derive(Clone, Copy)]
pub struct Index {
    /// Whether it knows the whole application. One that does not (a crate without
    /// `app!`) lets every claim pass: boot will tell.
    pub complete: bool,
    /// All plugins.
    pub plugins: &'static [&'static PluginMeta],
    /// The application's own tools.
    pub tools: &'static [&'static ToolMeta],
    /// All tables, sorted by name; `None` where they are not known.
    pub tables: Option<&'static [TableMeta]>,
    /// Routes by method and path.
    pub routes: &'static [Slot],
    /// Events by name.
    pub events: &'static [Slot],
    /// Answers by question.
    pub answers: &'static [Slot],
}

impl Index {
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

/// A place in a table: which item of which plugin.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    pub(crate) plugin: u32,
    pub(crate) item: u32,
}

impl Slot {
    /// A place that holds nothing.
    pub const EMPTY: Self = Self { plugin: u32::MAX, item: 0 };

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
        $list:ident: $slots:ident, $fill:ident, $build:ident, |$item:ident| $hash:expr;
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
                let items = plugins[plugin].$list;
                let mut item = 0;
                while item < items.len() {
                    let $item = &items[item];
                    insert(table, $hash, Slot { plugin: plugin as u32, item: item as u32 });
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
    routes: route_slots, fill_routes, index_routes, |route| route_hash(route.method, route.path);
    /// The table of events by name.
    events: event_slots, fill_events, index_events, |event| name_hash(event.name);
    /// The table of answers by question.
    answers: answer_slots, fill_answers, index_answers, |answer| name_hash(answer.ask);
}

const fn insert(table: &mut [Slot], hash: u64, slot: Slot) {
    let mask = table.len() - 1;
    let mut at = hash as usize & mask;
    while !table[at].is_empty() {
        at = (at + 1) & mask;
    }
    table[at] = slot;
}

/// The occupied places from where `hash` points to, one after the other.
pub(crate) struct Probe<'a> {
    table: &'a [Slot],
    at: usize,
}

impl<'a> Probe<'a> {
    pub(crate) const fn new(table: &'a [Slot], hash: u64) -> Self {
        let at = if table.is_empty() { 0 } else { hash as usize & (table.len() - 1) };
        Self { table, at }
    }

    pub(crate) const fn next(&mut self) -> Option<Slot> {
        if self.table.is_empty() || self.table[self.at].is_empty() {
            return None;
        }
        let slot = self.table[self.at];
        self.at = (self.at + 1) & (self.table.len() - 1);
        Some(slot)
    }
}

const FNV_START: u64 = 0xcbf2_9ce4_8422_2325;

const fn fnv(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0000_0100_0000_01b3)
}

/// FNV-1a of a name, its high half folded in because tables use the low bits.
pub(crate) const fn name_hash(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let mut hash = FNV_START;
    let mut at = 0;
    while at < bytes.len() {
        hash = fnv(hash, bytes[at]);
        at += 1;
    }
    hash ^ (hash >> 32)
}

/// The same for all paths that match the same requests: names of parameters do
/// not count.
pub(crate) const fn route_hash(method: &str, path: &str) -> u64 {
    let mut hash = name_hash(method);
    let bytes = path.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        hash = fnv(hash, bytes[at]);
        at = after_parameter(bytes, at);
    }
    hash ^ (hash >> 32)
}

/// The next place to compare: after the whole parameter if one starts here. A
/// catch-all keeps its `*`.
pub(crate) const fn after_parameter(path: &[u8], at: usize) -> usize {
    let catch_all = at + 1 < path.len() && path[at + 1] == b'*';
    let parameter = path[at] == b'*' || (path[at] == b'{' && !catch_all);
    if !parameter {
        return at + 1;
    }
    let mut end = at;
    while end < path.len() && path[end] != b'}' {
        end += 1;
    }
    end
}
