//! A tool is shared.

use microcore::Result;

#[microcore::tool]
pub trait Mailer {
    async fn send(&mut self) -> Result<()>;
}

fn main() {}
