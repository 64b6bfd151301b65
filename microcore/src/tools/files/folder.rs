//! The file store in a folder of the file system.

use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use bytes::BytesMut;
use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use futures_util::{StreamExt, stream};
use tokio::fs;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use microcore_core::error::{Error, Result};
use microcore_core::store::{FileContent, FileInfo, FileStore};

/// Where files are written before they get their name.
const UNFINISHED: &str = ".unfinished";

/// How much of a file is read at once.
const CHUNK: usize = 64 * 1024;

/// Keeps files in a folder, each under its name. A file is written beside the others and
/// renamed when it is complete and on the disk; links do not lead out of the folder.
#[derive(Debug)]
pub struct FolderStore {
    root: PathBuf,
}

impl FolderStore {
    /// In that folder, which is created when the application starts.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    fn path(&self, name: &str) -> PathBuf {
        let mut path = self.root.clone();
        path.extend(name.split('/'));
        path
    }

    /// Makes the folder and finds out whether it can be written to.
    async fn probe(&self) -> Result<()> {
        let probe = async {
            let unfinished = self.root.join(UNFINISHED);
            fs::create_dir_all(&unfinished).await?;
            let file = unfinished.join(format!("probe-{}", uuid::Uuid::new_v4()));
            fs::write(&file, b"").await?;
            fs::remove_file(&file).await
        };
        probe.await.map_err(|error: io::Error| {
            Error::unavailable("the folder of the files cannot be written to").with_source(error)
        })
    }

    async fn write(&self, name: &str, mut content: FileContent<'_>) -> Result<u64> {
        let target = self.path(name);
        let unfinished = self.root.join(UNFINISHED);
        fs::create_dir_all(&unfinished).await.map_err(failed)?;
        let draft = Draft(unfinished.join(uuid::Uuid::new_v4().to_string()));
        let mut file = fs::File::create_new(&draft.0).await.map_err(failed)?;
        let mut size = 0;
        while let Some(chunk) = content.next().await {
            let chunk = chunk?;
            size += chunk.len() as u64;
            file.write_all(&chunk).await.map_err(failed)?;
        }
        file.flush().await.map_err(failed)?;
        file.sync_all().await.map_err(failed)?;
        if let Some(parent) = target.parent() {
            let there = parent.ancestors().find(|folder| folder.exists());
            self.stays_within(there.unwrap_or(&self.root)).await?;
            fs::create_dir_all(parent).await.map_err(failed)?;
        }
        fs::rename(&draft.0, &target).await.map_err(failed)?;
        Ok(size)
    }

    async fn file(&self, name: &str) -> Result<(fs::File, FileInfo)> {
        let path = self.path(name);
        self.stays_within(&path).await?;
        let file = fs::File::open(&path).await.map_err(failed)?;
        let metadata = file.metadata().await.map_err(failed)?;
        if metadata.is_file() { Ok((file, info(name, &metadata))) } else { Err(no_such_file()) }
    }

    async fn find(&self, name: &str) -> Result<Option<FileInfo>> {
        match self.file(name).await {
            Ok((_, info)) => Ok(Some(info)),
            Err(error) if error.kind() == crate::Kind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// A link in the folder must not lead out of it.
    async fn stays_within(&self, path: &Path) -> Result<()> {
        let real = fs::canonicalize(path).await.map_err(failed)?;
        let root = fs::canonicalize(&self.root).await.map_err(failed)?;
        if real.starts_with(root) { Ok(()) } else { Err(no_such_file()) }
    }
}

impl FileStore for FolderStore {
    fn health(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(self.probe())
    }

    fn put<'a>(&'a self, name: &'a str, content: FileContent<'a>) -> BoxFuture<'a, Result<u64>> {
        Box::pin(self.write(name, content))
    }

    fn open<'a>(
        &'a self,
        name: &'a str,
    ) -> BoxFuture<'a, Result<(FileInfo, FileContent<'static>)>> {
        Box::pin(async move {
            let (file, info) = self.file(name).await?;
            let pieces = stream::try_unfold(file, |mut file| async {
                let mut piece = BytesMut::with_capacity(CHUNK);
                let length = file.read_buf(&mut piece).await.map_err(failed)?;
                Ok((length > 0).then(|| (piece.freeze(), file)))
            });
            Ok((info, pieces.boxed()))
        })
    }

    fn stat<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Option<FileInfo>>> {
        Box::pin(self.find(name))
    }

    fn delete<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<bool>> {
        Box::pin(async move {
            if self.find(name).await?.is_none() {
                return Ok(false);
            }
            match fs::remove_file(self.path(name)).await {
                Ok(()) => Ok(true),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
                Err(error) => Err(failed(error)),
            }
        })
    }

    fn list<'a>(&'a self, prefix: &'a str) -> BoxFuture<'a, Result<Vec<FileInfo>>> {
        let (root, prefix) = (self.root.clone(), prefix.to_owned());
        let walk = move || {
            let mut found = Vec::new();
            walk(&root, "", &prefix, &mut found)?;
            found.sort_by(|a, b| a.name.cmp(&b.name));
            Ok(found)
        };
        Box::pin(async { tokio::task::spawn_blocking(walk).await?.map_err(failed) })
    }
}

fn walk(folder: &Path, name: &str, prefix: &str, found: &mut Vec<FileInfo>) -> io::Result<()> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        let Ok(part) = entry.file_name().into_string() else { continue };
        if part.starts_with('.') {
            continue;
        }
        let name = if name.is_empty() { part } else { format!("{name}/{part}") };
        let kind = entry.file_type()?;
        // Only folders that can hold such a name are looked into; links are not.
        let above = prefix.strip_prefix(&name).is_some_and(|rest| rest.starts_with('/'));
        if kind.is_dir() && (above || name.starts_with(prefix)) {
            walk(&entry.path(), &name, prefix, found)?;
        } else if kind.is_file() && name.starts_with(prefix) {
            found.push(info(&name, &entry.metadata()?));
        }
    }
    Ok(())
}

fn info(name: &str, metadata: &std::fs::Metadata) -> FileInfo {
    let modified = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
    FileInfo {
        name: name.to_owned(),
        size: metadata.len(),
        modified: DateTime::<Utc>::from(modified),
    }
}

fn failed(error: io::Error) -> Error {
    use io::ErrorKind::{IsADirectory, NotADirectory, NotFound, StorageFull};
    match error.kind() {
        NotFound | NotADirectory => no_such_file(),
        IsADirectory => Error::conflict("there are files under that name"),
        StorageFull => Error::unavailable("the disk is full").with_source(error),
        _ => Error::internal("the file system failed").with_source(error),
    }
}

fn no_such_file() -> Error {
    Error::not_found("there is no such file")
}

/// A temporary file, deleted unless it was renamed.
struct Draft(PathBuf);

impl Drop for Draft {
    fn drop(&mut self) {
        // Already renamed, if all went well.
        let _ = std::fs::remove_file(&self.0);
    }
}
