//! Counts sales in memory and logs the total every night.

#[microcore::plugin]
mod daily_sales {
    use microcore::prelude::*;

    #[view]
    struct NewOrder {
        total_cents: i64,
    }

    #[response]
    struct Sales {
        orders: i64,
        total_cents: i64,
    }

    #[on_event("order.placed")]
    async fn count(order: NewOrder, state: State) -> Result<()> {
        let sales = state.namespace("sales");
        sales.increment("orders", 1, None).await?;
        sales.increment("total_cents", order.total_cents, None).await?;
        Ok(())
    }

    /// Sales since the last nightly report.
    #[route(GET, "/reports/sales")]
    async fn today(state: State) -> Result<Sales> {
        read(&state).await
    }

    #[schedule("0 3 * * *")]
    async fn report(state: State, log: Log) -> Result<()> {
        let Sales { orders, total_cents } = read(&state).await?;
        log.info(&format!("{orders} orders, {total_cents} cents since yesterday"));
        let sales = state.namespace("sales");
        sales.delete("orders").await?;
        sales.delete("total_cents").await?;
        Ok(())
    }

    async fn read(state: &State) -> Result<Sales> {
        let sales = state.namespace("sales");
        Ok(Sales {
            orders: sales.get("orders").await?.unwrap_or(0),
            total_cents: sales.get("total_cents").await?.unwrap_or(0),
        })
    }
}
