//! The number of placeholders and arguments must be equal.

microcore::app! { domains: "fixtures/tables", plugins: [place] }

#[microcore::plugin(domain = "orders")]
mod place {
    use microcore::prelude::*;

    #[on_start]
    async fn start(db: Db) -> Result<()> {
        db.execute("DELETE FROM orders WHERE id = $1 AND user_id = $2", (1,)).await?;
        Ok(())
    }
}

fn main() {}
