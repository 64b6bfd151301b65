//! A foreign table is found in a join too.

microcore::app! { domains: "fixtures/tables", plugins: [place] }

#[microcore::plugin(domain = "orders")]
mod place {
    use microcore::prelude::*;

    #[on_start]
    async fn start(db: Db) -> Result<()> {
        let _: Vec<(i64,)> = db
            .fetch_all("SELECT o.id FROM orders o JOIN users u ON u.id = o.user_id", ())
            .await?;
        Ok(())
    }
}

fn main() {}
