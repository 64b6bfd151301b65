//! Two handlers of the same name are reported once.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(GET, "/a")]
    async fn get() -> Result<()> {
        Ok(())
    }

    #[route(GET, "/b")]
    async fn get() -> Result<()> {
        Ok(())
    }
}

fn main() {}
