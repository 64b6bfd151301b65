//! A method is written in capitals.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(get, "/users")]
    async fn get() -> Result<()> {
        Ok(())
    }
}

fn main() {}
