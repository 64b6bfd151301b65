//! Files in a folder of the file system.

use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::{Stream, StreamExt, pin_mut};
use tokio::fs;
use tokio::io::AsyncWriteExt;

use super::FileInfo;
use microcore_core::error::{Error, Result};

/// Where files are written before they get their name.
const UNFINISHED: &str = ".unfinished";

/// The folder, and how to reach a file in it.
pub(super) struct Folder {
    root: PathBuf,
}

impl Folder {
    pub(super) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// Makes the folder and finds out whether it can be written to.
    pub(super) async fn probe(&self) -> Result<()> {
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

    /// Writes a file. It appears under its name when it is complete and on the
    /// disk, in one step.
    pub(super) async fn write(
        &self,
        path: &Path,
        content: impl Stream<Item = Result<Bytes>> + Send,
    ) -> Result<()> {
        let target = self.root.join(path);
        let unfinished = self.root.join(UNFINISHED);
        fs::create_dir_all(&unfinished).await.map_err(failed)?;
        let draft = Draft(unfinished.join(uuid::Uuid::new_v4().to_string()));
        let mut file = fs::File::create_new(&draft.0).await.map_err(failed)?;
        pin_mut!(content);
        while let Some(chunk) = content.next().await {
            file.write_all(&chunk?).await.map_err(failed)?;
        }
        file.flush().await.map_err(failed)?;
        file.sync_all().await.map_err(failed)?;
        if let Some(parent) = target.parent() {
            let there = parent.ancestors().find(|folder| folder.exists());
            self.stays_within(there.unwrap_or(&self.root)).await?;
            fs::create_dir_all(parent).await.map_err(failed)?;
        }
        fs::rename(&draft.0, &target).await.map_err(failed)
    }

    pub(super) async fn open(&self, path: &Path) -> Result<(fs::File, std::fs::Metadata)> {
        let path = self.root.join(path);
        self.stays_within(&path).await?;
        let file = fs::File::open(&path).await.map_err(failed)?;
        let metadata = file.metadata().await.map_err(failed)?;
        if metadata.is_file() { Ok((file, metadata)) } else { Err(no_such_file()) }
    }

    pub(super) async fn stat(&self, path: &Path) -> Result<Option<std::fs::Metadata>> {
        match self.open(path).await {
            Ok((_, metadata)) => Ok(Some(metadata)),
            Err(error) if error.kind() == crate::Kind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub(super) async fn delete(&self, path: &Path) -> Result<bool> {
        if self.stat(path).await?.is_none() {
            return Ok(false);
        }
        match fs::remove_file(self.root.join(path)).await {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(failed(error)),
        }
    }

    /// The files under `space` whose names start with `prefix`, sorted.
    pub(super) async fn list(&self, space: &str, prefix: &str) -> Result<Vec<FileInfo>> {
        let (root, prefix) = (self.root.join(space), prefix.to_owned());
        let walk = tokio::task::spawn_blocking(move || {
            let mut found = Vec::new();
            walk(&root, "", &prefix, &mut found)?;
            found.sort_by(|a, b| a.name.cmp(&b.name));
            Ok(found)
        });
        walk.await?.map_err(failed)
    }

    /// A link in the folder must not lead out of it.
    async fn stays_within(&self, path: &Path) -> Result<()> {
        let real = fs::canonicalize(path).await.map_err(failed)?;
        let root = fs::canonicalize(&self.root).await.map_err(failed)?;
        if real.starts_with(root) { Ok(()) } else { Err(no_such_file()) }
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
        if kind.is_dir() && (prefix.starts_with(&name) || name.starts_with(prefix)) {
            walk(&entry.path(), &name, prefix, found)?;
        } else if kind.is_file() && name.starts_with(prefix) {
            found.push(info(&name, &entry.metadata()?));
        }
    }
    Ok(())
}

pub(super) fn info(name: &str, metadata: &std::fs::Metadata) -> FileInfo {
    let modified = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
    FileInfo {
        name: name.to_owned(),
        size: metadata.len(),
        modified: DateTime::<Utc>::from(modified),
    }
}

pub(super) fn failed(error: io::Error) -> Error {
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

/// An unfinished file, gone unless it was renamed.
struct Draft(PathBuf);

impl Drop for Draft {
    fn drop(&mut self) {
        // Already renamed, if all went well.
        let _ = std::fs::remove_file(&self.0);
    }
}
