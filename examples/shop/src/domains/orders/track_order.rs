//! Updates the status of an order from the events of other domains.

#[microcore::plugin]
mod track_order {
    use microcore::prelude::*;

    #[view]
    struct OfOrder {
        order_id: i64,
    }

    #[on_event("stock.rejected", retries = 5)]
    async fn rejected(stock: OfOrder, db: Db) -> Result<()> {
        set_status(&db, stock.order_id, "rejected").await
    }

    #[on_event("payment.taken", retries = 5)]
    async fn paid(payment: OfOrder, db: Db) -> Result<()> {
        set_status(&db, payment.order_id, "paid").await
    }

    async fn set_status(db: &Db, order: i64, status: &str) -> Result<()> {
        db.execute("UPDATE orders SET status = $2 WHERE id = $1", (order, status)).await?;
        Ok(())
    }
}
