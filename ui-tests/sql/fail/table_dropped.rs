//! Tables are created and dropped by migrations only.

microcore::app! { domains: "fixtures/tables", plugins: [place] }

#[microcore::plugin(domain = "orders")]
mod place {
    use microcore::prelude::*;

    #[on_start]
    async fn start(db: Db) -> Result<()> {
        db.execute("DROP TABLE orders", ()).await?;
        Ok(())
    }
}

fn main() {}
