//! A body is read into a `#[request]`.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    struct A {
        id: i64,
    }

    #[route(POST, "/users")]
    async fn get(a: Json<A>) -> Result<()> {
        let _ = a;
        Ok(())
    }
}

fn main() {}
