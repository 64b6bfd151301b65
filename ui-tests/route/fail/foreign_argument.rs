//! An argument that cannot be injected is reported with the supported ones.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(POST, "/users")]
    async fn get(x: Vec<u8>) -> Result<()> {
        let _ = x;
        Ok(())
    }
}

fn main() {}
