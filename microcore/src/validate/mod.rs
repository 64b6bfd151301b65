//! Validation: `#[validate(…)]` rules, checked by the functions of the
//! [`validator`] crate, every broken rule reported at once.

mod pattern;
mod report;
pub mod rules;

pub use pattern::Pattern;
pub use report::Report;

/// Data that keeps rules. `#[request]` and `#[config]` implement it.
pub trait Validate {
    /// Reports every broken rule.
    fn validate(&self, report: &mut Report);
}
