//! `Files`: storage for files that people send and fetch.

mod folder;
mod name;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use serde::Deserialize;
use tokio::io::AsyncReadExt;

use microcore_core::call::{Argument, Call};
use microcore_core::config::ConfigError;
use microcore_core::error::Result;
use microcore_core::meta::{ArgMeta, MethodMeta, SourceLocation, ToolMeta};
use microcore_core::meta::{Mount, MountError};
use microcore_core::tool::{Proxy, Startup, ToolLifecycle};

use folder::Folder;

/// How much of a file is read at once.
const CHUNK: usize = 64 * 1024;

/// Stores files by name. Every domain has a place of its own.
///
/// A name has parts between slashes, `invoices/2026/7.pdf`; none may be empty or
/// start with a dot, so that no name leads out of the storage. A file appears
/// under its name when it is complete. In a folder, files have no address of
/// their own: a route hands them out.
#[derive(Clone)]
pub struct Files {
    shared: Shared,
    space: Arc<str>,
}

#[derive(Clone)]
struct Shared {
    folder: Arc<Folder>,
    proxy: Arc<Proxy>,
}

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

/// Section `files`.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FilesConfig {
    /// The folder.
    pub root: PathBuf,
}

impl Default for FilesConfig {
    fn default() -> Self {
        Self { root: "files".into() }
    }
}

#[derive(Clone, Copy)]
enum Method {
    Put,
    PutStream,
    Get,
    Open,
    Stat,
    Delete,
    List,
}

const METHODS: &[MethodMeta] = &[
    MethodMeta {
        name: "put",
        signature: "async fn put(&self, name: &str, content: impl Into<Bytes>) -> Result<FileInfo>",
        doc: "Writes a file, in place of one of that name.",
    },
    MethodMeta {
        name: "put_stream",
        signature: "async fn put_stream(&self, name: &str, content: impl Stream<Item = Result<Bytes>> + Send) -> Result<FileInfo>",
        doc: "Writes a file as its content arrives.",
    },
    MethodMeta {
        name: "get",
        signature: "async fn get(&self, name: &str) -> Result<Bytes>",
        doc: "The whole content; 404 if there is no such file.",
    },
    MethodMeta {
        name: "open",
        signature: "async fn open(&self, name: &str) -> Result<(FileInfo, impl Stream<Item = Result<Bytes>>)>",
        doc: "The content piece by piece; 404 if there is no such file.",
    },
    MethodMeta {
        name: "stat",
        signature: "async fn stat(&self, name: &str) -> Result<Option<FileInfo>>",
        doc: "What is known of a file.",
    },
    MethodMeta {
        name: "delete",
        signature: "async fn delete(&self, name: &str) -> Result<bool>",
        doc: "Deletes a file; false if there was none.",
    },
    MethodMeta {
        name: "list",
        signature: "async fn list(&self, prefix: &str) -> Result<Vec<FileInfo>>",
        doc: "The files whose names start with `prefix`, sorted by name.",
    },
];

impl Files {
    /// Writes a file, in place of one of that name.
    pub async fn put(&self, name: &str, content: impl Into<Bytes>) -> Result<FileInfo> {
        let content = stream::iter([Ok(content.into())]);
        self.call(Method::Put, self.write(name, content)).await
    }

    /// Writes a file as its content arrives. If the content breaks off with an
    /// error, there is no file.
    pub async fn put_stream(
        &self,
        name: &str,
        content: impl Stream<Item = Result<Bytes>> + Send,
    ) -> Result<FileInfo> {
        self.call(Method::PutStream, self.write(name, content)).await
    }

    /// The whole content.
    ///
    /// # Errors
    ///
    /// [`Kind::NotFound`](crate::Kind::NotFound) if there is no such file.
    pub async fn get(&self, name: &str) -> Result<Bytes> {
        let read = async {
            let (mut file, metadata) = self.shared.folder.open(&self.path(name)?).await?;
            let mut content = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
            file.read_to_end(&mut content).await.map_err(folder::failed)?;
            Ok(Bytes::from(content))
        };
        self.call(Method::Get, read).await
    }

