//! For whom a plugin is read.

/// Where the plugin stands, and what becomes of it.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The name of the crate that it stands in.
    pub own_crate: &'a str,
    /// Whether the compiler gets it: what it would report once more is then taken out.
    /// A person reads the items as they were written.
    pub is_compiled: bool,
}
