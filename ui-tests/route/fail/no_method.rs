//! A route names its method.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route("/users")]
    async fn get() -> Result<()> {
        Ok(())
    }
}

fn main() {}
