//! A statement is found in any form of a method call.

microcore::app! { domains: "fixtures/tables", plugins: [place] }

#[microcore::plugin(domain = "orders")]
mod place {
    use microcore::prelude::*;

    #[on_start]
    async fn start(db: Db) -> Result<()> {
        Db::execute(&db, "DELETE FROM users", ()).await?;
        Ok(())
    }
}

fn main() {}
