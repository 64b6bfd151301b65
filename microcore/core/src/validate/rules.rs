//! One function per rule, called by the code that `#[request]` expands to.

use serde_json::Value;
use validator::{
    ValidateContains, ValidateDoesNotContain, ValidateEmail, ValidateIp, ValidateLength,
    ValidateNonControlCharacter, ValidateRange, ValidateUrl,
};

use super::{Pattern, Report, Validate};
use crate::schema::Rule;
use crate::secret::Secret;

/// A value whose length can be taken: text, lists, maps, and what wraps them.
#[diagnostic::on_unimplemented(
    message = "MC012: `{Self}` has no length for a rule to bound",
    label = "`length` counts the characters of strings and the elements of lists and maps",
    note = "for a number write `range(min = …, max = …)`"
)]
pub trait Measured {
    /// The length, in characters or elements; `None` where there is no value.
    fn measure(&self) -> Option<u64>;
}

macro_rules! measured {
    ($($type:ty),*) => {$(
        impl Measured for $type {
            fn measure(&self) -> Option<u64> {
                ValidateLength::<u64>::length(self)
            }
        }
    )*};
}

measured!(String, str);

impl<T> Measured for Vec<T> {
    fn measure(&self) -> Option<u64> {
        Some(self.len() as u64)
    }
}

impl<V> Measured for std::collections::HashMap<String, V> {
    fn measure(&self) -> Option<u64> {
        Some(self.len() as u64)
    }
}

impl<V> Measured for std::collections::BTreeMap<String, V> {
    fn measure(&self) -> Option<u64> {
        Some(self.len() as u64)
    }
}

impl<T: Measured> Measured for Option<T> {
    fn measure(&self) -> Option<u64> {
        self.as_ref()?.measure()
    }
}

impl<T: Measured> Measured for Secret<T> {
    fn measure(&self) -> Option<u64> {
        self.expose().measure()
    }
}

impl Measured for Value {
    fn measure(&self) -> Option<u64> {
        match self {
            Self::String(text) => text.measure(),
            Self::Array(items) => Some(items.len() as u64),
            Self::Object(entries) => Some(entries.len() as u64),
            Self::Null | Self::Bool(_) | Self::Number(_) => None,
        }
    }
}

/// Text behind an `Option` or a [`Secret`].
#[diagnostic::on_unimplemented(
    message = "MC012: `{Self}` is not a string, so this rule cannot check it",
    label = "this rule checks a `String`, a `Secret<String>`, or an `Option` of one",
    note = "for a number write `range(min = …, max = …)`, for a list `length(min = …, max = …)`"
)]
pub trait Text {
    /// The text; `None` where there is no value, which breaks no rule.
    fn text(&self) -> Option<&str>;
}

impl Text for String {
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl<T: Text> Text for Option<T> {
    fn text(&self) -> Option<&str> {
        self.as_ref()?.text()
    }
}

impl<T: Text> Text for Secret<T> {
    fn text(&self) -> Option<&str> {
        self.expose().text()
    }
}

impl Text for Value {
    fn text(&self) -> Option<&str> {
        self.as_str()
    }
}

/// A number, or an `Option` of one.
#[diagnostic::on_unimplemented(
    message = "MC012: `{Self}` is not a number of the type of these bounds, so it has no range",
    label = "`range` bounds numbers, in their own type",
    note = "for strings and lists write `length(min = …, max = …)`"
)]
pub trait Ranged<T>: ValidateRange<T> {}

#[diagnostic::do_not_recommend]
impl<T, V: ValidateRange<T>> Ranged<T> for V {}

/// Checks a rule on a value that was not deserialized into its type. Rules that need the
/// type (`must_match`, `custom`, patterns, nested rules) are skipped.
pub(crate) fn check(report: &mut Report, rule: &Rule, value: &Value) {
    match *rule {
        Rule::Length { min, max } => length(report, "", value, min, max),
        Rule::Range { min, max, exclusive_min, exclusive_max } => {
            if let Some(number) = value.as_f64() {
                range(report, "", min, max, exclusive_min, exclusive_max, &number);
            }
        }
        Rule::Email => email(report, "", value),
        Rule::Url => url(report, "", value),
        Rule::Ip => ip(report, "", value),
        Rule::NonControlCharacter => non_control_character(report, "", value),
        Rule::Contains(needle) => contains(report, "", value, needle),
        Rule::DoesNotContain(needle) => does_not_contain(report, "", value, needle),
        Rule::Pattern(_) | Rule::MustMatch(_) | Rule::Custom(_) | Rule::Nested => {}
    }
}

/// `length(min, max)` or `length(equal)`.
pub fn length(
    report: &mut Report,
    field: &'static str,
    value: &impl Measured,
    min: Option<u64>,
    max: Option<u64>,
) {
    let Some(length) = value.measure() else { return };
    if min.is_some_and(|min| length < min) || max.is_some_and(|max| length > max) {
        report.add(field, "length", length_message(min, max));
    }
}

#[cold]
fn length_message(min: Option<u64>, max: Option<u64>) -> String {
    match (min, max) {
        (Some(min), Some(max)) if min == max => format!("must have a length of exactly {min}"),
        (Some(min), Some(max)) => format!("must have a length from {min} to {max}"),
        (Some(min), None) => format!("must have a length of at least {min}"),
        (None, Some(max)) => format!("must have a length of at most {max}"),
        (None, None) => "has a length that is not allowed".to_owned(),
    }
}

