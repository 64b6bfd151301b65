//! Writes letters to files in a folder.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use microcore::{Error, Result};

use super::Postman;

/// Configuration of the letter box.
#[microcore::config(prefix = "POST")]
struct PostSettings {
    /// The folder; it must exist.
    folder: String,
}

/// Writes each letter to a separate file.
pub(crate) struct LetterBox {
    folder: PathBuf,
    count: AtomicU64,
}

#[microcore::provides]
impl Postman for LetterBox {
    async fn connect(settings: PostSettings) -> Result<Self> {
        let letters = Self { folder: settings.folder.into(), count: AtomicU64::new(0) };
        letters.probe().await?;
        Ok(letters)
    }

    async fn health(&self) -> Result<()> {
        self.probe().await
    }

    async fn close(&self) {
        // A network client would disconnect here.
    }

    async fn deliver(&self, to: &str, text: &str) -> Result<()> {
        if to.ends_with(".invalid") {
            return Err(Error::unprocessable("unknown address"));
        }
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        let file = self.folder.join(format!("{number}.txt"));
        tokio::fs::write(file, format!("{to}: {text}\n")).await.map_err(unavailable)
    }
}

impl LetterBox {
    async fn probe(&self) -> Result<()> {
        tokio::fs::metadata(&self.folder).await.map(drop).map_err(unavailable)
    }
}

/// The backend is down: use `unavailable` for this, and for nothing else.
fn unavailable(error: std::io::Error) -> Error {
    Error::unavailable("the letter box is unavailable").with_source(error)
}
