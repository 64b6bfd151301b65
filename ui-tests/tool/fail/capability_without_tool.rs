//! A capability that no tool provides must be refused at the argument.

use microcore::Result;

/// Send mail.
#[microcore::tool]
pub trait Mailer {
    /// Send one message.
    async fn send(&self, to: &str) -> Result<()>;
}

microcore::app! { plugins: [welcome] }

#[microcore::plugin]
mod welcome {
    use crate::Mailer;
    use microcore::prelude::*;

    #[on_start]
    async fn start(mailer: Tool<dyn Mailer>) -> Result<()> {
        mailer.send("nobody").await
    }
}

fn main() {}
