//! A foreign table is found in a subquery too.

microcore::app! { domains: "fixtures/tables", plugins: [place] }

#[microcore::plugin(domain = "orders")]
mod place {
    use microcore::prelude::*;

    #[on_start]
    async fn start(db: Db) -> Result<()> {
        db.execute("DELETE FROM orders WHERE user_id IN (SELECT id FROM users)", ()).await?;
        Ok(())
    }
}

fn main() {}
