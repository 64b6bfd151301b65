//! List products, paginated.

#[microcore::plugin]
mod list_products {
    use microcore::prelude::*;

    #[request]
    struct ListProducts {
        #[serde(default = "default_limit")]
        #[validate(range(min = 1, max = 100))]
        limit: u32,
        #[serde(default)]
        offset: u32,
    }

    fn default_limit() -> u32 {
        20
    }

    #[row]
    #[response]
    struct Product {
        id: i64,
        name: String,
        price_cents: i64,
    }

    /// List products.
    #[route(GET, "/products")]
    async fn list(query: Query<ListProducts>, db: Db) -> Result<Page<Product>> {
        let ListProducts { limit, offset } = query.into_inner();
        let total: i64 = db.fetch_scalar("SELECT COUNT(*) FROM products", ()).await?;
        let products = db
            .fetch_all(
                "SELECT id, name, price_cents FROM products ORDER BY id LIMIT $1 OFFSET $2",
                (i64::from(limit), i64::from(offset)),
            )
            .await?;
        Ok(Page::new(products, total.unsigned_abs(), limit.into(), offset.into()))
    }
}
