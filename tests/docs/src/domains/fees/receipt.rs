//! A receipt to print. The typesetting library blocks, so the handler is a plain
//! `fn`.

#[microcore::plugin]
mod receipt {
    use microcore::prelude::*;

    #[route(GET, "/fees/{reader}/receipt")]
    fn receipt(reader: Path<String>, db: Db) -> Result<File> {
        let cents: Option<(i64,)> =
            wait(db.fetch_optional("SELECT cents FROM fees WHERE reader = $1", (&*reader,)))?;
        let (cents,) = cents.ok_or_else(|| Error::not_found("this reader has no fees"))?;
        Ok(File::bytes(typeset(&reader, cents), "text/plain; charset=utf-8").name("receipt.txt"))
    }

    /// A stub of CPU-bound work.
    fn typeset(reader: &str, cents: i64) -> String {
        std::thread::sleep(std::time::Duration::from_millis(5));
        format!("{reader}: {}.{:02}\n", cents / 100, cents % 100)
    }
}
