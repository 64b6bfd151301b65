//! Connections.

/// Writes `ConnectOptions` and `Connection`.
macro_rules! connections {
    ($(
        $(#[$doc:meta])*
        $engine:ident: $name:literal, $driver:ty, feature $feature:tt,
            schemes $scheme:literal $(| $alias:literal)*;
    )*) => {
        /// How a connection is opened.
        #[derive(Clone)]
        #[allow(dead_code)] // `Never` is never made
        pub(super) enum ConnectOptions {
            $(
                #[cfg(feature = $feature)]
                $engine(Box<OptionsOf<$driver>>),
            )*
            Never(std::convert::Infallible),
        }

        impl ConnectOptions {
            /// Makes what has to exist before a connection can be opened.
            pub(super) fn prepare(&self) -> std::io::Result<()> {
                match self {
                    $(
                        #[cfg(feature = $feature)]
                        Self::$engine(options) => <$driver as Driver>::prepare(options),
                    )*
                    Self::Never(never) => match *never {},
                }
            }

            /// Opens a connection, whose statements end once the flag is set.
            pub(super) async fn connect(
                &self,
                cancel: &CancelFlag,
            ) -> std::result::Result<Connection, sqlx::Error> {
                match self {
                    $(
                        #[cfg(feature = $feature)]
                        Self::$engine(options) => {
                            let mut connection =
                                sqlx::ConnectOptions::connect(&**options).await?;
                            let cancel = cancel.clone();
                            <$driver as Driver>::cancel_when(&mut connection, move || {
                                cancel.is_set()
                            })
                            .await?;
                            Ok(Connection::$engine(connection))
                        }
                    )*
                    Self::Never(never) => match *never {},
                }
            }

            pub(super) const fn driver(&self) -> AnyDriver {
                match self {
                    $(
                        #[cfg(feature = $feature)]
                        Self::$engine(_) => AnyDriver::$engine,
                    )*
                    Self::Never(never) => match *never {},
                }
            }
        }

        /// A connection.
        #[allow(dead_code)] // `Never` is never made
        pub(super) enum Connection {
            $(
                #[cfg(feature = $feature)]
                $engine(<$driver as sqlx::Database>::Connection),
            )*
            Never(std::convert::Infallible),
        }

        impl Connection {
            /// Starts a statement that was bound for this engine.
            pub(super) fn start(
                &mut self,
                sql: String,
                arguments: Arguments,
            ) -> Result<ResultStream<'_>> {
                match (self, arguments) {
                    $(
                        #[cfg(feature = $feature)]
                        (Self::$engine(connection), Arguments::$engine(arguments)) => {
                            let query = sqlx::query_with(sqlx::AssertSqlSafe(sql), arguments);
                            let stream = sqlx::Executor::fetch_many(connection, query);
                            Ok(ResultStream::$engine(stream))
                        }
                    )*
                    #[allow(unreachable_patterns)] // where no two are compiled in
                    _ => Err(mixed_up()),
                }
            }

            /// Runs a statement of the framework itself, such as `BEGIN`.
            pub(super) async fn control(&mut self, sql: &'static str) -> Result<()> {
                match self {
                    $(
                        #[cfg(feature = $feature)]
                        Self::$engine(connection) => {
                            <$driver as Driver>::control(connection, sql)
                                .await
                                .map_err(|error| failure(<$driver as Driver>::error(&error)))
                        }
                    )*
                    Self::Never(never) => match *never {},
                }
            }

            /// Runs several statements in one text.
            pub(super) async fn script(&mut self, sql: String) -> Result<()> {
                match self {
                    $(
                        #[cfg(feature = $feature)]
                        Self::$engine(connection) => {
                            let script = sqlx::raw_sql(sqlx::AssertSqlSafe(sql));
                            sqlx::Executor::execute(connection, script)
                                .await
                                .map(drop)
                                .map_err(|error| failure(<$driver as Driver>::error(&error)))
                        }
                    )*
                    Self::Never(never) => match *never {},
                }
            }

            pub(super) async fn ping(&mut self) -> std::result::Result<(), sqlx::Error> {
                match self {
                    $(
                        #[cfg(feature = $feature)]
                        Self::$engine(connection) => sqlx::Connection::ping(connection).await,
                    )*
                    Self::Never(never) => match *never {},
                }
            }

            pub(super) async fn close(self) -> std::result::Result<(), sqlx::Error> {
                match self {
                    $(
                        #[cfg(feature = $feature)]
                        Self::$engine(connection) => sqlx::Connection::close(connection).await,
                    )*
                    Self::Never(never) => match never {},
                }
            }
        }
    };
}
pub(in super::super) use connections;
