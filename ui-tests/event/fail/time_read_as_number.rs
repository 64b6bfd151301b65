//! A time is a string in JSON.

microcore::app! { plugins: [orders, mail] }

#[microcore::plugin]
mod orders {
    use microcore::prelude::*;

    #[event("order.placed")]
    struct OrderPlaced {
        at: DateTime<Utc>,
    }

    #[route(POST, "/orders")]
    async fn place(placed: Emit<OrderPlaced>) -> Result<()> {
        let _ = placed;
        Ok(())
    }
}

#[microcore::plugin]
mod mail {
    use microcore::prelude::*;

    #[view]
    struct Order {
        at: i64,
    }

    #[on_event("order.placed")]
    async fn mail(order: Order) {
        let _ = order;
    }
}

fn main() {}
