//! A handler has no `self`.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(POST, "/users")]
    async fn get(&self) -> Result<()> {
        Ok(())
    }
}

fn main() {}
