//! A handler owns its arguments.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(POST, "/users")]
    async fn get(log: &Log) -> Result<()> {
        log.info("x");
        Ok(())
    }
}

fn main() {}
