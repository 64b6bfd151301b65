//! Extractors: the arguments that are read from a request.

mod form;
mod identity;
mod json;
mod multipart;
mod path;
mod query;

pub use form::Form;
pub use json::Json;
pub use multipart::Multipart;
pub use path::{Path, PathParams, PathSlots};
pub use query::Query;

pub(crate) use multipart::receive;

/// A wrapper around data: unwrapped by `into_inner`, read through `Deref`.
macro_rules! wrapper {
    ($name:ident) => {
        impl<T> $name<T> {
            /// The data itself.
            pub fn into_inner(self) -> T {
                self.0
            }
        }

        impl<T> std::ops::Deref for $name<T> {
            type Target = T;

            fn deref(&self) -> &T {
                &self.0
            }
        }
    };
}
use wrapper;
