//! A view may read less, wider and as optional.

microcore::app! { plugins: [orders, mail] }

#[microcore::plugin]
mod orders {
    use microcore::prelude::*;

    #[response]
    struct Line {
        product: i64,
        price: i64,
    }

    #[response]
    #[serde(rename_all = "kebab-case")]
    enum State {
        Open,
        InWork,
    }

    #[event("order.placed")]
    struct OrderPlaced {
        id: i32,
        note: String,
        lines: Vec<Line>,
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
    struct Line {
        product: i64,
    }

    #[view]
    enum State {
        #[serde(rename = "open")]
        Open,
        #[serde(rename = "in-work")]
        Busy,
        #[serde(rename = "gone")]
        Gone,
    }

    #[view]
    struct Order {
        id: i64,
        note: Option<String>,
        lines: Vec<Line>,
        state: State,
    }

    #[on_event("order.placed")]
    async fn mail(order: Order) {
        let _ = order;
    }
}

fn main() {}
