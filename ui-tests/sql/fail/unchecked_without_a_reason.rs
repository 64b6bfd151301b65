//! `unchecked` requires a reason.

microcore::app! { domains: "fixtures/tables", plugins: [place] }

#[microcore::plugin(domain = "orders")]
mod place {
    use microcore::prelude::*;

    #[on_start]
    async fn start(db: Db) -> Result<()> {
        db.execute("/* unchecked */ DELETE FROM users", ()).await?;
        Ok(())
    }
}

fn main() {}
