//! A path that leaves the plugin is reported once, not at each use.

#[microcore::plugin]
mod users {
    use crate::domains::orders::place_order::{Order, total as sum};
    use microcore::prelude::*;

    struct Kept {
        order: crate::domains::orders::Order,
    }

    #[on_start]
    async fn start(log: Log) {
        let order = Order { id: 1 };
        let kept = Kept { order: super::orders::latest(sum(&order)).await };
        log.info(&format!("{} {}", super::orders::NAME, kept.order.id));
    }
}

fn main() {}
