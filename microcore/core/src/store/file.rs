//! The contract of a file store.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::future::{BoxFuture, FutureExt, ready};
use futures_util::stream::BoxStream;

use crate::error::Result;

/// What is known of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileInfo {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// When it was written.
    pub modified: DateTime<Utc>,
}

/// The content of a file, piece by piece.
pub type FileContent<'a> = BoxStream<'a, Result<Bytes>>;

/// Keeps files by name.
///
/// A name has parts between single slashes, the first of which is the domain:
/// `shop/invoices/7.pdf`. No part is empty, starts with a dot, has more than 255 bytes, or
/// contains a backslash, a colon or a control character; a name has up to 1200 bytes. A
/// store that cannot be reached answers with
/// [`Kind::Unavailable`](crate::Kind::Unavailable).
pub trait FileStore: Send + Sync + 'static {
    /// Whether files can be written now. Asked at the start and then repeatedly: until it
    /// is `Ok` again, calls of `Files` fail at once.
    fn health(&self) -> BoxFuture<'_, Result<()>> {
        ready(Ok(())).boxed()
    }

    /// Writes a file as its content arrives, in place of one of that name, and returns its
    /// size. The file appears in one step, when it is complete: where the content breaks
    /// off with an error, that is the result, and what was there before stays. The content
    /// is bounded, and breaks off with
    /// [`Kind::PayloadTooLarge`](crate::Kind::PayloadTooLarge).
    fn put<'a>(&'a self, name: &'a str, content: FileContent<'a>) -> BoxFuture<'a, Result<u64>>;

    /// The file and its content; [`Kind::NotFound`](crate::Kind::NotFound) if there is
    /// none. The content is that of one version, also when another one is written
    /// meanwhile.
    fn open<'a>(&'a self, name: &'a str)
    -> BoxFuture<'a, Result<(FileInfo, FileContent<'static>)>>;

    /// What is known of a file.
    fn stat<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Option<FileInfo>>>;

    /// Deletes a file; false if there was none.
    fn delete<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<bool>>;

    /// The files whose names start with `prefix`, sorted by name in the order of bytes.
    fn list<'a>(&'a self, prefix: &'a str) -> BoxFuture<'a, Result<Vec<FileInfo>>>;
}
