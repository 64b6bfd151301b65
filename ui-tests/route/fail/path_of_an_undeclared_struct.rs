//! A struct for the path must be a `#[request]`.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    struct A {
        id: i64,
    }

    #[route(GET, "/users/{id}")]
    async fn get(a: Path<A>) -> Result<()> {
        let _ = a;
        Ok(())
    }
}

fn main() {}
