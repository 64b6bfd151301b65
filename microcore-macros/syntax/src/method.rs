//! The HTTP methods that a route may have.

/// Every method of a route, in the order in which they are listed to users.
pub const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// Whether a route may have this method; methods are upper case.
///
/// ```
/// use microcore_syntax::method::is_method;
///
/// assert!(is_method("GET"));
/// assert!(!is_method("get"));
/// ```
pub fn is_method(text: &str) -> bool {
    METHODS.contains(&text)
}
