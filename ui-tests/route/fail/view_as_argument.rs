//! A view comes with an event, not with a request.

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
