//! A statement in a variable is checked where it is assigned.

microcore::app! { domains: "fixtures/tables", plugins: [place] }

#[microcore::plugin(domain = "orders")]
mod place {
    use microcore::prelude::*;

    #[on_start]
    async fn start(db: Db) -> Result<()> {
        let sql = if true { "DELETE FROM orders" } else { "DELETE FROM users" };
        db.execute(sql, ()).await?;
        Ok(())
    }
}

fn main() {}
