//! Writes mails to files, for development and tests.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use microcore::Result;

use super::Mailer;

/// Configuration of the mailer.
#[microcore::config(prefix = "MAIL")]
pub(crate) struct MailSettings {
    /// The folder; created if it does not exist.
    #[serde(default = "default_folder")]
    #[validate(length(min = 1))]
    folder: String,
}

fn default_folder() -> String {
    "mails".to_owned()
}

/// Writes each mail to a separate file.
pub(crate) struct FileMailer {
    folder: PathBuf,
    sent: AtomicU64,
}

#[microcore::provides]
impl Mailer for FileMailer {
    async fn connect(settings: MailSettings) -> Result<Self> {
        std::fs::create_dir_all(&settings.folder)?;
        Ok(Self { folder: settings.folder.into(), sent: AtomicU64::new(0) })
    }

    async fn send(&self, to: &str, subject: &str, body: &str) -> Result<String> {
        let number = self.sent.fetch_add(1, Ordering::Relaxed);
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
        let id = format!("{now}-{number}");
        let text = format!("To: {to}\nSubject: {subject}\n\n{body}\n");
        tokio::fs::write(self.folder.join(format!("{id}.txt")), text).await?;
        Ok(id)
    }
}
