//! Names of the prelude may be given to other things.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    type Shadow = String;

    mod json {}
    mod core {}
    mod std {}

    #[response]
    struct Value2 {
        some: Shadow,
    }

    #[route(GET, "/value")]
    async fn drop() -> Result<Value2> {
        Ok(Value2 { some: Shadow::new() })
    }
}

fn main() {}
