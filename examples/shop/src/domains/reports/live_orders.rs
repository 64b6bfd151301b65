//! A live feed of orders for a page to listen to.

#[microcore::plugin]
mod live_orders {
    use std::sync::LazyLock;

    use futures_util::{Stream, stream};
    use microcore::prelude::*;
    use tokio::sync::broadcast::{self, error::RecvError};

    #[view]
    struct NewOrder {
        id: i64,
        total_cents: i64,
    }

    #[response]
    #[derive(Clone)]
    struct SeenOrder {
        id: i64,
        total_cents: i64,
    }

    /// What this process has seen lately; a slow listener misses the oldest.
    static SEEN: LazyLock<broadcast::Sender<SeenOrder>> =
        LazyLock::new(|| broadcast::Sender::new(64));

    /// Every replica hears of every order, for its own listeners.
    #[on_event("order.placed", broadcast)]
    async fn see(order: NewOrder) {
        // Nobody listening is no mistake.
        let _ = SEEN.send(SeenOrder { id: order.id, total_cents: order.total_cents });
    }

    /// Orders as they are placed (server-sent events).
    #[route(GET, "/reports/orders/live")]
    async fn live() -> Result<Sse<SeenOrder>> {
        Ok(Sse::new(orders(SEEN.subscribe())))
    }

    fn orders(feed: broadcast::Receiver<SeenOrder>) -> impl Stream<Item = SeenOrder> {
        stream::unfold(feed, |mut feed| async {
            loop {
                match feed.recv().await {
                    Ok(order) => return Some((order, feed)),
                    Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return None,
                }
            }
        })
    }
}
