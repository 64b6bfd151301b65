//! Raw identifiers, in fields, parameters and handlers.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[response]
    struct Item {
        r#type: String,
    }

    #[route(GET, "/items/{type}")]
    async fn r#match(r#type: Path<String>) -> Result<Item> {
        Ok(Item { r#type: r#type.into_inner() })
    }
}

fn main() {}
