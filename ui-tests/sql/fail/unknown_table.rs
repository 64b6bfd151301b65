//! A table that no migration creates must be answered with the nearest.

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
