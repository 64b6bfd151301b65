//! What a caught panic says.

use std::any::Any;

/// The message of a panic; `None` where it carries something other than text.
///
/// ```
/// use microcore_core::call::panic_message;
///
/// let panic = std::panic::catch_unwind(|| panic!("no {}", "cheese")).unwrap_err();
/// assert_eq!(panic_message(&*panic), Some("no cheese"));
/// ```
pub fn panic_message(panic: &(dyn Any + Send)) -> Option<&str> {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
}
