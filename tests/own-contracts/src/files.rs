//! A file store of your own.

use std::collections::BTreeMap;
use std::future::ready;
use std::sync::Mutex;

use bytes::{Bytes, BytesMut};
use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use futures_util::{StreamExt, TryStreamExt, stream};
use microcore_core::store::{FileContent, FileInfo, FileStore};
use microcore_core::{Error, Result};

use crate::lock;

/// How much is read at once.
const PIECE: usize = 64 * 1024;

/// Keeps the contents of files by name.
#[derive(Debug, Default)]
pub struct OwnFiles(Mutex<BTreeMap<String, (Bytes, DateTime<Utc>)>>);

fn info(name: &str, content: &Bytes, modified: DateTime<Utc>) -> FileInfo {
    FileInfo { name: name.to_owned(), size: content.len() as u64, modified }
}

impl FileStore for OwnFiles {
    fn put<'a>(
        &'a self,
        name: &'a str,
        mut content: FileContent<'a>,
    ) -> BoxFuture<'a, Result<u64>> {
        Box::pin(async move {
            let mut whole = BytesMut::new();
            while let Some(piece) = content.try_next().await? {
                whole.extend_from_slice(&piece);
            }
            let size = whole.len() as u64;
            lock(&self.0).insert(name.to_owned(), (whole.freeze(), Utc::now()));
            Ok(size)
        })
    }

    fn open<'a>(
        &'a self,
        name: &'a str,
    ) -> BoxFuture<'a, Result<(FileInfo, FileContent<'static>)>> {
        let found = lock(&self.0).get(name).cloned();
        let found = found.ok_or_else(|| Error::not_found("there is no such file"));
        Box::pin(ready(found.map(|(mut content, modified)| {
            let info = info(name, &content, modified);
            let pieces = std::iter::from_fn(move || {
                let piece = content.split_to(content.len().min(PIECE));
                (!piece.is_empty()).then_some(Ok(piece))
            });
            (info, stream::iter(pieces).boxed())
        })))
    }

    fn stat<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Option<FileInfo>>> {
        let files = lock(&self.0);
        let found = files.get(name).map(|(content, modified)| info(name, content, *modified));
        Box::pin(ready(Ok(found)))
    }

    fn delete<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<bool>> {
        Box::pin(ready(Ok(lock(&self.0).remove(name).is_some())))
    }

    fn list<'a>(&'a self, prefix: &'a str) -> BoxFuture<'a, Result<Vec<FileInfo>>> {
        let files = lock(&self.0);
        let found = files.iter().filter(|(name, _)| name.starts_with(prefix));
        let found = found.map(|(name, (content, modified))| info(name, content, *modified));
        Box::pin(ready(Ok(found.collect())))
    }
}
