//! A field that may be missing cannot be required.

microcore::app! { plugins: [orders, mail] }

#[microcore::plugin]
mod orders {
    use microcore::prelude::*;

    #[event("order.placed")]
    struct OrderPlaced {
        note: Option<String>,
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
        note: String,
    }

    #[on_event("order.placed")]
    async fn mail(order: Order) {
        let _ = order;
    }
}

fn main() {}
