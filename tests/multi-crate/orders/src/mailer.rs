//! The mail capability of the domain.

use microcore::Result;

/// Send mail.
#[microcore::tool]
pub trait Mailer {
    /// Queue one message.
    async fn send(&self, to: &str, subject: &str) -> Result<()>;
}
