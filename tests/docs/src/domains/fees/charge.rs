//! Fifty cents a loan, exactly once.

#[microcore::plugin]
mod charge {
    use microcore::prelude::*;

    #[view]
    struct Lent {
        reader: String,
    }

    #[on_event("book.lent", retries = 5)]
    async fn charge(lent: Lent, meta: Meta, db: Db) -> Result<()> {
        let mut tx = db.begin().await?;
        if meta.first_time(&mut tx).await? {
            tx.execute(
                "INSERT INTO fees (reader, cents) VALUES ($1, 50)
                 ON CONFLICT (reader) DO UPDATE SET cents = fees.cents + 50",
                (&lent.reader,),
            )
            .await?;
        }
        tx.commit().await
    }
}
