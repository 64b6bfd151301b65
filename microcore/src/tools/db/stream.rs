//! Streams of rows, without a spawned task.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::future::BoxFuture;
use futures_util::{FutureExt, Stream, StreamExt};
use tokio::sync::mpsc;

use super::connection::crashed;
use super::driver::Step;
use super::pool::PooledConnection;
use super::query::Query;
use super::row::Row;
use microcore_core::error::{Error, Result};

/// The rows of a statement, one by one: a
/// [`Stream`](futures_util::Stream) of [`Row`]s.
///
/// ```no_run
/// # use microcore::Result;
/// # use microcore::tools::db::Db;
/// # async fn example(db: Db) -> Result<()> {
/// use futures_util::TryStreamExt;
///
/// let mut rows = db.fetch("SELECT email FROM users", ());
/// while let Some(row) = rows.try_next().await? {
///     let email: String = row.get("email")?;
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing until it is read"]
pub struct RowStream<'a> {
    rows: mpsc::Receiver<Row>,
    reader: Option<BoxFuture<'a, Result<()>>>,
    failed: Option<Error>,
}

impl std::fmt::Debug for RowStream<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RowStream").finish_non_exhaustive()
    }
}

/// Where the reader puts the rows.
pub(super) struct RowSink(mpsc::Sender<Row>);

impl<'a> RowStream<'a> {
    pub(super) fn new<F>(read: impl FnOnce(RowSink) -> F) -> Self
    where
        F: Future<Output = Result<()>> + Send + 'a,
    {
        let (sender, rows) = mpsc::channel(16);
        Self { rows, reader: Some(read(RowSink(sender)).boxed()), failed: None }
    }
}

impl Stream for RowStream<'_> {
    type Item = Result<Row>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Poll::Ready(Some(row)) = self.rows.poll_recv(cx) {
            return Poll::Ready(Some(Ok(row)));
        }
        if let Some(reader) = &mut self.reader
            && let Poll::Ready(result) = reader.poll_unpin(cx)
        {
            self.reader = None;
            self.failed = result.err();
        }
        match self.rows.poll_recv(cx) {
            Poll::Ready(Some(row)) => Poll::Ready(Some(Ok(row))),
            // The reader has ended; what it read came before how it ended.
            Poll::Ready(None) => Poll::Ready(self.failed.take().map(Err)),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl RowSink {
    /// Runs a statement to completion, as fast as the rows are consumed.
    pub(super) async fn send_all(&self, conn: &mut PooledConnection, query: Query) -> Result<()> {
        let mut result = Err(crashed());
        {
            let mut results = conn.start(query)?;
            while let Some(step) = results.next().await {
                match step {
                    Ok(Step::Row(row)) => self.0.send(Row(row)).await.map_err(|_| gone())?,
                    Ok(Step::Done(_)) => result = Ok(()),
                    Err(error) => {
                        result = Err(error);
                        break;
                    }
                }
            }
        }
        conn.settle(result)
    }
}

/// Cannot be seen: the reader is dropped together with the receiver.
fn gone() -> Error {
    Error::internal("no one reads the rows")
}
