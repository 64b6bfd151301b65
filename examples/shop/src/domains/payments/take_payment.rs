//! Takes the money once the stock is reserved. The bank's library blocks, so the
//! handler is a plain `fn`: the framework runs it where blocking harms nobody.

#[microcore::plugin]
mod take_payment {
    use microcore::prelude::*;

    #[view]
    struct Reserved {
        order_id: i64,
        total_cents: i64,
    }

    /// The money for an order is there.
    #[event("payment.taken")]
    struct PaymentTaken {
        order_id: i64,
        reference: String,
    }

    #[on_event("stock.reserved", retries = 3, backoff = "1s")]
    fn charge(order: Reserved, db: Db, taken: Emit<PaymentTaken>) -> Result<()> {
        let Reserved { order_id, total_cents } = order;
        let paid: Option<(String,)> = wait(
            db.fetch_optional("SELECT reference FROM payments WHERE order_id = $1", (order_id,)),
        )?;
        if paid.is_some() {
            return Ok(());
        }
        let reference = bank::charge(order_id, total_cents);
        wait(async {
            let mut tx = db.begin().await?;
            tx.execute(
                "INSERT INTO payments (order_id, amount_cents, reference) VALUES ($1, $2, $3)",
                (order_id, total_cents, &reference),
            )
            .await?;
            taken.emit_in(&mut tx, PaymentTaken { order_id, reference }).await?;
            tx.commit().await
        })
    }

    /// Stands for the bank's own library, which takes its time.
    mod bank {
        use std::thread::sleep;
        use std::time::Duration;

        /// Charges once an order, whatever happens: the order is the bank's
        /// idempotency key.
        pub(super) fn charge(order: i64, cents: i64) -> String {
            sleep(Duration::from_millis(50));
            format!("bank-{order}-{cents}")
        }
    }
}
