//! The engine, and its driver.

/// `"SQLite or PostgreSQL"`, of the names of engines.
macro_rules! either {
    ($first:literal $($rest:literal)*) => { concat!($first $(, " or ", $rest)*) };
}
pub(in super::super) use either;

/// Writes `Engine` and `AnyDriver`.
macro_rules! engines {
    ($(
        $(#[$doc:meta])*
        $engine:ident: $name:literal, $driver:ty, feature $feature:tt,
            schemes $scheme:literal $(| $alias:literal)*;
    )*) => {
        /// The database behind [`Db`](crate::tools::db::Db).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
        #[serde(rename_all = "lowercase")]
        #[non_exhaustive]
        pub enum Engine {
            $($(#[$doc])* $engine,)*
        }

        impl std::fmt::Display for Engine {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(match self {
                    $(Self::$engine => $name,)*
                })
            }
        }

        /// All of them, for the line that describes `Db`.
        pub(in super::super) const ENGINES: &str =
            $crate::tools::db::driver::dispatch::either!($($name)*);

        /// What URLs begin with, one of each engine.
        const SCHEMES: &[&str] = &[$($scheme),*];

        impl Engine {
            fn of_scheme(scheme: &str) -> Option<Self> {
                match scheme {
                    $($scheme $(| $alias)* => Some(Self::$engine),)*
                    _ => None,
                }
            }

            const fn feature(self) -> &'static str {
                match self {
                    $(Self::$engine => $feature,)*
                }
            }

            /// Its driver, if it is compiled in.
            const fn driver(self) -> Option<AnyDriver> {
                match self {
                    $(
                        #[cfg(feature = $feature)]
                        Self::$engine => Some(AnyDriver::$engine),
                    )*
                    #[allow(unreachable_patterns)] // where all are compiled in
                    _ => None,
                }
            }
        }

        /// A driver that is compiled in.
        #[derive(Clone, Copy)]
        #[allow(dead_code)] // `Never` is never made
        pub(super) enum AnyDriver {
            $(
                #[cfg(feature = $feature)]
                $engine,
            )*
            Never(std::convert::Infallible),
        }

        impl AnyDriver {
            pub(super) const fn engine(self) -> Engine {
                match self {
                    $(
                        #[cfg(feature = $feature)]
                        Self::$engine => Engine::$engine,
                    )*
                    Self::Never(never) => match never {},
                }
            }

            pub(super) const fn dialect(self) -> &'static Dialect {
                match self {
                    $(
                        #[cfg(feature = $feature)]
                        Self::$engine => &<$driver as Driver>::DIALECT,
                    )*
                    Self::Never(never) => match never {},
                }
            }

            /// How the database is opened; none if the URL cannot be read.
            fn read(self, config: &DbConfig) -> Option<Pools<ConnectOptions>> {
                match self {
                    $(
                        #[cfg(feature = $feature)]
                        Self::$engine => <$driver as Driver>::pools(config).map(|pools| {
                            pools.map(|options| ConnectOptions::$engine(Box::new(options)))
                        }),
                    )*
                    Self::Never(never) => match never {},
                }
            }

            /// The statement as it is sent, and its arguments.
            pub(super) fn bind(
                self,
                sql: &str,
                each: EachArgument<'_>,
            ) -> Result<(String, Arguments)> {
                match self {
                    $(
                        #[cfg(feature = $feature)]
                        Self::$engine => {
                            let (sql, arguments) = <$driver as Driver>::bind(sql, each)?;
                            Ok((sql, Arguments::$engine(arguments)))
                        }
                    )*
                    Self::Never(never) => match never {},
                }
            }

            /// What a failure means.
            #[cold]
            pub(super) fn error(self, error: &sqlx::Error) -> DbError {
                match self {
                    $(
                        #[cfg(feature = $feature)]
                        Self::$engine => <$driver as Driver>::error(error),
                    )*
                    Self::Never(never) => match never {},
                }
            }
        }
    };
}
pub(in super::super) use engines;