/// `range(min, max, exclusive_min, exclusive_max)`.
pub fn range<T: PartialOrd + Copy + std::fmt::Display>(
    report: &mut Report,
    field: &'static str,
    min: Option<T>,
    max: Option<T>,
    exclusive_min: Option<T>,
    exclusive_max: Option<T>,
    // Last, so that rustc takes `T` from the bounds and reports one error where the
    // value has another type.
    value: &impl Ranged<T>,
) {
    if !value.validate_range(min, max, exclusive_min, exclusive_max) {
        report.add(field, "range", range_message(min, max, exclusive_min, exclusive_max));
    }
}

#[cold]
fn range_message<T: std::fmt::Display>(
    min: Option<T>,
    max: Option<T>,
    exclusive_min: Option<T>,
    exclusive_max: Option<T>,
) -> String {
    let bounds: Vec<String> = [
        min.map(|bound| format!("at least {bound}")),
        exclusive_min.map(|bound| format!("greater than {bound}")),
        max.map(|bound| format!("at most {bound}")),
        exclusive_max.map(|bound| format!("less than {bound}")),
    ]
    .into_iter()
    .flatten()
    .collect();
    format!("must be {}", bounds.join(" and "))
}

macro_rules! text_rules {
    ($($(#[$doc:meta])* $name:ident, $method:ident, $message:literal;)*) => {$(
        $(#[$doc])*
        pub fn $name(report: &mut Report, field: &'static str, value: &impl Text) {
            if value.text().is_some_and(|text| !text.$method()) {
                report.add(field, stringify!($name), $message);
            }
        }
    )*};
}

text_rules! {
    /// `email`.
    email, validate_email, "must be an e-mail address";
    /// `url`.
    url, validate_url, "must be a URL";
    /// `ip`.
    ip, validate_ip, "must be an IP address";
    /// `non_control_character`.
    non_control_character, validate_non_control_character, "must not have control characters";
}

/// `contains(pattern)`.
pub fn contains(report: &mut Report, field: &'static str, value: &impl Text, needle: &'static str) {
    if value.text().is_some_and(|text| !text.validate_contains(needle)) {
        report.add(field, "contains", format!("must contain `{needle}`"));
    }
}

/// `does_not_contain(pattern)`.
pub fn does_not_contain(
    report: &mut Report,
    field: &'static str,
    value: &impl Text,
    needle: &'static str,
) {
    if value.text().is_some_and(|text| !text.validate_does_not_contain(needle)) {
        report.add(field, "does_not_contain", format!("must not contain `{needle}`"));
    }
}

/// `regex(pattern)`.
pub fn regex(
    report: &mut Report,
    field: &'static str,
    value: &impl Text,
    pattern: &'static Pattern,
) {
    if value.text().is_some_and(|text| !pattern.matches(text)) {
        report.add(field, "regex", format!("must match `{}`", pattern.as_str()));
    }
}

/// `must_match(other)`.
pub fn must_match<T: PartialEq>(
    report: &mut Report,
    field: &'static str,
    value: &T,
    other: &T,
    other_name: &'static str,
) {
    if value != other {
        report.add(field, "must_match", format!("must be the same as `{other_name}`"));
    }
}

/// `custom(function)`: the function's error is the message.
pub fn custom<T, E: std::fmt::Display>(
    report: &mut Report,
    field: &'static str,
    value: &T,
    function: impl FnOnce(&T) -> Result<(), E>,
) {
    if let Err(error) = function(value) {
        report.add(field, "custom", error.to_string());
    }
}

impl<T: Validate> Validate for Vec<T> {
    fn validate(&self, report: &mut Report) {
        for (index, value) in self.iter().enumerate() {
            report.at(index, |report| value.validate(report));
        }
    }
}

impl<T: Validate> Validate for Option<T> {
    fn validate(&self, report: &mut Report) {
        if let Some(value) = self {
            value.validate(report);
        }
    }
}

impl<T: Validate> Validate for Box<T> {
    fn validate(&self, report: &mut Report) {
        self.as_ref().validate(report);
    }
}

/// `nested`.
pub fn nested(report: &mut Report, field: &'static str, value: &impl Validate) {
    report.inside(field, |report| value.validate(report));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_violation_is_reported_with_its_pointer() {
        let mut report = Report::new();
        email(&mut report, "email", &"unknown".to_owned());
        report.inside("items", |report| {
            report.at(1, |report| length(report, "na/me", &String::new(), Some(1), Some(3)));
        });
        let pointers: Vec<_> = report.violations().iter().map(|v| v.pointer.as_str()).collect();
        assert_eq!(pointers, ["/email", "/items/1/na~1me"]);
        assert_eq!(report.violations()[1].message, "must have a length from 1 to 3");
    }

    #[test]
    fn a_missing_optional_value_violates_no_rule() {
        let mut report = Report::new();
        email(&mut report, "email", &None::<String>);
        length(&mut report, "name", &None::<String>, Some(1), None);
        assert!(report.finish().is_ok());
    }

    #[test]
    fn length_counts_characters_and_not_bytes() {
        let mut report = Report::new();
        length(&mut report, "name", &"éé".to_owned(), None, Some(2));
        assert!(report.finish().is_ok());
    }
}
