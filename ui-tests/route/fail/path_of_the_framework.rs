//! `/system` is reserved.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(GET, "/system/users")]
    async fn list() -> Result<()> {
        Ok(())
    }
}

fn main() {}
