//! Fields of list elements are compared too.

microcore::app! { plugins: [orders, mail] }

#[microcore::plugin]
mod orders {
    use microcore::prelude::*;

    #[response]
    struct Line {
        product: i64,
    }

    #[event("order.placed")]
    struct OrderPlaced {
        lines: Vec<Line>,
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
    struct Line {
        product: String,
    }

    #[view]
    struct Order {
        lines: Vec<Line>,
    }

    #[on_event("order.placed")]
    async fn mail(order: Order) {
        let _ = order;
    }
}

fn main() {}
