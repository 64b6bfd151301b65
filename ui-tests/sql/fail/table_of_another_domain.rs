//! A table of another domain must be named with its owner.

microcore::app! { domains: "fixtures/tables", plugins: [place] }

#[microcore::plugin(domain = "orders")]
mod place {
    use microcore::prelude::*;

    #[on_start]
    async fn start(db: Db) -> Result<()> {
        db.execute("DELETE FROM users WHERE id = $1", (1,)).await?;
        Ok(())
    }
}

fn main() {}
