//! The capability to deliver letters.

use microcore::Result;

/// Deliver letters.
#[microcore::tool]
pub trait Postman {
    /// Deliver one letter.
    async fn deliver(&self, to: &str, text: &str) -> Result<()>;
}
