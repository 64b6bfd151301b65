//! A statement of SQLite only is reported with a portable one.

microcore::app! { domains: "fixtures/tables", plugins: [place] }

#[microcore::plugin(domain = "orders")]
mod place {
    use microcore::prelude::*;

    #[on_start]
    async fn start(db: Db) -> Result<()> {
        db.execute("INSERT OR REPLACE INTO orders (id) VALUES ($1)", (1,)).await?;
        Ok(())
    }
}

fn main() {}
