//! The arguments of a statement.

use super::to_value::ToValue;
use super::tuples::up_to_sixteen;
use super::value::{Type, Value, ValueRef};

/// The arguments of a statement: `()` for none, a tuple of up to 16 values
/// (`(&name, age)`; one value is `(id,)`), a slice or a `Vec` of [`Value`].
///
/// The first is `$1`. Their number has to be that of the placeholders.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the arguments of a statement",
    label = "expected a tuple of values",
    note = "write `()` for none, `(value,)` for one (mind the comma), `(&a, &b)` for several, or pass a `Vec<Value>`"
)]
pub trait Params: Send {
    /// How many there are.
    fn count(&self) -> usize;

    /// Hands each to `bind`, in order, with the type of its `NULL`.
    fn each(&self, bind: &mut dyn FnMut(Option<Type>, ValueRef<'_>));
}

impl Params for () {
    fn count(&self) -> usize {
        0
    }

    fn each(&self, _bind: &mut dyn FnMut(Option<Type>, ValueRef<'_>)) {}
}

impl Params for &[Value] {
    fn count(&self) -> usize {
        self.len()
    }

    fn each(&self, bind: &mut dyn FnMut(Option<Type>, ValueRef<'_>)) {
        for value in *self {
            bind(None, value.to_value());
        }
    }
}

impl Params for Vec<Value> {
    fn count(&self) -> usize {
        self.len()
    }

    fn each(&self, bind: &mut dyn FnMut(Option<Type>, ValueRef<'_>)) {
        self.as_slice().each(bind);
    }
}

impl<const N: usize> Params for [Value; N] {
    fn count(&self) -> usize {
        N
    }

    fn each(&self, bind: &mut dyn FnMut(Option<Type>, ValueRef<'_>)) {
        self.as_slice().each(bind);
    }
}

/// By reference, where the arguments are used again.
impl<P: Params + Sync> Params for &P {
    fn count(&self) -> usize {
        (**self).count()
    }

    fn each(&self, bind: &mut dyn FnMut(Option<Type>, ValueRef<'_>)) {
        (**self).each(bind);
    }
}

macro_rules! tuples {
    ($($($name:ident $index:tt),+;)*) => {$(
        impl<$($name: ToValue + Send),+> Params for ($($name,)+) {
            fn count(&self) -> usize {
                [$($index),+].len()
            }

            fn each(&self, bind: &mut dyn FnMut(Option<Type>, ValueRef<'_>)) {
                $(bind($name::TYPE, self.$index.to_value());)+
            }
        }
    )*};
}

up_to_sixteen!(tuples);
