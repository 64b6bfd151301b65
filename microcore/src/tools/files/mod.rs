//! `Files`: storage for files that people send and fetch.

mod folder;
mod name;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use chrono::Utc;
use futures_util::future::BoxFuture;
use futures_util::{Stream, StreamExt, TryStreamExt, future, stream};
use microcore_core::validate::{Report, Validate};
use serde::Deserialize;

use microcore_core::call::{Argument, Call};
use microcore_core::diagnostic::Diagnostic;
use microcore_core::error::{Error, Result};
use microcore_core::meta::{ArgMeta, MethodMeta, SourceLocation, ToolMeta};
use microcore_core::meta::{Mount, MountError};
use microcore_core::tool::{Proxy, Startup, ToolLifecycle};

pub use folder::FolderStore;
pub use microcore_core::store::{FileContent, FileInfo, FileStore};

/// Stores files by name. Every domain has a place of its own.
///
/// A name has parts between slashes, `invoices/2026/7.pdf`; none may be empty or
/// start with a dot, so that no name leads out of the storage. A file appears
/// under its name when it is complete. Files have no address of their own: a
/// route hands them out.
#[derive(Clone)]
pub struct Files {
    shared: Shared,
    space: Arc<str>,
}

impl std::fmt::Debug for Files {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Files").finish_non_exhaustive()
    }
}

#[derive(Clone)]
struct Shared {
    store: Arc<dyn FileStore>,
    max_bytes: u64,
    proxy: Arc<Proxy>,
}

/// Section `files`.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FilesConfig {
    /// The folder, unless the application installs another store.
    pub root: PathBuf,
    /// How large a file may be, in bytes. 1 GiB.
    pub max_bytes: u64,
}

impl Default for FilesConfig {
    fn default() -> Self {
        Self { root: "files".into(), max_bytes: 1 << 30 }
    }
}

// An error about a type of the user does not list it.
#[diagnostic::do_not_recommend]
impl Validate for FilesConfig {
    fn validate(&self, report: &mut Report) {
        let there = self.root.ancestors().find(|folder| folder.exists());
        if self.root.as_os_str().is_empty() || there.is_some_and(|there| !there.is_dir()) {
            report.add("root", "folder", "must be a folder, or a path where one can be made");
        }
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
    MethodMeta::new("put", "async fn put(&self, name: &str, content: impl Into<Bytes>) -> Result<FileInfo>").doc("Writes a file, in place of one of that name."),
    MethodMeta::new("put_stream", "async fn put_stream(&self, name: &str, content: impl Stream<Item = Result<Bytes>> + Send) -> Result<FileInfo>").doc("Writes a file as its content arrives."),
    MethodMeta::new("get", "async fn get(&self, name: &str) -> Result<Bytes>").doc("The whole content; 404 if there is no such file."),
    MethodMeta::new("open", "async fn open(&self, name: &str) -> Result<(FileInfo, impl Stream<Item = Result<Bytes>>)>").doc("The content piece by piece; 404 if there is no such file."),
    MethodMeta::new("stat", "async fn stat(&self, name: &str) -> Result<Option<FileInfo>>").doc("What is known of a file."),
    MethodMeta::new("delete", "async fn delete(&self, name: &str) -> Result<bool>").doc("Deletes a file; false if there was none."),
    MethodMeta::new("list", "async fn list(&self, prefix: &str) -> Result<Vec<FileInfo>>").doc("The files whose names start with `prefix`, sorted by name."),
];

impl Files {
    /// Writes a file, in place of one of that name.
    pub async fn put(&self, name: &str, content: impl Into<Bytes>) -> Result<FileInfo> {
        let content = stream::iter([Ok(content.into())]);
        self.call(Method::Put, self.write(name, content)).await
    }

    /// Writes a file as its content arrives. If the content breaks off with an
    /// error, there is no file.
    ///
    /// # Errors
    ///
    /// [`Kind::PayloadTooLarge`](crate::Kind::PayloadTooLarge) where it has more than
    /// `files.max_bytes`.
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
            let (info, mut pieces) = self.shared.store.open(&self.full_name(name)?).await?;
            let size = info.size.min(self.shared.max_bytes);
            let mut content = BytesMut::with_capacity(usize::try_from(size).unwrap_or(0));
            while let Some(piece) = pieces.try_next().await? {
                content.extend_from_slice(&piece);
            }
            Ok(content.freeze())
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
        let open = async { self.shared.store.open(&self.full_name(name)?).await };
        let (info, pieces) = self.call(Method::Open, open).await?;
        Ok((FileInfo { name: name.to_owned(), ..info }, pieces))
    }

