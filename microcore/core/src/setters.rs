//! Setters of metadata, usable in constants.

/// Gives a struct of constants a setter for each of these fields. What is written in user
/// code (an ejected item, a test) uses a constructor and setters, so that a new field
/// breaks none of it.
macro_rules! setters {
    ($type:ident { $($(#[$attr:meta])* $field:ident: $value:ty),* $(,)? }) => {
        impl $type {$(
            #[doc = concat!("The same with another [`", stringify!($field), "`](Self#structfield.", stringify!($field), ").")]
            $(#[$attr])*
            #[must_use]
            pub const fn $field(mut self, $field: $value) -> Self {
                self.$field = $field;
                self
            }
        )*}
    };
}

pub(crate) use setters;
