//! Lists are compared by the type of their elements.

microcore::app! { plugins: [orders, mail] }

#[microcore::plugin]
mod orders {
    use microcore::prelude::*;

    #[event("order.placed")]
    struct OrderPlaced {
        items: Vec<i64>,
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
        items: Vec<String>,
    }

    #[on_event("order.placed")]
    async fn mail(order: Order) {
        let _ = order;
    }
}

fn main() {}
