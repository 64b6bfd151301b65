//! An argument without a placeholder is rejected.

microcore::app! { domains: "fixtures/tables", plugins: [place] }

#[microcore::plugin(domain = "orders")]
mod place {
    use microcore::prelude::*;

    #[on_start]
    async fn start(db: Db) -> Result<()> {
        db.execute("DELETE FROM orders", (1,)).await?;
        Ok(())
    }
}

fn main() {}
