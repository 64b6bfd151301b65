//! A route without arguments is reported with an example.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route]
    async fn get() -> Result<()> {
        Ok(())
    }
}

fn main() {}
