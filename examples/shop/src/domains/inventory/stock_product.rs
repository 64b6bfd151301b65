//! Creates the stock of a new product.

#[microcore::plugin]
mod stock_product {
    use microcore::prelude::*;

    #[view]
    struct NewProduct {
        id: i64,
        stock: u32,
    }

    #[on_event("product.added", retries = 5)]
    async fn stock(product: NewProduct, db: Db) -> Result<()> {
        db.execute(
            "INSERT INTO stock (product_id, available) VALUES ($1, $2)
             ON CONFLICT (product_id) DO NOTHING",
            (product.id, i64::from(product.stock)),
        )
        .await?;
        Ok(())
    }
}
