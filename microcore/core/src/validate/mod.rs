//! Validation: `#[validate(…)]` rules, checked by the functions of the
//! [`validator`] crate. All violations are reported at once.

mod mismatches;
mod pattern;
pub mod rules;
mod violations;

pub use mismatches::mismatches;
pub use pattern::Pattern;
pub use violations::Report;

/// Data with validation rules. `#[request]` and `#[config]` implement it.
#[diagnostic::on_unimplemented(
    message = "MC012: `{Self}` has no rules of its own",
    label = "`nested` checks the rules of a `#[request]`, or of a list or an `Option` of one",
    note = "put `#[request]` on the struct, inside the plugin, or write the rules here"
)]
pub trait Validate {
    /// Reports all violations.
    fn validate(&self, report: &mut Report);
}
