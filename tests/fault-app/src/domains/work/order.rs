//! Work that is ordered in a transaction and done by a subscriber.

#[microcore::plugin]
mod order {
    use microcore::prelude::*;

    #[request]
    struct NewWork {
        #[validate(range(min = 0))]
        ms: i64,
    }

    #[response]
    struct Ordered {
        id: i64,
    }

    #[row]
    #[response]
    struct Counts {
        ordered: i64,
        done: i64,
    }

    /// There is work to do.
    #[event("work.ordered")]
    struct WorkOrdered {
        id: i64,
        ms: i64,
    }

    /// Order work that takes that long.
    #[route(POST, "/work", status = 201)]
    async fn order(work: Json<NewWork>, db: Db, ordered: Emit<WorkOrdered>) -> Result<Ordered> {
        let mut tx = db.begin().await?;
        let id: i64 = tx
            .fetch_scalar("INSERT INTO work (ms, done) VALUES ($1, 0) RETURNING id", (work.ms,))
            .await?;
        ordered.emit_in(&mut tx, WorkOrdered { id, ms: work.ms }).await?;
        tx.commit().await?;
        Ok(Ordered { id })
    }

    /// How much was ordered, and how much of that was done.
    #[route(GET, "/work")]
    async fn counts(db: Db) -> Result<Counts> {
        let done = "SELECT COUNT(*) AS ordered, COUNT(CASE WHEN done > 0 THEN 1 END) AS done FROM work";
        db.fetch_one(done, ()).await
    }
}
