//! A variant that may be sent must be known to the reader.

microcore::app! { plugins: [orders, mail] }

#[microcore::plugin]
mod orders {
    use microcore::prelude::*;

    #[response]
    enum State {
        Open,
        Paid,
        Sent,
    }

    #[event("order.placed")]
    struct OrderPlaced {
        state: State,
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
    enum State {
        Open,
        Paid,
    }

    #[view]
    struct Order {
        state: State,
    }

    #[on_event("order.placed")]
    async fn mail(order: Order) {
        let _ = order;
    }
}

fn main() {}
