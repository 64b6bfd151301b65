//! The domain's own tables, names given by `WITH`, and one engine on purpose.

microcore::app! { domains: "fixtures/tables", plugins: [place] }

#[microcore::plugin(domain = "orders")]
mod place {
    use microcore::prelude::*;

    #[on_start]
    async fn start(db: Db) -> Result<()> {
        let _: Vec<(i64,)> = db
            .fetch_all(
                "WITH recent AS (SELECT id FROM orders WHERE id > $1)
                 SELECT r.id FROM recent r JOIN order_lines l ON l.order_id = r.id",
                (1,),
            )
            .await?;
        db.execute("/* postgres only: a trial */ DELETE FROM orders WHERE id < now()", ()).await?;
        let table = "users";
        db.execute(&format!("/* unchecked: one of a fixed list */ DELETE FROM {table}"), ()).await?;
        db.execute("CREATE TEMP TABLE seen (id BIGINT)", ()).await?;
        db.execute("INSERT INTO seen (id) VALUES ($1)", (1,)).await?;
        db.execute("/* unchecked: made by an extension */ DELETE FROM warehouse", ()).await?;
        Ok(())
    }
}

fn main() {}
