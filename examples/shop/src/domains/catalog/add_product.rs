//! Add a product and publish `product.added`.

#[microcore::plugin]
mod add_product {
    use microcore::prelude::*;

    #[request]
    struct AddProduct {
        #[validate(length(min = 1, max = 200))]
        name: String,
        #[validate(range(min = 0, max = 100_000_000))]
        price_cents: i64,
        /// The initial stock.
        #[serde(default)]
        #[validate(range(max = 1_000_000))]
        stock: u32,
    }

    #[response]
    struct AddedProduct {
        id: i64,
        name: String,
        price_cents: i64,
    }

    /// A product can now be bought.
    #[event("product.added")]
    struct ProductAdded {
        id: i64,
        stock: u32,
    }

    /// Add a product.
    #[route(POST, "/products", status = 201, roles = ["admin"])]
    async fn add(
        body: Json<AddProduct>,
        db: Db,
        added: Emit<ProductAdded>,
    ) -> Result<AddedProduct> {
        let AddProduct { name, price_cents, stock } = body.into_inner();
        let mut tx = db.begin().await?;
        let id: i64 = tx
            .fetch_scalar(
                "INSERT INTO products (name, price_cents) VALUES ($1, $2) RETURNING id",
                (&name, price_cents),
            )
            .await?;
        added.emit_in(&mut tx, ProductAdded { id, stock }).await?;
        tx.commit().await?;
        Ok(AddedProduct { id, name, price_cents })
    }
}
