//! Syntax that neither engine supports is reported as such.

microcore::app! { domains: "fixtures/tables", plugins: [place] }

#[microcore::plugin(domain = "orders")]
mod place {
    use microcore::prelude::*;

    #[on_start]
    async fn start(db: Db) -> Result<()> {
        db.execute("INSERT INTO orders (id) VALUES (1) ON DUPLICATE KEY UPDATE id = 1", ()).await?;
        Ok(())
    }
}

fn main() {}
