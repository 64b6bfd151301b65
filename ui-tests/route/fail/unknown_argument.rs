//! An argument that nothing provides must list what can be asked for.

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
