//! The return type of a route must be a `#[response]`.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    struct A {
        id: i64,
    }

    #[route(POST, "/users")]
    async fn get() -> Result<A> {
        Ok(A { id: 1 })
    }
}

fn main() {}