    /// What is known of a file, and its content piece by piece.
    ///
    /// # Errors
    ///
    /// [`Kind::NotFound`](crate::Kind::NotFound) if there is no such file.
    pub async fn open(
        &self,
        name: &str,
    ) -> Result<(FileInfo, impl Stream<Item = Result<Bytes>> + Send + use<>)> {
        let open = async { self.shared.folder.open(&self.path(name)?).await };
        let (file, metadata) = self.call(Method::Open, open).await?;
        let pieces = stream::try_unfold(file, |mut file| async {
            let mut piece = BytesMut::with_capacity(CHUNK);
            let length = file.read_buf(&mut piece).await.map_err(folder::failed)?;
            Ok((length > 0).then(|| (piece.freeze(), file)))
        });
        Ok((folder::info(name, &metadata), pieces))
    }

    /// What is known of a file.
    pub async fn stat(&self, name: &str) -> Result<Option<FileInfo>> {
        let stat = async { self.shared.folder.stat(&self.path(name)?).await };
        let metadata = self.call(Method::Stat, stat).await?;
        Ok(metadata.map(|metadata| folder::info(name, &metadata)))
    }

    /// Deletes a file; false if there was none.
    pub async fn delete(&self, name: &str) -> Result<bool> {
        let delete = async { self.shared.folder.delete(&self.path(name)?).await };
        self.call(Method::Delete, delete).await
    }

    /// The files whose names start with `prefix`, sorted by name.
    pub async fn list(&self, prefix: &str) -> Result<Vec<FileInfo>> {
        self.call(Method::List, self.shared.folder.list(&self.space, prefix)).await
    }

    async fn write(
        &self,
        name: &str,
        content: impl Stream<Item = Result<Bytes>> + Send,
    ) -> Result<FileInfo> {
        let path = self.path(name)?;
        let mut size = 0;
        let counted = content.inspect_ok(|piece| size += piece.len() as u64);
        self.shared.folder.write(&path, counted.boxed()).await?;
        Ok(FileInfo { name: name.to_owned(), size, modified: Utc::now() })
    }

    fn path(&self, name: &str) -> Result<PathBuf> {
        Ok(PathBuf::from(&*self.space).join(name::path(name)?))
    }

    async fn call<T>(&self, method: Method, call: impl Future<Output = Result<T>>) -> Result<T> {
        self.shared.proxy.call(method as usize, call).await
    }
}

impl<C: Call> Argument<C> for Files {
    type State = Self;
    const META: ArgMeta = ArgMeta::Capability("Files");

    fn resolve(mount: &Mount<'_>, _: &'static str) -> Result<Self, MountError> {
        Ok(Self { shared: mount.handle("Files")?, space: mount.plugin.domain.into() })
    }

    fn take(source: &Self, _: &mut C) -> Result<Self> {
        Ok(source.clone())
    }
}

/// Files in a folder.
pub const TOOL: ToolMeta = ToolMeta {
    capability: "Files",
    provider: "a folder",
    doc: "Stores files by name; every domain has a place of its own.",
    methods: METHODS,
    location: SourceLocation { file: file!(), line: line!(), column: 1 },
    start,
};

fn start(startup: &mut Startup<'_>) -> Result<Arc<dyn ToolLifecycle>, ConfigError> {
    let config: FilesConfig = startup.config.read("files")?;
    let folder = Arc::new(Folder::new(config.root));
    startup.toolbox.put(Shared { folder: folder.clone(), proxy: startup.proxy.clone() });
    Ok(folder)
}

impl ToolLifecycle for Folder {
    fn connect(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(self.probe())
    }

    fn health(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(self.probe())
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}
