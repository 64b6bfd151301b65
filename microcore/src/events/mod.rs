//! Events: how features talk without knowing each other.

mod envelope;

pub use envelope::Envelope;
