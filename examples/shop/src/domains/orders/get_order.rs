//! Get one order.

#[microcore::plugin]
mod get_order {
    use microcore::prelude::*;

    #[row]
    struct Head {
        user_id: i64,
        total_cents: i64,
        status: String,
    }

    #[row]
    #[response]
    struct Line {
        product_id: i64,
        name: String,
        quantity: i64,
        price_cents: i64,
    }

    #[response]
    struct Order {
        id: i64,
        user_id: i64,
        total_cents: i64,
        /// `placed`, `paid` or `rejected`.
        status: String,
        lines: Vec<Line>,
    }

    /// Get an order.
    #[route(GET, "/orders/{id}")]
    async fn get(id: Path<i64>, db: Db) -> Result<Order> {
        let Head { user_id, total_cents, status } = db
            .fetch_optional("SELECT user_id, total_cents, status FROM orders WHERE id = $1", (*id,))
            .await?
            .ok_or_else(|| Error::not_found("no such order"))?;
        let lines = db
            .fetch_all(
                "SELECT product_id, name, quantity, price_cents FROM order_lines
                 WHERE order_id = $1 ORDER BY product_id",
                (*id,),
            )
            .await?;
        Ok(Order { id: *id, user_id, total_cents, status, lines })
    }
}
