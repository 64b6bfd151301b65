//! A plugin that reaches out by `super::` must be refused at the path.

microcore::app! { plugins: [greedy] }

const SHARED: i64 = 1;

#[microcore::plugin]
mod greedy {
    use microcore::prelude::*;

    #[response]
    struct Number {
        value: i64,
    }

    #[route(GET, "/number")]
    async fn number() -> Result<Number> {
        Ok(Number { value: super::SHARED })
    }
}

fn main() {}
