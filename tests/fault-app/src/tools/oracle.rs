//! A tool that connects, and then never answers.

use std::future::pending;

use microcore::Result;

/// Knows everything.
#[microcore::tool]
pub(crate) trait Oracle {
    /// Answers a question, one day.
    async fn ask(&self, question: &str) -> Result<String>;
}

/// Says nothing, and does not let go either.
#[derive(Default)]
pub(crate) struct Silent;

#[microcore::provides]
impl Oracle for Silent {
    async fn ask(&self, question: &str) -> Result<String> {
        let _ = question;
        pending().await
    }

    async fn close(&self) {
        pending().await
    }
}
