//! Maps are compared by the type of their values.

microcore::app! { plugins: [orders, mail] }

#[microcore::plugin]
mod orders {
    use microcore::prelude::*;

    #[event("order.placed")]
    struct OrderPlaced {
        stock: std::collections::HashMap<String, i64>,
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
        stock: std::collections::HashMap<String, bool>,
    }

    #[on_event("order.placed")]
    async fn mail(order: Order) {
        let _ = order;
    }
}

fn main() {}
