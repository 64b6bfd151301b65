//! A view is not an argument of a route.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[view]
    struct A {
        id: i64,
    }

    #[route(POST, "/users")]
    async fn get(x: A) -> Result<()> {
        let _ = x.id;
        Ok(())
    }
}

fn main() {}
