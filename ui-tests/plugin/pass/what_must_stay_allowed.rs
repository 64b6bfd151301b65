//! A nested module, a macro, generics, `cfg`-ed handlers, raw identifiers,
//! shadowed names and strict lints are all fine in a plugin.

#![deny(warnings, missing_docs)]
#![forbid(unsafe_code)]

microcore::app! { plugins: [allowed] }

/// Uses what a plugin may use.
#[microcore::plugin]
mod allowed {
    use microcore::prelude::*;

    macro_rules! twice {
        ($value:expr) => {
            $value * 2
        };
    }

    mod inner {
        pub(super) fn largest<T: Ord + Copy>(values: &[T]) -> Option<T> {
            values.iter().copied().max()
        }

        pub(super) fn through_super() -> i64 {
            super::two()
        }
    }

    fn two() -> i64 {
        twice!(1)
    }

    #[response]
    struct Number {
        r#type: i64,
    }

    #[route(GET, "/number/{type}")]
    async fn r#match(r#type: Path<i64>) -> Result<Number> {
        let largest = inner::largest(&[*r#type, inner::through_super()]);
        Ok(Number { r#type: largest.unwrap_or_default() })
    }

    #[cfg(any())]
    #[route(GET, "/never")]
    async fn never() -> NoSuchType {}

    #[route(POST, "/blocking")]
    fn blocking() -> Result<()> {
        Ok(())
    }
}

fn main() {}
