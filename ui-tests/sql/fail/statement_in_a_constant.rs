//! A statement in a constant of the plugin is read too.

microcore::app! { domains: "fixtures/tables", plugins: [place] }

#[microcore::plugin(domain = "orders")]
mod place {
    use microcore::prelude::*;

    const CLEAR: &str = "DELETE FROM users";

    #[on_start]
    async fn start(db: Db) -> Result<()> {
        db.execute(CLEAR, ()).await?;
        Ok(())
    }
}

fn main() {}
