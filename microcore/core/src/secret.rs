//! A value that is never printed, logged or serialized.

use std::fmt;

use serde::{Deserialize, Deserializer};

use crate::schema::{Schema, Shape};

/// Text that is read from a request or the configuration and never shown:
/// `Debug` hides it, and it has no `Serialize`, so it cannot be sent or logged
/// by accident.
///
/// ```
/// use microcore_core::Secret;
///
/// let password = Secret::new("hunter2".to_owned());
/// assert_eq!(format!("{password:?}"), "Secret(***)");
/// assert_eq!(password.expose(), "hunter2");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Secret<T>(T);

impl<T> Secret<T> {
    /// Hides a value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value, asked for on purpose.
    pub const fn expose(&self) -> &T {
        &self.0
    }
}

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Secret<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}

impl Schema for Secret<String> {
    const SHAPE: &'static Shape = &Shape::Secret;
}
