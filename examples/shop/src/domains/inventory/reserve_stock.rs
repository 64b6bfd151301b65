//! Reserves the stock for an order: all items, or none.

#[microcore::plugin]
mod reserve_stock {
    use microcore::prelude::*;

    #[view]
    struct NewOrder {
        id: i64,
        user_id: i64,
        total_cents: i64,
        lines: Vec<Line>,
    }

    #[view]
    struct Line {
        product_id: i64,
        quantity: u32,
    }

    /// The stock for an order is reserved.
    #[event("stock.reserved")]
    struct StockReserved {
        order_id: i64,
        user_id: i64,
        total_cents: i64,
    }

    /// The stock does not suffice for an order.
    #[event("stock.rejected")]
    struct StockRejected {
        order_id: i64,
        product_id: i64,
    }

    #[on_event("order.placed", retries = 5)]
    async fn reserve(
        order: NewOrder,
        db: Db,
        reserved: Emit<StockReserved>,
        rejected: Emit<StockRejected>,
    ) -> Result<()> {
        let mut tx = db.begin().await?;
        // Idempotent: delivery is at least once, an order is reserved once.
        let first = tx
            .execute(
                "INSERT INTO reservations (order_id) VALUES ($1) ON CONFLICT (order_id) DO NOTHING",
                (order.id,),
            )
            .await?;
        if first == 0 {
            return Ok(());
        }
        for Line { product_id, quantity } in order.lines {
            let taken = tx
                .execute(
                    "UPDATE stock SET available = available - $2
                     WHERE product_id = $1 AND available >= $2",
                    (product_id, i64::from(quantity)),
                )
                .await?;
            if taken == 0 {
                tx.rollback().await?;
                return rejected.emit(StockRejected { order_id: order.id, product_id }).await;
            }
        }
        let NewOrder { id: order_id, user_id, total_cents, .. } = order;
        reserved.emit_in(&mut tx, StockReserved { order_id, user_id, total_cents }).await?;
        tx.commit().await
    }
}
