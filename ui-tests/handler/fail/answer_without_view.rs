//! An answer's first argument is what it reads.

#[microcore::plugin]
mod welcome {
    use microcore::prelude::*;

    #[on_ask("users.lookup")]
    async fn lookup() -> Result<()> {
        Ok(())
    }
}

fn main() {}
