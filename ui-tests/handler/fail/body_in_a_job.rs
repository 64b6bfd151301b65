//! A job has no request to take a body from.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[request]
    struct A {
        id: i64,
    }

    #[schedule("0 3 * * *")]
    async fn nightly(a: Json<A>) {
        let _ = a;
    }
}

fn main() {}
