//! A tool's methods take `&self`.

use microcore::Result;

#[microcore::tool]
pub trait Mailer {
    async fn send() -> Result<()>;
}

fn main() {}
