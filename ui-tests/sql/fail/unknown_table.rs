//! An unknown table is reported with the nearest one.

microcore::app! { domains: "fixtures/tables", plugins: [place] }

#[microcore::plugin(domain = "orders")]
mod place {
    use microcore::prelude::*;

    #[on_start]
    async fn start(db: Db) -> Result<()> {
        db.execute("DELETE FROM order_line", ()).await?;
        Ok(())
    }
}

fn main() {}
