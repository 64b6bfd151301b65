//! Letters as files in a folder.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use microcore::{Error, Result};

use super::Postman;

/// Where the letters go.
#[microcore::config(prefix = "POST")]
struct PostSettings {
    /// The folder; it has to be there.
    folder: String,
}

/// Writes each letter to a file of its own.
pub struct LetterBox {
    folder: PathBuf,
    count: AtomicU64,
}

#[microcore::provides]
impl Postman for LetterBox {
    async fn connect(settings: PostSettings) -> Result<Self> {
        let letters = Self { folder: settings.folder.into(), count: AtomicU64::new(0) };
        letters.look().await?;
        Ok(letters)
    }

    async fn health(&self) -> Result<()> {
        self.look().await
    }

    async fn close(&self) {
        // A real one would hang up here.
    }

    async fn deliver(&self, to: &str, text: &str) -> Result<()> {
        if to.ends_with(".invalid") {
            return Err(Error::unprocessable("nobody lives there"));
        }
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        let file = self.folder.join(format!("{number}.txt"));
        tokio::fs::write(file, format!("{to}: {text}\n")).await.map_err(gone)
    }
}

impl LetterBox {
    async fn look(&self) -> Result<()> {
        tokio::fs::metadata(&self.folder).await.map(drop).map_err(gone)
    }
}

/// The backend is away: that is what `unavailable` says, and nothing else.
fn gone(error: std::io::Error) -> Error {
    Error::unavailable("the letter box is gone").with_source(error)
}
