//! An argument that nothing provides must be answered with what there is.

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
