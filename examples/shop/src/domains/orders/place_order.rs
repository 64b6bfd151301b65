//! Place an order: ask the catalogue for the prices, store the order and publish
//! `order.placed` in one transaction.

#[microcore::plugin]
mod place_order {
    use std::collections::BTreeMap;

    use microcore::prelude::*;

    #[request]
    struct PlaceOrder {
        user_id: i64,
        #[validate(length(min = 1, max = 50), nested)]
        items: Vec<Item>,
    }

    #[request]
    struct Item {
        product_id: i64,
        #[validate(range(min = 1, max = 1000))]
        quantity: u32,
    }

    #[response]
    struct PlacedOrder {
        id: i64,
        total_cents: i64,
        status: String,
    }

    /// Requests the prices of products.
    #[ask("catalog.prices", reply = Vec<Price>)]
    struct AskPrices {
        products: Vec<i64>,
    }

    #[view]
    struct Price {
        id: i64,
        name: String,
        price_cents: i64,
    }

    /// A customer has placed an order.
    #[event("order.placed")]
    struct OrderPlaced {
        id: i64,
        user_id: i64,
        total_cents: i64,
        lines: Vec<Line>,
    }

    #[response]
    struct Line {
        product_id: i64,
        name: String,
        quantity: u32,
        price_cents: i64,
    }

    /// Place an order.
    #[route(POST, "/orders", status = 201)]
    async fn place(
        body: Json<PlaceOrder>,
        db: Db,
        clock: Clock,
        catalog: Ask<AskPrices>,
        placed: Emit<OrderPlaced>,
    ) -> Result<PlacedOrder> {
        let PlaceOrder { user_id, items } = body.into_inner();
        let products = items.iter().map(|item| item.product_id).collect();
        let prices = catalog.ask(AskPrices { products }).await?;
        let lines = price(items, prices)?;
        let total_cents = lines.iter().map(|line| line.price_cents * i64::from(line.quantity)).sum();

        let mut tx = db.begin().await?;
        let id: i64 = tx
            .fetch_scalar(
                "INSERT INTO orders (user_id, total_cents, status, placed_at)
                 VALUES ($1, $2, 'placed', $3) RETURNING id",
                (user_id, total_cents, clock.now()),
            )
            .await?;
        for line in &lines {
            tx.execute(
                "INSERT INTO order_lines (order_id, product_id, name, quantity, price_cents)
                 VALUES ($1, $2, $3, $4, $5)",
                (id, line.product_id, &line.name, i64::from(line.quantity), line.price_cents),
            )
            .await?;
        }
        placed.emit_in(&mut tx, OrderPlaced { id, user_id, total_cents, lines }).await?;
        tx.commit().await?;
        Ok(PlacedOrder { id, total_cents, status: "placed".into() })
    }

    /// One line per product, at the catalogue's price.
    fn price(items: Vec<Item>, prices: Vec<Price>) -> Result<Vec<Line>> {
        let mut prices: BTreeMap<i64, Price> =
            prices.into_iter().map(|price| (price.id, price)).collect();
        items
            .into_iter()
            .map(|Item { product_id, quantity }| {
                let Price { name, price_cents, .. } =
                    prices.remove(&product_id).ok_or_else(|| {
                        Error::unprocessable(format!(
                            "product {product_id} does not exist or is listed twice"
                        ))
                    })?;
                Ok(Line { product_id, name, quantity, price_cents })
            })
            .collect()
    }
}
