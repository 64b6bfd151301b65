//! Publishes events that their subscribers fail to handle.

#[microcore::plugin]
mod plant {
    use microcore::prelude::*;

    /// A bomb was planted.
    #[event("bomb.planted")]
    struct BombPlanted {
        name: String,
    }

    /// Something was measured.
    #[event("bomb.measured")]
    struct BombMeasured {
        /// Not a number where there was nothing to measure; JSON has no such number, and
        /// it becomes `null`.
        length: f64,
    }

    /// Plant a bomb.
    #[route(POST, "/bombs/{name}", status = 201)]
    async fn plant(name: Path<String>, planted: Emit<BombPlanted>) -> Result<()> {
        planted.emit(BombPlanted { name: name.into_inner() }).await
    }

    /// Measure a bomb.
    #[route(POST, "/measurements", status = 201)]
    async fn measure(db: Db, measured: Emit<BombMeasured>) -> Result<()> {
        let mut tx = db.begin().await?;
        measured.emit_in(&mut tx, BombMeasured { length: f64::NAN }).await?;
        tx.commit().await
    }
}
