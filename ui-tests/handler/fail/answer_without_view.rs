//! The first argument of an answer is its view.

#[microcore::plugin]
mod welcome {
    use microcore::prelude::*;

    #[on_ask("users.lookup")]
    async fn lookup() -> Result<()> {
        Ok(())
    }
}

fn main() {}
