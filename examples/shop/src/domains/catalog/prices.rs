//! Answers questions of other domains about prices.

#[microcore::plugin]
mod prices {
    use microcore::prelude::*;

    #[view]
    struct Prices {
        products: Vec<i64>,
    }

    #[row]
    #[response]
    struct Price {
        id: i64,
        name: String,
        price_cents: i64,
    }

    /// The names and prices of those products that exist.
    #[on_ask("catalog.prices")]
    async fn prices(asked: Prices, db: Db) -> Result<Vec<Price>> {
        let mut prices = Vec::new();
        for id in asked.products {
            let price: Option<Price> = db
                .fetch_optional("SELECT id, name, price_cents FROM products WHERE id = $1", (id,))
                .await?;
            prices.extend(price);
        }
        Ok(prices)
    }
}
