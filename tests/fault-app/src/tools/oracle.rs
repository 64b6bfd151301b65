//! A tool that connects, and then never answers.

use std::future::pending;

use microcore::Result;

/// Answers questions.
#[microcore::tool]
pub(crate) trait Oracle {
    /// Answers a question; never returns.
    async fn ask(&self, question: &str) -> Result<String>;
}

/// Never answers and never closes.
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
