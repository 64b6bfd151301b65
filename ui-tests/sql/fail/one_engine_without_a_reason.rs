//! SQL for one engine requires a reason.

microcore::app! { domains: "fixtures/tables", plugins: [place] }

#[microcore::plugin(domain = "orders")]
mod place {
    use microcore::prelude::*;

    #[on_start]
    async fn start(db: Db) -> Result<()> {
        db.execute("/* sqlite only */ DELETE FROM orders WHERE ifnull(id, 1) = 1", ()).await?;
        Ok(())
    }
}

fn main() {}
