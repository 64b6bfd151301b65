//! A live feed of orders, as server-sent events.

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

    /// Recent orders of this process; a slow client misses the oldest.
    static SEEN: LazyLock<broadcast::Sender<SeenOrder>> =
        LazyLock::new(|| broadcast::Sender::new(64));

    /// Delivery is per process today: the clients of other replicas miss the order.
    #[on_event("order.placed", broadcast)]
    async fn see(order: NewOrder) {
        // Without clients this fails, which is expected.
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
