//! Names and routes as numbers, so that constants compare one word, not many bytes.

use crate::setters::setters;
/// The keys of what a plugin declares, each list in the order of the plugin's own.
/// The macros compute them; without, they are computed where they are needed.
#[derive(Debug)]
#[non_exhaustive]
pub struct Keys {
    /// Of the plugin itself: its unique key.
    pub plugin: u64,
    /// Of its routes.
    pub routes: &'static [u64],
    /// Of its events.
    pub events: &'static [u64],
    /// Of its answers.
    pub answers: &'static [u64],
}

impl Keys {
    /// The key of a plugin that declares nothing.
    pub const fn new(plugin: u64) -> Self {
        Self { plugin, routes: &[], events: &[], answers: &[] }
    }
}

setters!(Keys { routes: &'static [u64], events: &'static [u64], answers: &'static [u64], });

impl Keys {
    /// None of them.
    pub const NONE: Self = Self { plugin: 0, routes: &[], events: &[], answers: &[] };
}
