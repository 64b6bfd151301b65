//! A handler has no type parameters.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(POST, "/users")]
    async fn get<T>(x: T) -> Result<()> {
        let _ = x;
        Ok(())
    }
}

fn main() {}
