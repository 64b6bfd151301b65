//! Charges an order once its stock is reserved. The bank's library blocks, so the
//! handler is a plain `fn`: the framework runs it on the blocking thread pool.

#[microcore::plugin]
mod take_payment {
    use microcore::prelude::*;

    #[view]
    struct Reserved {
        order_id: i64,
        total_cents: i64,
    }

    /// An order is paid.
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

    /// A stub of the bank's blocking library.
    mod bank {
        use std::thread::sleep;
        use std::time::Duration;

        /// Charges an order at most once: its id is the idempotency key at the
        /// bank.
        pub(super) fn charge(order: i64, cents: i64) -> String {
            sleep(Duration::from_millis(50));
            format!("bank-{order}-{cents}")
        }
    }
}
