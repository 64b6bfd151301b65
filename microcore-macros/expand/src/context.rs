//! What is known of a plugin besides its tokens.

/// Where a plugin is, and what its expansion is for.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    /// The name of the crate that it is in.
    pub own_crate: &'a str,
    /// Whether the expansion is compiled: items that rustc would report a second time are
    /// then removed. An expansion that is shown keeps them as they were written.
    pub is_compiled: bool,
    /// Whether its package is a crate of domains, whose assertions an application checks
    /// once more.
    pub of_domains: bool,
    /// The text of the file that it is in; an editor may not know it.
    pub file: &'a dyn Fn() -> Option<String>,
}
