//! A value that is formatted into a statement allows SQL injection.

microcore::app! { domains: "fixtures/tables", plugins: [place] }

#[microcore::plugin(domain = "orders")]
mod place {
    use microcore::prelude::*;

    #[on_start]
    async fn start(db: Db) -> Result<()> {
        let name = "x'; DELETE FROM orders";
        db.execute(&format!("DELETE FROM orders WHERE name = '{name}'"), ()).await?;
        let sql = format!("DELETE FROM orders WHERE name = '{}'", name);
        db.execute(&sql, ()).await?;
        Ok(())
    }
}

fn main() {}
