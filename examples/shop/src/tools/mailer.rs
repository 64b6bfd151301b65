//! The capability to send mail.

use microcore::Result;

/// Send mail.
#[microcore::tool]
pub(crate) trait Mailer {
    /// Queue one message; returns the provider's id.
    async fn send(&self, to: &str, subject: &str, body: &str) -> Result<String>;
}
