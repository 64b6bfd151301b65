//! A type behind `impl` cannot be described.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(GET, "/users")]
    async fn list(limit: impl Into<i64>) -> Result<impl Sized> {
        let _ = limit.into();
        Ok(())
    }
}

fn main() {}
