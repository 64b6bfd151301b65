//! A tool's methods have no type parameters.

use microcore::Result;

#[microcore::tool]
pub trait Mailer {
    async fn send<T>(&self, to: T) -> Result<()>;
}

fn main() {}
