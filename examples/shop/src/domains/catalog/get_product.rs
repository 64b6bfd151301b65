//! Get one product.

#[microcore::plugin]
mod get_product {
    use microcore::prelude::*;

    #[row]
    #[response]
    struct Product {
        id: i64,
        name: String,
        price_cents: i64,
        /// The file name of its image, if it has one.
        image: Option<String>,
    }

    /// Get a product.
    #[route(GET, "/products/{id}")]
    async fn get(id: Path<i64>, db: Db) -> Result<Product> {
        db.fetch_optional("SELECT id, name, price_cents, image FROM products WHERE id = $1", (*id,))
            .await?
            .ok_or_else(|| Error::not_found("no such product"))
    }
}
