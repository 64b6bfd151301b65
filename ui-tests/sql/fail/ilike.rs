//! An operator of PostgreSQL only is reported with a portable one.

microcore::app! { domains: "fixtures/tables", plugins: [place] }

#[microcore::plugin(domain = "orders")]
mod place {
    use microcore::prelude::*;

    #[on_start]
    async fn start(db: Db) -> Result<()> {
        db.execute("DELETE FROM orders WHERE id ILIKE $1", ("x",)).await?;
        Ok(())
    }
}

fn main() {}
