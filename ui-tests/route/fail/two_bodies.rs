//! A request has one body.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[request]
    struct A {
        id: i64,
    }

    #[route(POST, "/users")]
    async fn get(a: Json<A>, b: Form<A>) -> Result<()> {
        let _ = (a, b);
        Ok(())
    }
}

fn main() {}
