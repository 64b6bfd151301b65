//! An uploaded file.

use std::path::Path;

use bytes::Bytes;
use tempfile::NamedTempFile;
use tokio::io::AsyncWriteExt;

use microcore_core::error::Result;

/// An uploaded file, on disk until it is dropped.
#[derive(Debug)]
pub struct Upload {
    file: NamedTempFile,
    file_name: Option<String>,
    content_type: Option<String>,
    size: u64,
}

impl Upload {
    /// The name the client gave, without any folder. Not to be trusted as a path.
    pub fn file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// The content type the client claims. Not to be trusted.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// The size in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The path of the file, which exists as long as this value.
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// The whole content.
    pub async fn read(&self) -> Result<Bytes> {
        Ok(tokio::fs::read(self.path()).await?.into())
    }
}

/// An upload that is still arriving.
pub(crate) struct Receiving {
    upload: Upload,
    writer: tokio::fs::File,
}

impl Receiving {
    pub(crate) fn start(file_name: Option<&str>, content_type: Option<String>) -> Result<Self> {
        let file = NamedTempFile::new()?;
        let writer = tokio::fs::File::from_std(file.reopen()?);
        // Some clients send the whole path of the file.
        let file_name = file_name
            .and_then(|name| name.rsplit(['/', '\\']).next())
            .filter(|name| !name.is_empty())
            .map(str::to_owned);
        Ok(Self { upload: Upload { file, file_name, content_type, size: 0 }, writer })
    }

    pub(crate) async fn write(&mut self, chunk: &[u8]) -> Result<()> {
        self.writer.write_all(chunk).await?;
        self.upload.size += chunk.len() as u64;
        Ok(())
    }

    pub(crate) async fn finish(mut self) -> Result<Upload> {
        self.writer.flush().await?;
        Ok(self.upload)
    }
}
