//! A tool is shared, so methods take `&self`.

use microcore::Result;

#[microcore::tool]
pub trait Mailer {
    async fn send(&mut self) -> Result<()>;
}

fn main() {}
