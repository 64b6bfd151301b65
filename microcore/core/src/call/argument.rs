//! The trait that says what a handler may ask for.

use crate::error::Result;
use crate::meta::ArgMeta;
use crate::meta::{Mount, MountError};

/// Something a handler may have as an argument when a `C` calls it.
///
/// What can be looked up once is looked up in [`resolve`](Self::resolve), when
/// the handler is mounted; [`take`](Self::take) runs for each call.
#[diagnostic::on_unimplemented(
    message = "MC012: `{Self}` cannot be an argument of this handler",
    label = "nothing can provide this argument here",
    note = "a route may take `Json<T>`, `Form<T>`, `Multipart<T>`, `Path<T>`, `Query<T>` (T a `#[request]`, or a scalar for `Path`) and `Identity`",
    note = "every handler may take `Emit<E>`, `Ask<Q>`, `Db`, `State`, `Log`, `Auth`, `Files`, `Config<C>`, `Clock`, `Meta` and `Tool<dyn Trait>`",
    note = "a subscriber and an answer take their `#[view]` as the first argument"
)]
pub trait Argument<C>: Sized {
    /// What is kept from mount to call.
    type State: Send + Sync + 'static;

    /// What the argument means to the architecture.
    const META: ArgMeta;

    /// Looks up, once, what the argument needs. `name` is the argument's name
    /// in the signature.
    fn resolve(mount: &Mount<'_>, name: &'static str) -> Result<Self::State, MountError>;

    /// The argument's value for one call.
    fn take(source: &Self::State, call: &mut C) -> Result<Self>;
}
