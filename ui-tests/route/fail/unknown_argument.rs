//! An argument that cannot be injected is reported with the supported ones.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(GET, "/users")]
    async fn list(limit: u32) -> Result<()> {
        let _ = limit;
        Ok(())
    }
}

fn main() {}