    /// What is known of a file.
    pub async fn stat(&self, name: &str) -> Result<Option<FileInfo>> {
        let stat = async { self.shared.store.stat(&self.full_name(name)?).await };
        let found = self.call(Method::Stat, stat).await?;
        Ok(found.map(|info| FileInfo { name: name.to_owned(), ..info }))
    }

    /// Deletes a file; false if there was none.
    pub async fn delete(&self, name: &str) -> Result<bool> {
        let delete = async { self.shared.store.delete(&self.full_name(name)?).await };
        self.call(Method::Delete, delete).await
    }

    /// The files whose names start with `prefix`, sorted by name.
    pub async fn list(&self, prefix: &str) -> Result<Vec<FileInfo>> {
        let space = format!("{}/", self.space);
        let prefix = format!("{space}{prefix}");
        let found = self.call(Method::List, self.shared.store.list(&prefix)).await?;
        let own = |info: FileInfo| {
            let name = info.name.strip_prefix(&space)?.to_owned();
            Some(FileInfo { name, ..info })
        };
        Ok(found.into_iter().filter_map(own).collect())
    }

    async fn write(
        &self,
        name: &str,
        content: impl Stream<Item = Result<Bytes>> + Send,
    ) -> Result<FileInfo> {
        let full = self.full_name(name)?;
        let content = bounded(content, self.shared.max_bytes).boxed();
        let size = self.shared.store.put(&full, content).await?;
        Ok(FileInfo { name: name.to_owned(), size, modified: Utc::now() })
    }

    /// The name in the store, within the place of this domain.
    fn full_name(&self, name: &str) -> Result<String> {
        name::check(name)?;
        Ok(format!("{}/{name}", self.space))
    }

    async fn call<T>(&self, method: Method, call: impl Future<Output = Result<T>>) -> Result<T> {
        self.shared.proxy.call(method as usize, call).await
    }
}

/// Content that breaks off with an error where it is larger than `max` bytes.
fn bounded(
    content: impl Stream<Item = Result<Bytes>> + Send,
    max: u64,
) -> impl Stream<Item = Result<Bytes>> + Send {
    let mut left = max;
    content.and_then(move |piece| {
        let rest = left.checked_sub(piece.len() as u64);
        left = rest.unwrap_or(0);
        let too_large = || Error::payload_too_large(format!("the file has more than {max} bytes"));
        future::ready(rest.map(|_| piece).ok_or_else(too_large))
    })
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

/// Files in the store that the application installed, or in a folder.
pub const TOOL: ToolMeta = ToolMeta::new(
    "Files",
    "a folder",
    SourceLocation { file: file!(), line: line!(), column: 1 },
    start,
)
.doc("Stores files by name; every domain has a place of its own.")
.methods(METHODS);

fn start(startup: &mut Startup<'_>) -> Result<Arc<dyn ToolLifecycle>, Vec<Diagnostic>> {
    let config: FilesConfig = startup.config.read_valid("files")?;
    let installed = startup.toolbox.get::<Arc<dyn FileStore>>().cloned();
    let store = installed.unwrap_or_else(|| Arc::new(FolderStore::new(config.root)));
    let (max_bytes, proxy) = (config.max_bytes, startup.proxy.clone());
    startup.toolbox.put(Shared { store: store.clone(), max_bytes, proxy });
    Ok(Arc::new(Lifecycle(store)))
}

/// A store is connected when it can be written to.
struct Lifecycle(Arc<dyn FileStore>);

impl ToolLifecycle for Lifecycle {
    fn connect(&self) -> BoxFuture<'_, Result<()>> {
        self.0.health()
    }

    fn health(&self) -> BoxFuture<'_, Result<()>> {
        self.0.health()
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(future::ready(()))
    }
}
