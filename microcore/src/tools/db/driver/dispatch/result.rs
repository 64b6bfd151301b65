//! Arguments and results of statements.

/// Writes `Arguments`, `ResultStream` and `AnyRow`.
macro_rules! results {
    ($(
        $(#[$doc:meta])*
        $engine:ident: $name:literal, $driver:ty, feature $feature:tt,
            schemes $scheme:literal $(| $alias:literal)*;
    )*) => {
        /// The arguments of a statement.
        #[allow(dead_code)] // `Never` is never made
        pub(super) enum Arguments {
            $(
                #[cfg(feature = $feature)]
                $engine(<$driver as sqlx::Database>::Arguments),
            )*
            Never(std::convert::Infallible),
        }

        /// A running statement.
        #[allow(dead_code)] // `Never` is never made
        pub(super) enum ResultStream<'a> {
            $(
                #[cfg(feature = $feature)]
                $engine(Results<'a, $driver>),
            )*
            Never(std::convert::Infallible, std::marker::PhantomData<&'a ()>),
        }

        impl futures_util::Stream for ResultStream<'_> {
            type Item = Result<Step>;

            fn poll_next(
                self: std::pin::Pin<&mut Self>,
                cx: &mut std::task::Context<'_>,
            ) -> std::task::Poll<Option<Self::Item>> {
                match self.get_mut() {
                    $(
                        #[cfg(feature = $feature)]
                        Self::$engine(results) => results.as_mut().poll_next(cx).map(|step| {
                            step.map(|step| match step {
                                Ok(sqlx::Either::Right(row)) => {
                                    Ok(Step::Row(AnyRow::$engine(row)))
                                }
                                Ok(sqlx::Either::Left(done)) => {
                                    Ok(Step::Done(<$driver as Driver>::rows_affected(&done)))
                                }
                                Err(error) => Err(failure(<$driver as Driver>::error(&error))),
                            })
                        }),
                    )*
                    Self::Never(never, _) => match *never {},
                }
            }
        }

        /// A row as its engine gave it.
        #[allow(dead_code)] // `Never` is never made
        pub(super) enum AnyRow {
            $(
                #[cfg(feature = $feature)]
                $engine(<$driver as sqlx::Database>::Row),
            )*
            Never(std::convert::Infallible),
        }

        impl AnyRow {
            pub(super) fn len(&self) -> usize {
                match self {
                    $(
                        #[cfg(feature = $feature)]
                        Self::$engine(row) => sqlx::Row::len(row),
                    )*
                    Self::Never(never) => match *never {},
                }
            }

            pub(super) fn name(&self, index: usize) -> Option<&str> {
                match self {
                    $(
                        #[cfg(feature = $feature)]
                        Self::$engine(row) => {
                            sqlx::Row::columns(row).get(index).map(sqlx::Column::name)
                        }
                    )*
                    Self::Never(never) => match *never {},
                }
            }

            pub(super) fn position(&self, name: &str) -> Option<usize> {
                match self {
                    $(
                        #[cfg(feature = $feature)]
                        Self::$engine(row) => sqlx::ColumnIndex::index(&name, row).ok(),
                    )*
                    Self::Never(never) => match *never {},
                }
            }

            pub(super) fn cell(
                &self,
                index: usize,
            ) -> std::result::Result<ValueRef<'_>, String> {
                match self {
                    $(
                        #[cfg(feature = $feature)]
                        Self::$engine(row) => <$driver as Driver>::cell(row, index),
                    )*
                    Self::Never(never) => match *never {},
                }
            }
        }
    };
}
pub(in super::super) use results;
